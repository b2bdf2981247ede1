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
    { weight: [4, 3, 1, 5] },
    { weight: [4, 3, 5, 1] },
    { x: [1, 1, 1, 1], weight: [1, 1, 1, 1] },
    { x: [1, 1, 7, 9], weight: [1, 1, 1, 1] },
    { x: [1, 2, 9, 9], weight: [1, 2, 2, 2] },
    { x: [1, 2, 5, 13], weight: [1, 2, 1, 1] },
    { x: [1, 1, 16, 16], weight: [1, 1, 1, 1] },
    { x: [2, 5, 13, 11], weight: [11, 5, 5, 5] },
    { stride: [2, 1] },
    { stride: [1, 2] },
    { stride: [2, 2], weight: [4, 3, 2, 2] },
    { stride: [3, 3] },
    { stride: [4, 7] },
    { stride: [5, 8] },
    { stride: [2, 2], weight: [4, 3, 1, 1] },
    { padding: [1, 0, 0, 0] },
    { padding: [0, 1, 0, 0] },
    { padding: [0, 0, 1, 0] },
    { padding: [0, 0, 0, 1] },
    { padding: [1, 2, 3, 4] },
    { padding: [3, 4, 2, 3] },
    { padding: [2, 2, 1, 1], weight: [4, 3, 1, 1] },
    { padding: [1, 1, 0, 0], weight: [4, 3, 9, 9] },
    { padding: [1, 1, 1, 1], x: [1, 1, 1, 1], weight: [1, 1, 3, 3] },
    { dilation: [2, 1] },
    { dilation: [1, 3] },
    { dilation: [3, 8] },
    { dilation: [2, 2], weight: [4, 3, 1, 1] },
    { x: [2, 4, 7, 9], weight: [6, 2, 3, 2], groups: 2 },
    { x: [1, 3, 7, 9], weight: [3, 1, 3, 2], groups: 3 },
    { x: [2, 3, 5, 5], weight: [6, 1, 3, 3], groups: 3 },
    { x: [1, 6, 5, 5], weight: [3, 2, 2, 2], groups: 3 },
    { stride: [2, 3], padding: [1, 2, 0, 3], dilation: [2, 1] },
    { x: [2, 6, 11, 13], weight: [4, 3, 3, 5], stride: [3, 2], padding: [0, 2, 4, 1], dilation: [3, 2], groups: 2 },
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
      x: [2, 6, 7, 9],
      groups: 2,
      weight: [4, 6, 3, 2],
      says: "conv2d: the kernel has 6 input maps; 3 were expected, the 6 of its input in 2 groups. Give it weight [M, 3, KH, KW].",
    },
    {
      groups: 2,
      says:
        "conv2d: groups is 2; a divisor of its 3 input maps and 4 output maps was expected. " +
        "Set it to 1, or change the number of maps.",
    },
    {
      groups: 3,
      weight: [4, 1, 3, 2],
      says:
        "conv2d: groups is 3; a divisor of its 3 input maps and 4 output maps was expected. " +
        "Set it to 1, or change the number of maps.",
    },
    {
      groups: 0,
      says:
        "conv2d: groups is 0; a divisor of its 3 input maps and 4 output maps was expected. " +
        "Set it to 1, or change the number of maps.",
    },
    {
      weight: [4, 3, 8, 2],
      says: "conv2d: kernel 8×2 does not fit its 7×9 input. Use a kernel of at most 7×9, or more padding.",
    },
    {
      weight: [4, 3, 3, 10],
      says: "conv2d: kernel 3×10 does not fit its 7×9 input. Use a kernel of at most 7×9, or more padding.",
    },
    {
      weight: [4, 3, 10, 2],
      padding: [1, 1, 0, 0],
      says: "conv2d: kernel 10×2 does not fit its 7×9 input, padded to 9×9. Use a kernel of at most 9×9, or more padding.",
    },
    {
      dilation: [4, 1],
      says: "conv2d: kernel 3×2, dilated to 9×2, does not fit its 7×9 input. Use a kernel of at most 2×9, or more padding.",
    },
    {
      stride: [0, 1],
      says: "conv2d: stride is [0,1]; [height, width] was expected, whole numbers of at least 1. Change it.",
    },
    {
      stride: 2,
      says: "conv2d: stride is 2; [height, width] was expected, whole numbers of at least 1. Change it.",
    },
    {
      dilation: [1, 1.5],
      says: "conv2d: dilation is [1,1.5]; [height, width] was expected, whole numbers of at least 1. Change it.",
    },
    {
      padding: [1, 1],
      says: "conv2d: padding is [1,1]; [top, bottom, left, right] was expected, whole numbers of at least 0. Change it.",
    },
    {
      padding: [-1, 0, 0, 0],
      says: "conv2d: padding is [-1,0,0,0]; [top, bottom, left, right] was expected, whole numbers of at least 0. Change it.",
    },
  ],
});
