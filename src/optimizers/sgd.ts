import { optimizer, rateAlone } from "./optimizer.ts";

/** Gradient descent: w ← w − η·(g + λ·w). */
export const sgd = optimizer("sgd", {}, [], rateAlone);
