import { optional, share, trueOrFalse } from "../core/fields.ts";
import { update } from "./update.ts";

/**
 * Gradient descent with momentum (PyTorch's convention).
 *
 *     g ← g + λ·w          v ← μ·v + g          w ← w − η·v
 *
 * With Nesterov's momentum the step looks ahead: w ← w − η·(g + μ·v).
 *
 * parameter, gradient, velocity [T]; schedule as in sgd. Attributes `momentum` μ, `nesterov` (false), `weightDecay` λ (0). parameter and
 * velocity are changed in place.
 */
export const momentum = update("momentum", ["velocity"], 6, { momentum: share, nesterov: optional(trueOrFalse) });
