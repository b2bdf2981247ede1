import { cases } from "./case.ts";

export default cases({
  control: { dy: [2, 4, 5, 8], weight: [4, 3, 3, 2] },
  deviations: [
    { dy: [1, 4, 5, 8] },
    { dy: [2, 1, 5, 8], weight: [1, 1, 3, 2] },
    { weight: [4, 3, 1, 1] },
    { weight: [4, 3, 2, 5] },
    { weight: [4, 4, 3, 2] },
    { weight: [4, 5, 3, 2] },
    { weight: [4, 6, 3, 2] },
    { weight: [4, 7, 3, 2] },
    { weight: [4, 8, 3, 2] },
    { weight: [4, 9, 3, 2] },
    { weight: [4, 11, 3, 2] },
    { weight: [4, 16, 3, 2] },
    { dy: [2, 4, 1, 1], weight: [4, 3, 7, 9] },
    { dy: [1, 1, 1, 1], weight: [1, 1, 1, 1] },
    { dy: [1, 1, 16, 16], weight: [1, 1, 1, 1] },
    { dy: [2, 4, 4, 1] },
    { dy: [2, 4, 4, 2] },
    { dy: [2, 4, 4, 3] },
    { dy: [2, 4, 5, 4] },
    { dy: [3, 11, 9, 7], weight: [11, 5, 5, 5] },
    { dy: [16, 2, 7, 3], weight: [2, 2, 2, 2] },
    { dy: [21, 2, 5, 3], weight: [2, 2, 2, 2] },
    { dy: [65, 2, 1, 3], weight: [2, 2, 2, 2] },
    { stride: [2, 1] },
    { stride: [1, 2], input: [7, 17] },
    { stride: [3, 3], input: [17, 23] },
    { stride: [3, 3], input: [15, 24] },
    { stride: [2, 2], weight: [4, 3, 1, 1], input: [10, 16] },
    { padding: [1, 0, 0, 0] },
    { padding: [0, 1, 0, 0] },
    { padding: [0, 0, 1, 0] },
    { padding: [0, 0, 0, 1] },
    { padding: [3, 2, 4, 1] },
    { dilation: [2, 1] },
    { dilation: [1, 3] },
    { dilation: [2, 2], weight: [4, 3, 1, 1] },
    { dy: [2, 6, 5, 8], weight: [6, 2, 3, 2], groups: 2 },
    { dy: [1, 6, 5, 8], weight: [6, 1, 3, 2], groups: 3 },
    { stride: [2, 3], padding: [1, 2, 0, 3], dilation: [2, 1], input: [11, 20] },
    {
      dy: [2, 4, 3, 5],
      weight: [4, 3, 3, 5],
      stride: [3, 2],
      padding: [0, 2, 4, 1],
      dilation: [3, 2],
      groups: 2,
      input: [11, 13],
    },
  ],
  errors: [
    {
      dy: [4, 5, 8],
      says: "conv2dInputGrad: dy has 3 axes (4×5×8); 4 were expected: [N, M, P, Q]. Reshape it.",
    },
    {
      input: [8, 9],
      says:
        "conv2dInputGrad: dy is 2×4×5×8; 2×4×6×8 was expected, what kernel 4×3×3×2 makes of 2×3×8×9. " +
        "Correct the shapes or attributes.",
    },
    {
      dy: [2, 5, 5, 8],
      says:
        "conv2dInputGrad: dy is 2×5×5×8; 2×4×5×8 was expected, what kernel 4×3×3×2 makes of 2×3×7×9. " +
        "Correct the shapes or attributes.",
    },
    {
      dy: [2, 4, 1, 1],
      padding: [2, 1, 0, 0],
      says: "conv2dInputGrad: input is [0,2]; [height, width] was expected, whole numbers of at least 1. Change it.",
    },
  ],
});
