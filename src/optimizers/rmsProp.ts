import { optional, positive, share } from "../model/fields.ts";
import { optimizer, rateAlone } from "./optimizer.ts";

/** RMSprop: s, a mean of g² with decay α; w ← w − η·g/(√s + ε), or that with momentum μ. */
export const rmsProp = optimizer(
  "rmsProp",
  {
    alpha: optional(share, 0.99),
    epsilon: optional(positive, 1e-8),
    momentum: optional(share, 0),
  },
  ["moment2", "velocity"],
  rateAlone,
);
