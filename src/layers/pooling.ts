import { type FieldsOf, optional, padding2d, size2d, trueOrFalse } from "../model/fields.ts";
import type { LayerSite } from "./layer.ts";
import { paddingOf } from "./padding.ts";

/** Fields of every pooling layer; `stride` is `size` where it is left out. */
export const poolingFields = {
  size: size2d,
  stride: optional<readonly [number, number] | undefined>(size2d, undefined),
  padding: optional(padding2d, "valid"),
  ceilMode: optional(trueOrFalse, false),
};

/** Appends a pooling operation, and returns the name of its output. */
export function pool(op: string, fields: FieldsOf<typeof poolingFields>, site: LayerSite, more = {}): string {
  const { size, stride = size, ceilMode } = fields;
  const [, , H, W] = site.shape;
  const padding = paddingOf(fields.padding, [H, W], size, stride);
  return site.emit(op, { x: site.x }, { kernel: size, stride, padding, ceilMode, ...more }).y;
}
