import { all, cases } from "./case.ts";
import { updateDeviations, updateErrors } from "./update.ts";

const state: string[] = ["velocity"];

export default cases({
  control: { ...all(["parameter", "gradient", ...state], [64]), schedule: [4, 4], step: [1], momentum: 0.9 },
  deviations: [
    ...updateDeviations(state),
    { momentum: 0 },
    { nesterov: true },
    { nesterov: true, weightDecay: 0.3 },
    { nesterov: true, momentum: 0 },
    { scale: 1e-4 },
  ],
  errors: updateErrors("momentum", state, ["momentum"]),
});
