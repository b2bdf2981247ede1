import { positiveInteger } from "../model/fields.ts";
import { layer } from "./layer.ts";

/**
 * o = w ⊙ v ⊕ b: every input feature weighted into each of `units` outputs.
 *
 * [N, F] → [N, units]. Parameters: weight [units, F], bias [units].
 */
export const dense = layer("dense", { units: positiveInteger }, ({ units }, site) => {
  const features = site.shape[1];
  const fans = { fanIn: features, fanOut: units };
  const weight = site.parameter("weight", [units, features], fans);
  const bias = site.parameter("bias", [units], fans);
  const { y } = site.emit("dense", { x: site.x, weight });
  return site.emit("addBias", { x: y, bias }).y;
});
