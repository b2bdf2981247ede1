import type { NdArray, Page } from "./book.ts";
import { each, gamma, U } from "./bounds.ts";
import { product, type Rounded, sum } from "./rounded.ts";

/** (u, v) = theta[n] · (q − (W−1)/2, p − (H−1)/2, 1) + ((W−1)/2, (H−1)/2); y = x interpolated at (v, u), 0 outside */
export const affineSample: Page = {
  evaluate({ x, theta }, { y }) {
    const [, C, H, W] = x.shape;
    for (let o = 0; o < y.data.length; o++) {
      const map = Math.floor(o / (H * W));
      const [a, b, tx, c, d, ty] = theta.data.subarray(6 * Math.floor(map / C));
      const X = (o % W) - (W - 1) / 2;
      const Y = (Math.floor(o / W) % H) - (H - 1) / 2;
      const u = a * X + b * Y + tx + (W - 1) / 2;
      const v = c * X + d * Y + ty + (H - 1) / 2;
      const [j, i] = [Math.floor(u), Math.floor(v)];
      const [right, below] = [u - j, v - i];
      y.data[o] =
        (1 - below) * (1 - right) * pixel(x, map, i, j) +
        (1 - below) * right * pixel(x, map, i, j + 1) +
        below * (1 - right) * pixel(x, map, i + 1, j) +
        below * right * pixel(x, map, i + 1, j + 1);
    }
  },
  // Interpolation is continuous, and between neighbours its slope is at most their difference: a place that is off by (δu, δv) moves
  // the value by at most δu·|greatest difference to the right| + δv·|that to below|, among the pixels that it may reach. Then the
  // pixels' own errors, weighted at most 1 together, and the roundings: two fractions, their complements, two products, three sums.
  bound({ inputs: { x, theta }, errors, outputs: { y } }) {
    const [, C, H, W] = x.shape;
    return {
      y: each(y, (o) => {
        const map = Math.floor(o / (H * W));
        const entry = (k: number): Rounded => {
          const place = 6 * Math.floor(map / C) + k;
          return { value: theta.data[place], error: errors.theta.data[place] };
        };
        const X = { value: (o % W) - (W - 1) / 2, error: 0 };
        const Y = { value: (Math.floor(o / W) % H) - (H - 1) / 2, error: 0 };
        const coordinate = (k: number, side: number) =>
          sum(product(entry(k), X), product(entry(k + 1), Y), entry(k + 2), { value: (side - 1) / 2, error: 0 });
        // Where the place is just left of 0, its fraction is rounded too.
        const [u, v] = [coordinate(0, W), coordinate(3, H)].map(({ value, error }) => ({ value, error: error + U }));
        const { greatest, inputError, across, down } = reachOf(x, errors.x, map, u, v);
        return u.error * across + v.error * down + inputError + gamma(10) * (greatest + inputError);
      }),
    };
  },
};

/** Pixel (i, j) of a map, 0 outside. */
function pixel({ shape: [, , H, W], data }: NdArray, map: number, i: number, j: number): number {
  return i < 0 || i >= H || j < 0 || j >= W ? 0 : data[(map * H + i) * W + j];
}

/** Of the pixels around a place that is known to its error: the greatest value, error, and differences to the right and to below. */
function reachOf(x: NdArray, errors: NdArray, map: number, u: Rounded, v: Rounded) {
  const [, , H, W] = x.shape;
  const rangeOf = ({ value, error }: Rounded, side: number) => [
    Math.max(Math.floor(value - error), -1),
    Math.min(Math.floor(value + error) + 1, side),
  ];
  const [[left, right], [top, bottom]] = [rangeOf(u, W), rangeOf(v, H)];
  let [greatest, inputError, across, down] = [0, 0, 0, 0];
  for (let i = top; i <= bottom; i++)
    for (let j = left; j <= right; j++) {
      const value = pixel(x, map, i, j);
      greatest = Math.max(greatest, Math.abs(value));
      inputError = Math.max(inputError, pixel(errors, map, i, j));
      if (j < right) across = Math.max(across, Math.abs(pixel(x, map, i, j + 1) - value));
      if (i < bottom) down = Math.max(down, Math.abs(pixel(x, map, i + 1, j) - value));
    }
  return { greatest, inputError, across, down };
}
