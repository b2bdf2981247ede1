import { optional, share, trueOrFalse } from "../model/fields.ts";
import { optimizer, rateAlone } from "./optimizer.ts";

/** Gradient descent with momentum: v ← μ·v + g, w ← w − η·v. μ is to be said: PyTorch's default, 0, would be none. */
export const momentum = optimizer(
  "momentum",
  { momentum: share, nesterov: optional(trueOrFalse, false) },
  ["velocity"],
  rateAlone,
);

/** Nesterov's momentum: v ← μ·v + g, w ← w − η·(g + μ·v). */
export const nesterov = optimizer("momentum", { momentum: share }, ["velocity"], rateAlone, { nesterov: true });
