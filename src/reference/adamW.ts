import { adam, adamErrors } from "./adam.ts";
import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";
import { scheduleRow } from "./scheduleRow.ts";

/** w ← w − η·λ·w;  then adam with its λ = 0 */
export const adamW: Page = {
  evaluate(inputs, outputs, attributes) {
    const { weightDecay: lambda = 0 } = attributes as Readonly<Record<string, number>>;
    const [eta] = scheduleRow(inputs.schedule, inputs.step);
    const { data: w } = outputs.parameter;
    for (let i = 0; i < w.length; i++) w[i] -= eta * lambda * w[i];
    adam.evaluate(inputs, outputs, { ...attributes, weightDecay: 0 });
  },
  // w − η·λ·w − change: two sums, and before them η, λ and two products, or one where λ·w or w·(1 − η·λ) is computed first.
  bound(context) {
    const { inputs, errors, outputs, attributes } = context;
    const { weightDecay: lambda = 0 } = attributes as Readonly<Record<string, number>>;
    const [eta] = scheduleRow(inputs.schedule, inputs.step);
    const { moment1, moment2, change } = adamErrors({ ...context, attributes: { ...attributes, weightDecay: 0 } });
    return {
      moment1: each(outputs.moment1, moment1),
      moment2: each(outputs.moment2, moment2),
      parameter: each(outputs.parameter, (i) => {
        const size = Math.abs(inputs.parameter.data[i]) + errors.parameter.data[i];
        const { error, size: changeSize } = change(i);
        const inherited = Math.abs(1 - eta * lambda) * errors.parameter.data[i] + error;
        return inherited + gamma(6) * eta * lambda * size + gamma(2) * (size + changeSize);
      }),
    };
  },
};
