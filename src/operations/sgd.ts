import { update } from "./update.ts";

/**
 * Gradient descent on all parameters at once.
 *
 *     w ← w − η·(g + λ·w)
 *
 * parameter, gradient [T]; schedule [R, 4] holds (η, …) of the steps to come, of which row (step − 1) mod R is this one's:
 * `record` has counted the step already. Attribute `weightDecay` λ (0). parameter is changed in place.
 */
export const sgd = update("sgd", [], 4, {});
