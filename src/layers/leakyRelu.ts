import { fromZero, optional } from "../model/fields.ts";
import { layer } from "./layer.ts";

/** x where x > 0, else `slope` · x, of every element. */
export const leakyRelu = layer(
  "leakyRelu",
  { slope: optional(fromZero, 0.01) },
  ({ slope }, site) => site.emit("leakyRelu", { x: site.x }, { slope }).y,
);
