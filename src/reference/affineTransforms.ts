import { type AffineAttributes, affineRanges } from "../operations/affine.ts";
import type { Attributes } from "../operations/operation.ts";
import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";
import { wordsOf } from "./draws.ts";
import { constant, negative, product, quotient, type Rounded, sum } from "./rounded.ts";

/** theta[n] = (A⁻¹ | −A⁻¹·t); A = z · R(φ) · (1 k; 0 1); t, φ, z, k from words 8n … 8n + 4 */
export const affineTransforms: Page = {
  evaluate({ seed, step }, { theta }, attributes) {
    const ranges = affineRanges(attributes as Attributes & AffineAttributes);
    const word = wordsOf(seed, step, attributes);
    for (let n = 0; n < theta.shape[0]; n++) {
      const [tx, ty] = [0, 1].map((i) => ranges.shift * signed(word(8 * n + i)));
      const phi = 2 * ranges.halfAngle * signed(word(8 * n + 2));
      const z = 1 + ranges.scaling * signed(word(8 * n + 3));
      const k = ranges.shear * signed(word(8 * n + 4));
      const [cos, sin] = [Math.cos(phi), Math.sin(phi)];
      // A⁻¹ = 1/z · (1 −k; 0 1) · R(−φ)
      const a = (cos + k * sin) / z;
      const b = (sin - k * cos) / z;
      const c = -sin / z;
      const d = cos / z;
      theta.data.set([a, b, -(a * tx + b * ty), c, d, -(c * tx + d * ty)], 6 * n);
    }
  },
  // The same in f32, rounding by rounding; the draws are exact.
  bound({ inputs: { seed, step }, outputs: { theta }, attributes }) {
    const ranges = affineRanges(attributes as Attributes & AffineAttributes);
    const word = wordsOf(seed, step, attributes);
    const errors = Array.from({ length: theta.shape[0] }, (_, n) => {
      const draw = (range: number, i: number) => product(constant(range), { value: signed(word(8 * n + i)), error: 0 });
      const [tx, ty] = [0, 1].map((i) => draw(ranges.shift, i));
      const inverse = quotient(ONE, sum(ONE, draw(ranges.scaling, 3)));
      const k = draw(ranges.shear, 4);
      const { sin: half, cos: halfCos } = sineAndCosine(draw(ranges.halfAngle, 2));
      const sin = product(TWO, half, halfCos);
      const cos = sum(ONE, negative(product(TWO, half, half)));
      const a = product(inverse, sum(cos, product(k, sin)));
      const b = product(inverse, sum(sin, negative(product(k, cos))));
      const c = product(inverse, negative(sin));
      const d = product(inverse, cos);
      const moved = (x: Rounded, y: Rounded) => sum(product(x, tx), product(y, ty));
      return [a, b, moved(a, b), c, d, moved(c, d)].map(({ error }) => error);
    }).flat();
    return { theta: each(theta, (i) => errors[i]) };
  },
};

const ONE: Rounded = { value: 1, error: 0 };
const TWO: Rounded = { value: 2, error: 0 };

/** Uniform in [−1, 1), a multiple of 2⁻²³: the same in f32 and float64. */
function signed(word: number): number {
  return (word >>> 8) * 2 ** -23 - 1;
}

/**
 * Taylor's polynomials of degrees 11 and 10 by Horner's rule, |t| ≤ π/2. Their terms are at most sinh|t| and cosh|t| together, each with
 * at most 5 roundings of t², 12 of Horner's rule and 1 of its coefficient; what is left out is at most its first term. An error of t
 * is multiplied by at most 1, and by |sin| + error in the cosine.
 */
function sineAndCosine({ value: t, error }: Rounded): { sin: Rounded; cos: Rounded } {
  const size = Math.abs(t) + error;
  return {
    sin: { value: Math.sin(t), error: error + gamma(20) * Math.sinh(size) + size ** 13 / 6_227_020_800 },
    cos: { value: Math.cos(t), error: size * error + gamma(20) * Math.cosh(size) + size ** 12 / 479_001_600 },
  };
}
