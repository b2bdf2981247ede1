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
 * moves its weight by the whole learning rate, either way. The losses hardly depend on such a weight: in five steps of convnet and deep, of small
 * batches, all systems and the float64 reference were within 3·10⁻⁶ of each other. Eight times as much is allowed from step to step, for larger batches
 * and other adapters; a wrong learning rate or ε is seen in the second loss, a wrong β₁ or β₂ in the third.
 */
const CLOSE = 8 * 2 ** -23;
const ADAM_GROWTH = 8;

/** How far the value of a step, counted from 0, may be off, as a share of the greatest value. */
export function toleranceOf(optimizer: string | undefined, step: number): number {
  return optimizer === "adam" ? CLOSE * ADAM_GROWTH ** step : CLOSE;
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
