import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";
import { scheduleRow } from "./scheduleRow.ts";
import { decayedGradient, differenceError } from "./updateBounds.ts";

/** w ← w − η·(g + λ·w) */
export const sgd: Page = {
  evaluate({ gradient, schedule, step }, { parameter: w }, { weightDecay = 0 }) {
    const lambda = weightDecay as number;
    const [eta] = scheduleRow(schedule, step);
    for (let i = 0; i < w.data.length; i++) w.data[i] -= eta * (gradient.data[i] + lambda * w.data[i]);
  },
  // Two roundings more for η, which arrives rounded to f32, and its product.
  bound(context) {
    const { inputs, errors, outputs } = context;
    const [eta] = scheduleRow(inputs.schedule, inputs.step);
    const { at, roundings } = decayedGradient(context);
    return {
      parameter: each(outputs.parameter, (i) => {
        const { size, inherited } = at(i);
        const changeError = eta * (inherited + gamma(roundings + 2) * size);
        return differenceError(outputs.parameter.data[i], errors.parameter.data[i], changeError);
      }),
    };
  },
};
