import type { ErrorContext, Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";
import { scheduleRow } from "./scheduleRow.ts";
import { decayedGradient, differenceError } from "./updateBounds.ts";

/** g ← g + λ·w;  v ← μ·v + g;  w ← w − η·v, or with Nesterov's momentum w ← w − η·(g + μ·v) */
export const momentum: Page = {
  evaluate({ gradient, schedule, step }, { parameter: w, velocity: v }, attributes) {
    const { momentum: mu, weightDecay: lambda = 0, nesterov = false } = attributes as unknown as Constants;
    const [eta] = scheduleRow(schedule, step);
    for (let i = 0; i < w.data.length; i++) {
      const g = gradient.data[i] + lambda * w.data[i];
      v.data[i] = mu * v.data[i] + g;
      w.data[i] -= eta * (nesterov ? g + mu * v.data[i] : v.data[i]);
    }
  },
  bound(context) {
    const { inputs, errors, outputs } = context;
    const { nesterov = false } = context.attributes as unknown as Constants;
    const [eta] = scheduleRow(inputs.schedule, inputs.step);
    const { velocity, direction } = sums(context);
    const steps = nesterov ? direction : velocity;
    return {
      velocity: each(outputs.velocity, velocity.error),
      parameter: each(outputs.parameter, (i) => {
        const changeError = eta * (steps.error(i) + gamma(2) * steps.size(i));
        return differenceError(outputs.parameter.data[i], errors.parameter.data[i], changeError);
      }),
    };
  },
};

interface Constants {
  readonly momentum: number;
  readonly weightDecay?: number;
  readonly nesterov?: boolean;
}

/**
 * v = μ·v + (g + λ·w) and g + λ·w + μ·v. A term of v is rounded at μ or λ, at its product, and at each sum, of which there is one more
 * where λ is not 0; one of the other is rounded as often again.
 */
function sums(context: ErrorContext) {
  const { inputs, errors, attributes } = context;
  const { momentum: mu } = attributes as unknown as Constants;
  const { at, roundings } = decayedGradient(context);
  const sum = roundings === 0 ? 1 : 2;
  const velocity = (i: number) => {
    const { size, inherited } = at(i);
    const own = mu * errors.velocity.data[i];
    return { size: mu * Math.abs(inputs.velocity.data[i]) + own + size, inherited: own + inherited };
  };
  const direction = (i: number) => {
    const [g, v] = [at(i), velocity(i)];
    return { size: g.size + mu * v.size, inherited: g.inherited + mu * v.inherited };
  };
  const bounded = (of: typeof velocity, count: number) => ({
    error: (i: number) => of(i).inherited + gamma(count) * of(i).size,
    size: (i: number) => (1 + gamma(count)) * of(i).size,
  });
  return { velocity: bounded(velocity, 2 + sum), direction: bounded(direction, 4 + 2 * sum) };
}
