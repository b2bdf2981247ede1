import { layer } from "./layer.ts";

/** Positive numbers that add up to 1, from the features of each sample. [N, F] → [N, F]. */
export const softmax = layer("softmax", {}, (_, site) => site.emit("softmax", { x: site.x }).y);
