import { streamNumber } from "../core/random.ts";
import { share } from "../model/fields.ts";
import { layer } from "./layer.ts";

/** While training, each element is 0 with probability `rate`, else divided by 1 − rate; else it stays as it is. */
export const dropout = layer("dropout", { rate: share }, ({ rate }, site) => {
  if (!site.training) return site.x;
  return site.emit("dropout", { x: site.x, ...site.random() }, { rate, stream: streamNumber(site.name) }).y;
});
