import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";
import { scheduleRow } from "./scheduleRow.ts";
import { decayedGradient, differenceError, meanSquareError, overRootError } from "./updateBounds.ts";

/** g ← g + λ·w;  s ← α·s + (1−α)·g²;  v ← μ·v + g/(√s + ε);  w ← w − η·v */
export const rmsProp: Page = {
  evaluate({ gradient, schedule, step }, { parameter: w, moment2: s, velocity: v }, attributes) {
    const {
      alpha,
      epsilon,
      momentum: mu = 0,
      weightDecay: lambda = 0,
    } = attributes as Readonly<Record<string, number>>;
    const [eta] = scheduleRow(schedule, step);
    for (let i = 0; i < w.data.length; i++) {
      const g = gradient.data[i] + lambda * w.data[i];
      s.data[i] = alpha * s.data[i] + (1 - alpha) * g * g;
      v.data[i] = mu * v.data[i] + g / (Math.sqrt(s.data[i]) + epsilon);
      w.data[i] -= eta * v.data[i];
    }
  },
  // v: μ, product and sum. η arrives rounded.
  bound(context) {
    const { inputs, errors, outputs, attributes } = context;
    const { alpha, epsilon, momentum: mu = 0 } = attributes as Readonly<Record<string, number>>;
    const [eta] = scheduleRow(inputs.schedule, inputs.step);
    const { at, roundings } = decayedGradient(context);
    const [s, v] = [outputs.moment2.data, outputs.velocity.data];
    const moment2 = (i: number) =>
      meanSquareError(alpha, inputs.moment2.data[i], errors.moment2.data[i], at(i), roundings);
    const velocity = (i: number) => {
      const g = at(i);
      const gError = g.inherited + gamma(roundings) * g.size;
      const quotientError = overRootError(g.value, gError, s[i], moment2(i), epsilon);
      const quotient = Math.abs(g.value) / (Math.sqrt(s[i]) + epsilon);
      const own = mu * errors.velocity.data[i];
      const size = mu * Math.abs(inputs.velocity.data[i]) + own + quotient + quotientError;
      return own + quotientError + gamma(mu === 0 ? 0 : 3) * size;
    };
    return {
      moment2: each(outputs.moment2, moment2),
      velocity: each(outputs.velocity, velocity),
      parameter: each(outputs.parameter, (i) => {
        const vError = velocity(i);
        const changeError = eta * (vError + gamma(2) * (Math.abs(v[i]) + vError));
        return differenceError(outputs.parameter.data[i], errors.parameter.data[i], changeError);
      }),
    };
  },
};
