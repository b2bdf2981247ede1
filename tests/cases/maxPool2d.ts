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
    { scale: 1e30 },
    { scale: -1 },
    { scale: -1, padding: [1, 1, 1, 1] },
    { padding: [1, 0, 0, 0] },
    { padding: [0, 1, 0, 0] },
    { padding: [0, 0, 1, 0] },
    { padding: [0, 0, 0, 1] },
    { kernel: [6, 7], stride: [1, 2], padding: [3, 3, 3, 3] },
    { kernel: [7, 6], stride: [2, 1], padding: [3, 3, 3, 3] },
    { kernel: [3, 3], padding: [1, 1, 1, 1] },
    { kernel: [3, 5], stride: [2, 3], padding: [0, 1, 2, 1] },
    { kernel: [5, 4], stride: [1, 1], padding: [2, 1, 2, 2] },
    { ceilMode: true },
    { x: [2, 3, 7, 9], ceilMode: true },
    { kernel: [3, 3], ceilMode: true },
    { kernel: [3, 3], padding: [1, 1, 1, 1], ceilMode: true, scale: -1 },
    { x: [2, 3, 5, 6], kernel: [2, 2], stride: [3, 3], padding: [1, 1, 1, 1], ceilMode: true },
    { x: [2, 3, 1, 2], kernel: [2, 3], ceilMode: true },
  ],
  errors: [
    {
      ceilMode: "yes",
      says: 'maxPool2d: ceilMode is "yes"; true or false was expected. Set "ceilMode" to true, say.',
    },
    {
      x: [1, 1, 1, 1],
      says: "maxPool2d: window 2×2 does not fit its 1×1 input. Use a window of at most 1×1.",
    },
    { kernel: [9, 2], says: "maxPool2d: window 9×2 does not fit its 8×8 input. Use a window of at most 8×8." },
    {
      kernel: [5, 3],
      padding: [2, 2, 1, 2],
      says:
        "maxPool2d: padding is [2,2,1,2]; at most half of window 5×3 was expected, 2 above and below, 1 left and right. " +
        "Use less padding or a larger window.",
    },
    {
      padding: [0, 0, 0.5, 0],
      says: "maxPool2d: padding is [0,0,0.5,0]; [top, bottom, left, right] was expected, whole numbers of at least 0. Change it.",
    },
    {
      x: [2, 3, 64],
      says: "maxPool2d: x has 3 axes (2×3×64); 4 were expected: [N, C, H, W]. Reshape it.",
    },
  ],
});
