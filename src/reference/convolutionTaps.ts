import type { Shape } from "../core/shape.ts";
import { type Padding2d, padded, type Size2d } from "../operations/spatial.ts";
import type { NdArray } from "./book.ts";

/** x [N, C, H, W] with its padding, zeros: x itself where there is none. */
export function withPadding(x: NdArray, padding: Padding2d): NdArray {
  if (padding.every((zeros) => zeros === 0)) return x;
  const [N, C, H, W] = x.shape;
  const [top, , left] = padding;
  const [height, width] = padded([H, W], padding);
  const data = new Float64Array(N * C * height * width);
  for (let nc = 0; nc < N * C; nc++)
    for (let h = 0; h < H; h++)
      for (let w = 0; w < W; w++) {
        data[(nc * height + top + h) * width + left + w] = x.data[(nc * H + h) * W + w];
      }
  return { shape: [N, C, height, width], data };
}

/**
 * What a window sees of x [N, C, H, W], by the taps (c, i, j) of weight [M, C/G, KH, KW] in row-major order: their places, counted from the
 * window's first cell in the first map of its group.
 */
export function tapsOf([, , H, W]: Shape, [, CG, KH, KW]: Shape, dilation: Size2d): Int32Array {
  return Int32Array.from({ length: CG * KH * KW }, (_, k) => {
    const [c, i, j] = [Math.floor(k / (KH * KW)), Math.floor(k / KW) % KH, k % KW];
    return (c * H + i * dilation[0]) * W + j * dilation[1];
  });
}
