import { layer } from "./layer.ts";

/** σ(x) = 1/(1 + e^(−x)) of every element. */
export const sigmoid = layer("sigmoid", {}, (_, site) => site.emit("sigmoid", { x: site.x }).y);
