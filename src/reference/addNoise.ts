import type { Page } from "./book.ts";
import { each } from "./bounds.ts";
import { wordsOf } from "./draws.ts";
import { constant, product, sum } from "./rounded.ts";

/** The unit of z: four numbers in 0 … 2¹⁶ − 1 have together the variance (2³² − 1)/3. */
const UNIT = Math.sqrt(3 / (2 ** 32 - 1));

/** Four times the mean of a 16-bit half. */
const CENTER = 2 * 0xffff;

/** y[i] = x[i] + amount · z[i]; z = (h₁ + h₂ + h₃ + h₄ − 131,070) · √(3/(2³² − 1)), of the halves of words 2i and 2i + 1 */
export const addNoise: Page = {
  evaluate({ x, seed, step }, { y }, attributes) {
    const word = wordsOf(seed, step, attributes);
    for (let i = 0; i < y.data.length; i++) {
      y.data[i] = x.data[i] + (attributes.amount as number) * UNIT * centered(word, i);
    }
  },
  // The halves' sum is exact. A rounded constant, a product, a sum.
  bound({ inputs: { x, seed, step }, errors, outputs: { y }, attributes }) {
    const word = wordsOf(seed, step, attributes);
    const unit = constant((attributes.amount as number) * UNIT);
    return {
      y: each(y, (i) => {
        const noise = product(unit, { value: centered(word, i), error: 0 });
        return sum({ value: x.data[i], error: errors.x.data[i] }, noise).error;
      }),
    };
  },
};

/** h₁ + h₂ + h₃ + h₄ − 131,070 */
function centered(word: (i: number) => number, i: number): number {
  const [a, b] = [word(2 * i), word(2 * i + 1)];
  return (a & 0xffff) + (a >>> 16) + (b & 0xffff) + (b >>> 16) - CENTER;
}
