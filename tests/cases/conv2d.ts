import { cases } from "./case.ts";

export default cases({
  control: { x: [2, 3, 7, 9], weight: [4, 3, 3, 2] },
  deviations: [
    { x: [1, 3, 7, 9] },
    { x: [2, 1, 7, 9], weight: [1, 1, 3, 2] },
    { weight: [7, 3, 3, 2] },
    { weight: [4, 3, 1, 1] },
    { weight: [4, 3, 7, 9] },
    { weight: [4, 3, 2, 5] },
    { x: [1, 1, 1, 1], weight: [1, 1, 1, 1] },
    { x: [1, 1, 7, 9], weight: [1, 1, 1, 1] },
    { x: [1, 2, 9, 9], weight: [1, 2, 2, 2] },
    { x: [1, 2, 5, 13], weight: [1, 2, 1, 1] },
    { x: [2, 5, 13, 11], weight: [11, 5, 5, 5] },
  ],
  errors: [
    {
      x: [3, 7, 9],
      says: "conv2d: x has 3 axes (3×7×9); 4 were expected: [N, C, H, W]. Reshape it.",
    },
    {
      weight: [4, 6],
      says: "conv2d: weight has 2 axes (4×6); 4 were expected: [M, C, KH, KW]. Reshape it.",
    },
    {
      weight: [4, 2, 3, 2],
      says: "conv2d: the kernel has 2 input maps; 3 were expected, those of its input. Give it weight [M, 3, KH, KW].",
    },
    {
      weight: [4, 3, 8, 2],
      says: "conv2d: kernel 8×2 does not fit its 7×9 input. Use a kernel of at most 7×9.",
    },
    {
      weight: [4, 3, 3, 10],
      says: "conv2d: kernel 3×10 does not fit its 7×9 input. Use a kernel of at most 7×9.",
    },
  ],
});
