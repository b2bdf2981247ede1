import { optional, positive, share } from "../core/fields.ts";
import { update } from "./update.ts";

/**
 * RMSprop (Hinton, 2012; ε outside the root, as in PyTorch).
 *
 *     g ← g + λ·w          s ← α·s + (1 − α)·g²
 *     v ← μ·v + g/(√s + ε)          w ← w − η·v
 *
 * parameter, gradient, moment2 (s), velocity (v) [T]; schedule as in sgd. Attributes `alpha` α, `epsilon`, `momentum` μ (0), `weightDecay`
 * λ (0). parameter, moment2 and velocity are changed in place.
 */
export const rmsProp = update("rmsProp", ["moment2", "velocity"], 13, {
  alpha: share,
  epsilon: positive,
  momentum: optional(share),
});
