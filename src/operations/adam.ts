import { positive, share } from "../core/fields.ts";
import { update } from "./update.ts";

/** What the constants of adam may be. */
export const adamConstants = { beta1: share, beta2: share, epsilon: positive };

/**
 * Adam (Kingma and Ba, 2015, algorithm 1; ε outside the corrected root, as in PyTorch).
 *
 *     g ← g + λ·w
 *     m ← β₁·m + (1 − β₁)·g          v ← β₂·v + (1 − β₂)·g²
 *     w ← w − η · m·c₁ / (√(v·c₂) + ε)          c₁ = 1/(1 − β₁ᵗ),  c₂ = 1/(1 − β₂ᵗ)
 *
 * parameter, gradient, moment1 (m), moment2 (v) [T]; schedule [R, 4] holds (η, c₁, c₂, –), its row as in sgd. Attributes `beta1`,
 * `beta2`, `epsilon`, `weightDecay` λ (0). parameter, moment1 and moment2 are changed in place.
 */
export const adam = update("adam", ["moment1", "moment2"], 14, adamConstants);
