import { all, cases } from "./case.ts";
import { updateDeviations, updateErrors } from "./update.ts";

const state: string[] = ["moment2", "velocity"];

export default cases({
  control: {
    ...all(["parameter", "gradient", ...state], [64]),
    schedule: [4, 4],
    step: [1],
    alpha: 0.99,
    epsilon: 1e-8,
  },
  deviations: [
    ...updateDeviations(state),
    { momentum: 0.9 },
    { momentum: 0.9, weightDecay: 0.3 },
    { alpha: 0.5 },
    { alpha: 0 },
    { epsilon: 0.01 },
    { scale: 1e-4 },
  ],
  errors: [
    ...updateErrors("rmsProp", state, ["alpha", "momentum"]),
    { epsilon: 0, says: 'rmsProp: epsilon is 0; a number above 0 was expected. Change "epsilon".' },
  ],
});
