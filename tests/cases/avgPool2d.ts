import { cases } from "./case.ts";

export default cases({
  control: { x: [2, 3, 8, 8], kernel: [2, 2], stride: [2, 2] },
  deviations: [
    { x: [1, 1, 2, 2] },
    { x: [2, 3, 7, 9] },
    { x: [5, 13, 8, 8] },
    { x: [1, 63, 2, 3] },
    { x: [1, 64, 2, 2] },
    { x: [1, 65, 3, 2] },
    { x: [1, 256, 2, 2] },
    { kernel: [1, 1] },
    { kernel: [3, 2] },
    { kernel: [8, 8] },
    { stride: [1, 1] },
    { stride: [1, 3] },
    { kernel: [3, 3], stride: [3, 3] },
    { kernel: [3, 3] },
    { kernel: [3, 5], stride: undefined },
    { padding: [1, 0, 0, 0] },
    { padding: [0, 1, 0, 0] },
    { padding: [0, 0, 1, 0] },
    { padding: [0, 0, 0, 1] },
    { kernel: [6, 7], stride: [1, 2], padding: [3, 3, 3, 3] },
    { kernel: [7, 6], stride: [2, 1], padding: [3, 3, 3, 3] },
    { padding: [1, 1, 1, 1], countIncludePad: false },
    { kernel: [3, 3], padding: [1, 1, 1, 1] },
    { kernel: [3, 3], padding: [1, 1, 1, 1], countIncludePad: false },
    { kernel: [3, 5], stride: [2, 3], padding: [0, 1, 2, 1] },
    { kernel: [3, 5], stride: [2, 3], padding: [0, 1, 2, 1], countIncludePad: false },
    { kernel: [5, 4], stride: [1, 1], padding: [2, 1, 2, 2] },
    { kernel: [5, 4], stride: [1, 1], padding: [2, 1, 2, 2], countIncludePad: false },
    { ceilMode: true },
    { x: [2, 3, 7, 9], ceilMode: true },
    { x: [2, 3, 7, 9], ceilMode: true, countIncludePad: false },
    { kernel: [3, 3], ceilMode: true },
    { kernel: [3, 3], padding: [1, 1, 1, 1], ceilMode: true },
    { kernel: [3, 3], padding: [1, 1, 1, 1], ceilMode: true, countIncludePad: false },
    { x: [2, 3, 5, 6], kernel: [2, 2], stride: [3, 3], padding: [1, 1, 1, 1], ceilMode: true },
    { x: [2, 3, 1, 2], kernel: [2, 3], ceilMode: true },
  ],
  errors: [
    {
      countIncludePad: "yes",
      says: 'avgPool2d: countIncludePad is "yes"; true or false was expected. Set "countIncludePad" to true, say.',
    },
    {
      ceilMode: "yes",
      says: 'avgPool2d: ceilMode is "yes"; true or false was expected. Set "ceilMode" to true, say.',
    },
    {
      x: [1, 1, 1, 1],
      says: "avgPool2d: window 2×2 does not fit its 1×1 input. Use a window of at most 1×1.",
    },
    { kernel: [2, 9], says: "avgPool2d: window 2×9 does not fit its 8×8 input. Use a window of at most 8×8." },
    {
      x: [1, 1, 1, 4],
      kernel: [3, 2],
      ceilMode: true,
      says: "avgPool2d: window 3×2 does not fit its 1×4 input. Use a window of at most 1×4.",
    },
    {
      padding: [2, 0, 0, 0],
      says:
        "avgPool2d: padding is [2,0,0,0]; at most half of window 2×2 was expected, 1 above and below, 1 left and right. " +
        "Use less padding or a larger window.",
    },
    {
      kernel: [3, 1],
      padding: [1, 1, 0, 1],
      says:
        "avgPool2d: padding is [1,1,0,1]; at most half of window 3×1 was expected, 1 above and below, 0 left and right. " +
        "Use less padding or a larger window.",
    },
    {
      stride: [2, 0],
      says: "avgPool2d: stride is [2,0]; [height, width] was expected, whole numbers of at least 1. Change it.",
    },
    {
      kernel: undefined,
      says: "avgPool2d: kernel is undefined; [height, width] was expected, whole numbers of at least 1. Change it.",
    },
    {
      x: [2, 64],
      says: "avgPool2d: x has 2 axes (2×64); 4 were expected: [N, C, H, W]. Reshape it, or put it before the flatten layer.",
    },
  ],
});
