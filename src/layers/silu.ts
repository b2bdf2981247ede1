import { layer } from "./layer.ts";

/** x · σ(x) of every element. */
export const silu = layer("silu", {}, (_, site) => site.emit("silu", { x: site.x }).y);
