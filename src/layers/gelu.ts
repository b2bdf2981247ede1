import { oneOf, optional } from "../model/fields.ts";
import { layer } from "./layer.ts";

/** x · Φ(x) of every element, exactly or, with `approximate` "tanh", by PyTorch's other formula. */
export const gelu = layer(
  "gelu",
  { approximate: optional(oneOf("none", "tanh"), "none") },
  ({ approximate }, site) => site.emit("gelu", { x: site.x }, { approximate }).y,
);
