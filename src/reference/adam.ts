import type { ErrorContext, Page } from "./book.ts";
import { each, gamma, TINY } from "./bounds.ts";
import { scheduleRow } from "./scheduleRow.ts";
import { decayedGradient, differenceError, meanSquareError, overRootError } from "./updateBounds.ts";

/** g ← g + λ·w;  m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − η · m·c₁ / (√(v·c₂) + ε) */
export const adam: Page = {
  evaluate({ gradient, schedule, step }, { parameter: w, moment1: m, moment2: v }, attributes) {
    const { beta1, beta2, epsilon, weightDecay: lambda = 0 } = attributes as Readonly<Record<string, number>>;
    const [eta, c1, c2] = scheduleRow(schedule, step);
    for (let i = 0; i < w.data.length; i++) {
      const g = gradient.data[i] + lambda * w.data[i];
      m.data[i] = beta1 * m.data[i] + (1 - beta1) * g;
      v.data[i] = beta2 * v.data[i] + (1 - beta2) * g * g;
      w.data[i] -= (eta * m.data[i] * c1) / (Math.sqrt(v.data[i] * c2) + epsilon);
    }
  },
  bound(context) {
    const { errors, outputs } = context;
    const { moment1, moment2, change } = adamErrors(context);
    return {
      moment1: each(outputs.moment1, moment1),
      moment2: each(outputs.moment2, moment2),
      parameter: each(outputs.parameter, (i) =>
        differenceError(outputs.parameter.data[i], errors.parameter.data[i], change(i).error),
      ),
    };
  },
};

/**
 * Errors of m, of v, and of what is taken from w, with its size. m is a sum of two terms, with constants rounded from float64: 1 − β
 * computed in f32 would lose digits. η, c₁ and c₂ arrive rounded.
 */
export function adamErrors(context: ErrorContext) {
  const { inputs, errors, outputs, attributes } = context;
  const { beta1, beta2, epsilon } = attributes as Readonly<Record<string, number>>;
  const [eta, c1, c2] = scheduleRow(inputs.schedule, inputs.step);
  const { at, roundings } = decayedGradient(context);
  const [m, v] = [outputs.moment1.data, outputs.moment2.data];
  const moment1 = (i: number) => {
    const g = at(i);
    const own = beta1 * errors.moment1.data[i];
    const size = beta1 * Math.abs(inputs.moment1.data[i]) + own + (1 - beta1) * g.size;
    return own + (1 - beta1) * g.inherited + gamma(3 + roundings) * size;
  };
  const moment2 = (i: number) =>
    meanSquareError(beta2, inputs.moment2.data[i], errors.moment2.data[i], at(i), roundings);
  const change = (i: number) => {
    const mError = moment1(i);
    const above = eta * c1 * m[i];
    const aboveError = eta * c1 * (mError + gamma(4) * (Math.abs(m[i]) + mError));
    const vError = moment2(i) + TINY;
    const square = c2 * v[i];
    const squareError = c2 * (vError + gamma(2) * (v[i] + vError));
    const error = overRootError(above, aboveError, square, squareError, epsilon);
    return { error, size: Math.abs(above) / (Math.sqrt(square) + epsilon) + error };
  };
  return { moment1, moment2, change };
}
