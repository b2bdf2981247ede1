import { cases } from "./case.ts";

export default cases({
  control: { x: [2, 60], shape: [3, 4, 5] },
  deviations: [{ x: [1, 60] }, { x: [2, 1], shape: [1, 1, 1] }, { shape: [60] }],
  errors: [
    {
      shape: [3, 0, 5],
      says: "unflatten: shape is [3,0,5]; a list of positive whole numbers was expected. Change it.",
    },
  ],
});
