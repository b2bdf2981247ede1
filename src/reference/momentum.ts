import type { Page } from "./book.ts";
import { each, gamma, U } from "./bounds.ts";
import { scheduleRow } from "./scheduleRow.ts";

/** v ← μ·v + g;  w ← w − η·v */
export const momentum: Page = {
  evaluate({ gradient, schedule, step }, { parameter: w, velocity: v }, attributes) {
    const mu = attributes.momentum as number;
    const [eta] = scheduleRow(schedule, step);
    for (let i = 0; i < w.data.length; i++) {
      v.data[i] = mu * v.data[i] + gradient.data[i];
      w.data[i] -= eta * v.data[i];
    }
  },
  // v's two terms are bounded by |v| + 2|g|: μ·v_before = v − g. η and μ arrive rounded.
  bound({ inputs: { gradient, schedule, step }, errors, outputs: { parameter: w, velocity: v } }) {
    const [eta] = scheduleRow(schedule, step);
    const velocityError = (i: number) =>
      errors.gradient.data[i] +
      gamma(3) * (Math.abs(v.data[i]) + 2 * Math.abs(gradient.data[i]) + errors.gradient.data[i]);
    return {
      velocity: each(v, velocityError),
      parameter: each(w, (i) => {
        const error = velocityError(i);
        return eta * error + gamma(3) * eta * (Math.abs(v.data[i]) + error) + U * Math.abs(w.data[i]);
      }),
    };
  },
};
