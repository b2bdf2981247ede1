import { layer } from "./layer.ts";

/** max(x, 0) of every element. */
export const relu = layer("relu", {}, (_, site) => site.emit("relu", { x: site.x }).y);
