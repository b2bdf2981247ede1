import { type FieldsOf, optional, padding2d, size2d, trueOrFalse } from "../model/fields.ts";
import { expectAxes } from "../operations/operation.ts";
import type { LayerSite } from "./layer.ts";
import { paddingOf } from "./padding.ts";

/** Fields of every pooling layer; `stride` is `size` where it is left out. */
export const poolingFields = {
  size: size2d,
  stride: optional(size2d),
  padding: optional(padding2d, "valid"),
  ceilMode: optional(trueOrFalse, false),
};

/** Appends a pooling operation, and returns the name of its output. */
export function pool(op: string, fields: FieldsOf<typeof poolingFields>, site: LayerSite, more = {}): string {
  const { size, stride = size, ceilMode } = fields;
  expectAxes(op, "x", site.shape, "N, C, H, W");
  const [, , H, W] = site.shape;
  const padding = paddingOf(fields.padding, [H, W], size, stride);
  return site.emit(op, { x: site.x }, { kernel: size, stride, padding, ceilMode, ...more }).y;
}
