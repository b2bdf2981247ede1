import { number, optional } from "../model/fields.ts";
import { optimizer } from "./optimizer.ts";

const beta = number({ min: 0, below: 1 });

/** Adam: means of g and g² with decay β₁ and β₂; the step's corrections c₁ and c₂ = 1/(1 − βᵗ) come with the learning rate. */
export const adam = optimizer(
  "adam",
  { beta1: optional(beta, 0.9), beta2: optional(beta, 0.999), epsilon: optional(number({ min: 0, open: true }), 1e-8) },
  ["moment1", "moment2"],
  ({ beta1, beta2 }, learningRate, t) => [learningRate, 1 / (1 - beta1 ** t), 1 / (1 - beta2 ** t), 0],
);
