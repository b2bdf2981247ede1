import { layer } from "./layer.ts";

/** tanh(x) of every element. */
export const tanh = layer("tanh", {}, (_, site) => site.emit("tanh", { x: site.x }).y);
