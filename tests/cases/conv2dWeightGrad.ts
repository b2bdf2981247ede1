import { cases } from "./case.ts";

export default cases({
  control: { x: [2, 3, 7, 9], dy: [2, 4, 5, 8] },
  deviations: [
    { x: [1, 3, 7, 9], dy: [1, 4, 5, 8] },
    { x: [2, 1, 7, 9], dy: [2, 1, 5, 8] },
    { dy: [2, 4, 7, 9] },
    { dy: [2, 4, 1, 1] },
    { dy: [2, 7, 6, 5] },
    { x: [1, 1, 1, 1], dy: [1, 1, 1, 1] },
    { x: [1, 7, 5, 5], dy: [1, 1, 3, 3] },
    { x: [1, 1, 9, 9], dy: [1, 1, 2, 2] },
    { x: [1, 5, 14, 3], dy: [1, 1, 2, 3] },
    { x: [1, 8, 5, 5], dy: [1, 8, 4, 4] },
    { x: [3, 5, 13, 11], dy: [3, 11, 9, 7] },
    { x: [51, 1, 7, 3], dy: [51, 1, 5, 2] },
    { x: [64, 1, 6, 2], dy: [64, 1, 4, 1] },
    { x: [257, 1, 2, 2], dy: [257, 1, 1, 2] },
    { dy: [2, 4, 3, 8], stride: [2, 1], kernel: [3, 2] },
    { dy: [2, 4, 3, 8], stride: [2, 1], kernel: [2, 2] },
    { dy: [2, 4, 5, 4], stride: [1, 2], kernel: [3, 2] },
    { dy: [2, 4, 2, 3], stride: [3, 3] },
    { dy: [2, 4, 4, 5], stride: [2, 2], kernel: [1, 1] },
    { dy: [2, 4, 6, 8], padding: [1, 0, 0, 0] },
    { dy: [2, 4, 6, 8], padding: [0, 1, 0, 0] },
    { dy: [2, 4, 5, 9], padding: [0, 0, 1, 0] },
    { dy: [2, 4, 5, 9], padding: [0, 0, 0, 1] },
    { dy: [2, 4, 10, 13], padding: [3, 2, 4, 1] },
    { dy: [2, 4, 3, 8], dilation: [2, 1] },
    { dy: [2, 4, 5, 6], dilation: [1, 3], kernel: [3, 2] },
    { dy: [2, 4, 7, 9], dilation: [2, 2], kernel: [1, 1] },
    { x: [2, 4, 7, 9], dy: [2, 6, 5, 8], groups: 2 },
    { x: [1, 3, 7, 9], dy: [1, 6, 5, 8], groups: 3 },
    { dy: [2, 4, 3, 4], stride: [2, 3], padding: [1, 2, 0, 3], dilation: [2, 1], kernel: [3, 2] },
    {
      x: [2, 6, 11, 13],
      dy: [2, 4, 3, 5],
      stride: [3, 2],
      padding: [0, 2, 4, 1],
      dilation: [3, 2],
      groups: 2,
      kernel: [3, 5],
    },
  ],
  errors: [
    {
      x: [3, 7, 9],
      says: "conv2dWeightGrad: x has 3 axes (3×7×9); 4 were expected: [N, C, H, W]. Reshape it.",
    },
    {
      kernel: [3, 3],
      says:
        "conv2dWeightGrad: dy is 2×4×5×8; 2×4×5×7 was expected, what kernel 4×3×3×3 makes of 2×3×7×9. " +
        "Correct the shapes or attributes.",
    },
    {
      dy: [2, 4, 8, 8],
      says: "conv2dWeightGrad: kernel is [0,2]; [height, width] was expected, whole numbers of at least 1. Change it.",
    },
  ],
});
