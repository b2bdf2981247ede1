import { fromZero, optional } from "../model/fields.ts";
import { adamConstants } from "../operations/adam.ts";
import { optimizer, type ScheduleRow } from "./optimizer.ts";

const fields = {
  beta1: optional(adamConstants.beta1, 0.9),
  beta2: optional(adamConstants.beta2, 0.999),
  epsilon: optional(adamConstants.epsilon, 1e-8),
};

const state = ["moment1", "moment2"];

/** Adam's means begin at 0: c₁ and c₂ = 1/(1 − βᵗ) correct them. */
function corrected({ beta1, beta2 }: { beta1: number; beta2: number }, learningRate: number, t: number): ScheduleRow {
  return [learningRate, 1 / (1 - beta1 ** t), 1 / (1 - beta2 ** t), 0];
}

/** Adam: means of g and g² with decay β₁ and β₂; the step's corrections come with the learning rate. */
export const adam = optimizer("adam", fields, state, corrected);

const decoupled = { ...fields, weightDecay: optional(fromZero, 0.01) };

/** Adam that takes η·λ·w from each weight instead of adding λ·w to its gradient; λ is 0.01 where nothing is said, as in PyTorch. */
export const adamW = optimizer("adamW", decoupled, state, corrected);
