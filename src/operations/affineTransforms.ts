import { number, positiveInteger } from "../core/fields.ts";
import { type OperationDefinition, stream } from "./operation.ts";

/** How far a picture may be moved. */
export const affineRanges = {
  shift: number({ min: 0, max: 1000 }),
  rotation: number({ min: 0, max: 180 }),
  scaling: number({ min: 0, below: 1 }),
  shear: number({ min: 0, max: 80 }),
};

/**
 * A random affine map for each sample of a batch, from the places of the new picture to those of the old one, about the centre, in
 * pixels.
 *
 *     theta[n] = (A⁻¹ | −A⁻¹·t)          A = z · R(φ) · (1 k; 0 1)          t = (t_x, t_y)
 *
 * The picture is sheared by k, turned clockwise by φ, made z times as large and moved by t: each uniform in its range, drawn from words
 * 8n … 8n + 4 of (seed, stream, step).
 *
 * seed [2] and step [1] are integers → theta [N, 2, 3]. Attributes: `batch` N, `stream`, and the ranges: `shift` ± pixels, at most
 * 1000, `rotation` ± degrees, at most 180, `scaling` ± share of the size, below 1, `shear` ± degrees, at most 80.
 */
export const affineTransforms: OperationDefinition = {
  inputs: ["seed", "step"],
  outputs: { theta: "f32" },
  attributes: { batch: positiveInteger, stream, ...affineRanges },
  shapes: (_, { batch }) => ({ theta: [batch as number, 2, 3] }),
  flops: (_, { theta }) => 60 * theta[0],
};
