import { expectAxes } from "../operations/operation.ts";
import { layer } from "./layer.ts";

/** The mean of every map. [N, C, H, W] → [N, C, 1, 1]. */
export const globalAvgPool = layer("pool", {}, (_, site) => {
  expectAxes("avgPool2d", "x", site.shape, "N, C, H, W");
  const [, , H, W] = site.shape;
  return site.emit("avgPool2d", { x: site.x }, { kernel: [H, W], stride: [H, W] }).y;
});
