/** What is made of the measurements: how fast each system is, how many times another, and whether they did the same work. */
import { type Spread, spreadOf } from "../../../core/statistics.ts";

/** What a system did in one slice of time. */
export interface Slice {
  readonly images: number;
  readonly seconds: number;
  readonly submits: number;
  readonly dispatches: number;
}

export function imagesPerSecond(slices: readonly Slice[]): number[] {
  return slices.map(({ images, seconds }) => images / seconds);
}

/** How many times as fast: that of the medians, and that of each round, in which both met the same machine. */
export interface Ratio {
  readonly ofMedians: number;
  readonly perRound: Spread;
}

export function ratioOf(ours: readonly Slice[], theirs: readonly Slice[]): Ratio {
  const [a, b] = [imagesPerSecond(ours), imagesPerSecond(theirs)];
  return {
    ofMedians: spreadOf(a).median / spreadOf(b).median,
    perRound: spreadOf(a.map((value, round) => value / b[round])),
  };
}

/**
 * Shares of the greatest value that rounding may cost. A mean of f32 is off by about a unit in its last place, 2⁻²³ of it; eight are
 * allowed. A step proportional to the gradient keeps it so. Adam's does not: it divides by |g|, so that a gradient within rounding of 0
 * moves its weight by the whole learning rate, either way. Where a unit of a ReLU is within rounding of 0, or two values of a pooling window
 * are as close, one system lets the gradient through and another does not: of deep, at batch 64, one of 262,144 units sufficed for gradients
 * 10⁻⁴ apart (every operation alone within 10⁻⁶). The losses then were 6·10⁻⁵, 7·10⁻⁴ and 4·10⁻³ of the float64 reference apart in steps 2 to 4;
 * where no choice turned, as in PyTorch, they were within 10⁻⁶. About three to four times what a turned choice has cost is allowed. What is seen
 * is a learning rate 1 % off, in the second loss; another ε or β₁ if it is not close, and β₂ if it is far off, in the third.
 */
const CLOSE = 8 * 2 ** -23;
const TURNED_CHOICE = 2 ** -12;
const ADAM_GROWTH = 8;

/** How far the value of a step, counted from 0, may be off, as a share of the greatest value. */
export function toleranceOf(optimizer: string | undefined, step: number): number {
  return optimizer === "adam" && step > 0 ? TURNED_CHOICE * ADAM_GROWTH ** (step - 1) : CLOSE;
}

/**
 * Compares a system's losses, or outputs, with ours, as far as both have them.
 *
 * @param optimizer of the steps; undefined where the values are outputs of one
 * @returns what is wrong; undefined where they agree
 */
export function disagreement(
  ours: readonly number[],
  theirs: readonly number[],
  optimizer: string | undefined,
): string | undefined {
  const count = Math.min(ours.length, theirs.length);
  const scale = Math.max(...ours.map(Math.abs));
  const wrong = ours.slice(0, count).findIndex((value, step) => {
    return !(Math.abs(theirs[step] - value) <= toleranceOf(optimizer, step) * scale);
  });
  if (count > 0 && wrong < 0) return undefined;
  if (count === 0) return "it gave no values to compare";
  const what = optimizer === undefined ? `output ${wrong}` : `the loss of step ${wrong + 1}`;
  const allowed = toleranceOf(optimizer, wrong) * scale;
  return `${what} is ${theirs[wrong]}; ${ours[wrong]} ± ${allowed.toPrecision(1)} was expected: it does other work`;
}
