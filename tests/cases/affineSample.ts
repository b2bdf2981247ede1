import { cases } from "./case.ts";

export default cases({
  control: { x: [3, 2, 5, 4], theta: [3, 2, 3] },
  deviations: [
    { x: [1, 1, 1, 1], theta: [1, 2, 3] },
    { x: [3, 2, 1, 7] },
    { x: [3, 2, 7, 1] },
    { x: [3, 2, 2, 2] },
    { x: [1, 1, 9, 7], theta: [1, 2, 3] },
    { x: [1, 1, 8, 8], theta: [1, 2, 3] },
    { x: [1, 1, 5, 13], theta: [1, 2, 3] },
    { x: [1, 1, 16, 16], theta: [1, 2, 3] },
    { x: [2, 3, 11, 13], theta: [2, 2, 3] },
    { x: [2, 1, 28, 28], theta: [2, 2, 3] },
    { scale: 4 },
    { scale: 0.25 },
  ],
  errors: [
    {
      theta: [2, 2, 3],
      says: "affineSample: theta is 2×2×3; 3×2×3 was expected, a map for each sample of x. Give it that shape.",
    },
    {
      x: [3, 20],
      says: "affineSample: x has 2 axes (3×20); 4 were expected: [N, C, H, W]. Reshape it, or put it before the flatten layer.",
    },
  ],
});
