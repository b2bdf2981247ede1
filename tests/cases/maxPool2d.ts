import { cases } from "./case.ts";

export default cases({
  control: { x: [2, 3, 8, 8], kernel: [2, 2], stride: [2, 2] },
  deviations: [
    { x: [1, 1, 2, 2] },
    { x: [2, 3, 7, 9] },
    { x: [5, 13, 8, 8] },
    { x: [1, 63, 2, 3] },
    { x: [1, 65, 3, 2] },
    { kernel: [1, 1] },
    { kernel: [3, 2] },
    { kernel: [8, 8] },
    { stride: [1, 1] },
    { stride: [1, 3] },
    { kernel: [3, 3], stride: [3, 3] },
    { scale: 1e30 },
  ],
  errors: [
    {
      x: [1, 1, 1, 1],
      says: "maxPool2d: window 2×2 does not fit its 1×1 input. Use a window of at most 1×1.",
    },
    { kernel: [9, 2], says: "maxPool2d: window 9×2 does not fit its 8×8 input. Use a window of at most 8×8." },
    {
      x: [2, 3, 64],
      says: "maxPool2d: x has 3 axes (2×3×64); 4 were expected: [N, C, H, W]. Reshape it.",
    },
  ],
});
