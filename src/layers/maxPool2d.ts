import { size2d } from "../model/fields.ts";
import { layer } from "./layer.ts";

/**
 * P = pool(C): the greatest of each `size` window; windows lie side by side.
 *
 * [N, C, H, W] → [N, C, ⌊H/size⌋, ⌊W/size⌋].
 */
export const maxPool2d = layer(
  "pool",
  { size: size2d },
  ({ size }, site) => site.emit("maxPool2d", { x: site.x }, { kernel: size, stride: size }).y,
);
