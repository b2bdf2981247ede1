import { layer } from "./layer.ts";

/** v = flatten(P): everything of a sample in one row. [N, C, H, W] → [N, C·H·W]. */
export const flatten = layer("flatten", {}, (_, site) => site.emit("flatten", { x: site.x }).y);
