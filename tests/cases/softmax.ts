import { cases } from "./case.ts";

export default cases({
  control: { x: [3, 10] },
  deviations: [
    { x: [1, 10] },
    { x: [63, 3] },
    { x: [64, 3] },
    { x: [65, 3] },
    { x: [256, 3] },
    { x: [65, 3], scale: 200 },
    { x: [3, 1] },
    { x: [3, 2] },
    { x: [3, 67] },
    { scale: 1e-6 },
    { scale: 60 },
    { scale: 100 },
    { scale: 1e30 },
  ],
  errors: [
    {
      x: [3, 10, 1],
      says: "softmax: x has 3 axes (3×10×1); 2 were expected: [N, F]. Reshape it, for example by a flatten layer.",
    },
  ],
});
