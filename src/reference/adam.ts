import type { Page } from "./book.ts";
import { each, gamma, U } from "./bounds.ts";
import { scheduleRow } from "./scheduleRow.ts";

/** m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − η · m·c₁ / (√(v·c₂) + ε) */
export const adam: Page = {
  evaluate({ gradient, schedule, step }, { parameter: w, moment1: m, moment2: v }, attributes) {
    const { beta1, beta2, epsilon } = attributes as Readonly<Record<string, number>>;
    const [eta, c1, c2] = scheduleRow(schedule, step);
    for (let i = 0; i < w.data.length; i++) {
      const g = gradient.data[i];
      m.data[i] = beta1 * m.data[i] + (1 - beta1) * g;
      v.data[i] = beta2 * v.data[i] + (1 - beta2) * g * g;
      w.data[i] -= (eta * m.data[i] * c1) / (Math.sqrt(v.data[i] * c2) + epsilon);
    }
  },
  // m and v as sums of two terms with rounded constants (1 − β may lose digits: it is rounded from float64, not computed in f32). The
  // root halves a relative error; WGSL derives sqrt from inverseSqrt (2 ULP) and a division (2.5 ULP): 9 units with the rest.
  bound({
    inputs: { gradient, schedule, step },
    errors,
    outputs: { parameter: w, moment1: m, moment2: v },
    attributes,
  }) {
    const { beta1, beta2, epsilon } = attributes as Readonly<Record<string, number>>;
    const [eta, c1, c2] = scheduleRow(schedule, step);
    const mError = (i: number) => {
      const g = Math.abs(gradient.data[i]);
      const error = (1 - beta1) * errors.gradient.data[i];
      return error + gamma(4) * (Math.abs(m.data[i]) + 2 * (1 - beta1) * g + error);
    };
    const vError = (i: number) => {
      const g = Math.abs(gradient.data[i]);
      const error = (1 - beta2) * errors.gradient.data[i] * (2 * g + errors.gradient.data[i]);
      return error + gamma(5) * (v.data[i] + error);
    };
    return {
      moment1: each(m, mError),
      moment2: each(v, vError),
      parameter: each(w, (i) => {
        const root = Math.sqrt(v.data[i] * c2);
        const denominator = root + epsilon;
        const rootError = Math.min(Math.sqrt(vError(i) * c2), (vError(i) * c2) / (root || 1)) + gamma(12) * root;
        const change = (eta * c1 * Math.abs(m.data[i])) / denominator;
        const least = Math.max(denominator - rootError, epsilon * (1 - gamma(2)));
        return (
          (eta * c1 * mError(i)) / least + (change * rootError) / least + gamma(14) * change + U * Math.abs(w.data[i])
        );
      }),
    };
  },
};
