import { cases } from "./case.ts";

export default cases({
  control: { dy: [7, 8], factor: [3, 2], shape: [5, 7], offset: [0, 0], circular: false },
  deviations: [
    { factor: [5, 7], shape: [3, 2] },
    { dy: [5, 7], offset: [1, 0] },
    { dy: [3, 6], offset: [2, 1] },
    { dy: [3, 6], factor: [5, 7], shape: [3, 2], offset: [2, 1] },
    { dy: [5, 7], circular: true },
    { dy: [5, 7], factor: [5, 7], shape: [3, 2], circular: true },
    { dy: [5, 7], factor: [11, 15], circular: true },
    { dy: [5, 7], factor: [5, 7], shape: [11, 15], circular: true },
    { dy: [1, 1], factor: [1, 1], shape: [1, 1] },
    { dy: [7, 9], factor: [1, 1], shape: [7, 9] },
    { dy: [8, 8], factor: [1, 1], shape: [8, 8] },
    { dy: [5, 13], factor: [1, 1], shape: [5, 13] },
    { dy: [16, 16], factor: [1, 1], shape: [16, 16] },
    { dy: [17, 13], factor: [5, 3], shape: [13, 11] },
  ],
  errors: [
    {
      circular: "yes",
      says: 'convolveGrad: circular is "yes"; true or false was expected. Set "circular" to true, say.',
    },
  ],
});
