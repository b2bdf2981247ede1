import { adamConstants } from "./adam.ts";
import { update } from "./update.ts";

/**
 * Adam with weight decay of its own, apart from the gradient (Loshchilov and Hutter, 2019).
 *
 *     w ← w − η·λ·w, then as in adam without its λ
 *
 * Arrays and attributes are those of adam.
 */
export const adamW = update("adamW", ["moment1", "moment2"], 14, adamConstants);
