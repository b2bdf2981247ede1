import { number, optional, trueOrFalse } from "../model/fields.ts";
import { optimizer, rateAlone } from "./optimizer.ts";

const share = number({ min: 0, below: 1 });

/** Gradient descent with momentum: v ← μ·v + g, w ← w − η·v. */
export const momentum = optimizer(
  "momentum",
  { momentum: share, nesterov: optional(trueOrFalse, false) },
  ["velocity"],
  rateAlone,
);

/** Nesterov's momentum: v ← μ·v + g, w ← w − η·(g + μ·v). */
export const nesterov = optimizer("momentum", { momentum: share }, ["velocity"], rateAlone, { nesterov: true });
