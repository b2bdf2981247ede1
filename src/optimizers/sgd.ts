import { optimizer } from "./optimizer.ts";

/** Gradient descent: w ← w − η·g. */
export const sgd = optimizer("sgd", {}, [], (_, learningRate) => [learningRate, 0, 0, 0]);
