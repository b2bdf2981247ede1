import type { Page } from "./book.ts";
import { each, gamma, U } from "./bounds.ts";
import { scheduleRow } from "./scheduleRow.ts";

/** w ← w − η·g */
export const sgd: Page = {
  evaluate({ gradient, schedule, step }, { parameter: w }) {
    const [eta] = scheduleRow(schedule, step);
    for (let i = 0; i < w.data.length; i++) w.data[i] -= eta * gradient.data[i];
  },
  // η arrives rounded to f32: one unit more.
  bound({ inputs: { gradient, schedule, step }, errors, outputs: { parameter: w } }) {
    const [eta] = scheduleRow(schedule, step);
    return {
      parameter: each(w, (i) => {
        const change = eta * (Math.abs(gradient.data[i]) + errors.gradient.data[i]);
        return eta * errors.gradient.data[i] + gamma(3) * change + U * Math.abs(w.data[i]);
      }),
    };
  },
};
