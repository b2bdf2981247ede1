import type { Shape } from "../core/shape.ts";
import { convolutionOf } from "../operations/convolution.ts";
import type { Attributes } from "../operations/operation.ts";
import { inside } from "../operations/spatial.ts";

/** Places in the flat arrays of x, weight and y. Of a row, y's neighbours are `length` many, and x's are `step` apart. */
type Visit = (x: number, weight: number, y: number, length: number, step: number) => void;

/**
 * Every product of a convolution, a row at a time: sample n, output map m, input map c of its group, tap (i, j), row p. Taps that
 * fall outside x are left out.
 *
 * @param x [N, C, H, W]
 * @param weight [M, C/G, KH, KW]
 * @param y [N, M, P, Q]
 */
export function eachRow(x: Shape, weight: Shape, y: Shape, attributes: Attributes, visit: Visit): void {
  const { stride, padding, dilation, groups } = convolutionOf(attributes);
  const [N, C, H, W] = x;
  const [M, CG, KH, KW] = weight;
  const [, , P, Q] = y;
  for (let n = 0; n < N; n++)
    for (let m = 0; m < M; m++) {
      const group = Math.floor((m * groups) / M);
      for (let c = 0; c < CG; c++)
        for (let i = 0; i < KH; i++)
          for (let j = 0; j < KW; j++) {
            const [top, left] = [i * dilation[0] - padding[0], j * dilation[1] - padding[2]];
            const [p0, p1] = inside(P, top, stride[0], H);
            const [q0, q1] = inside(Q, left, stride[1], W);
            const map = n * C + group * CG + c;
            for (let p = p0; p < p1; p++) {
              const from = (map * H + p * stride[0] + top) * W + q0 * stride[1] + left;
              const tap = ((m * CG + c) * KH + i) * KW + j;
              visit(from, tap, ((n * M + m) * P + p) * Q + q0, q1 - q0, stride[1]);
            }
          }
    }
}
