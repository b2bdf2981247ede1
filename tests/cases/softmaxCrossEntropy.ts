import { cases } from "./case.ts";

export default cases({
  control: { x: [3, 10], label: [3] },
  deviations: [
    { x: [1, 10], label: [1] },
    { x: [63, 3], label: [63] },
    { x: [64, 3], label: [64] },
    { x: [65, 3], label: [65] },
    { x: [256, 3], label: [256] },
    { x: [65, 3], label: [65], scale: 200 },
    { x: [3, 1] },
    { x: [3, 2] },
    { x: [3, 67] },
    { scale: 60 },
    { labelSmoothing: 0.1 },
    { labelSmoothing: 1 },
    { labelSmoothing: 0.1, scale: 60 },
    { labelSmoothing: 0.3, x: [3, 67] },
  ],
  errors: [
    {
      labelSmoothing: 2,
      says: 'softmaxCrossEntropy: labelSmoothing is 2; a number of at least 0 and at most 1 was expected. Change "labelSmoothing".',
    },
    {
      x: [3, 10, 1],
      says: "softmaxCrossEntropy: x has 3 axes (3×10×1); 2 were expected: [N, F]. Reshape it, for example by a flatten layer.",
    },
  ],
});
