import { all, cases } from "./case.ts";
import { updateDeviations, updateErrors } from "./update.ts";

const state: string[] = [];

export default cases({
  control: { ...all(["parameter", "gradient", ...state], [64]), schedule: [4, 4], step: [1] },
  deviations: [...updateDeviations(state)],
  errors: updateErrors("sgd", state, []),
});
