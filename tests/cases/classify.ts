import { cases } from "./case.ts";

export default cases({
  control: { x: [3, 10] },
  deviations: [
    { x: [1, 10] },
    { x: [63, 2] },
    { x: [64, 3] },
    { x: [65, 10] },
    { x: [256, 2] },
    { x: [70, 1] },
    { x: [1, 1] },
    { x: [70, 1], threshold: 0.25 },
    { scale: 1e30 },
  ],
  errors: [
    {
      threshold: Number.NaN,
      says: 'classify: threshold is NaN; a number was expected. Change "threshold".',
    },
    {
      x: [3, 10, 1, 1],
      says: "classify: x has 4 axes (3×10×1×1); 2 were expected: [N, F]. Reshape it, for example by a flatten layer.",
    },
  ],
});
