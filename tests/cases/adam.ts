import { all, cases } from "./case.ts";
import { updateDeviations, updateErrors } from "./update.ts";

const state: string[] = ["moment1", "moment2"];

/** The cases of adam, and of adamW, which has the same arrays and constants. */
export const adamCases = (op: "adam" | "adamW") =>
  cases({
    control: {
      ...all(["parameter", "gradient", ...state], [64]),
      schedule: [4, 4],
      step: [1],
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-8,
    },
    deviations: [
      ...updateDeviations(state),
      { beta1: 0 },
      { beta1: 0.7, beta2: 0.9 },
      { epsilon: 0.01 },
      { scale: 1e-4 },
      { scale: 1e-4, weightDecay: 0.3 },
    ],
    errors: [
      ...updateErrors(op, state, ["beta1", "beta2"]),
      { epsilon: 0, says: `${op}: epsilon is 0; a number above 0 was expected. Change "epsilon".` },
    ],
  });

export default adamCases("adam");
