import { number } from "../model/fields.ts";
import { optimizer } from "./optimizer.ts";

/** Gradient descent with momentum: v ← μ·v + g, w ← w − η·v. */
export const momentum = optimizer(
  "momentum",
  { momentum: number({ min: 0, below: 1 }) },
  ["velocity"],
  (_, learningRate) => [learningRate, 0, 0, 0],
);
