import { cases } from "./case.ts";

export default cases({
  control: { images: [7, 12], labels: [7], order: [6], step: [1], batch: 3, shape: [3, 2, 2], stepsPerEpoch: 2 },
  deviations: [
    { batch: 1, order: [7], stepsPerEpoch: 7 },
    { batch: 7, order: [7], stepsPerEpoch: 1 },
    { order: [9], stepsPerEpoch: 3, images: [11, 12], labels: [11] },
    { images: [7, 1], shape: [1, 1, 1] },
    { images: [7, 5], shape: [1, 1, 5] },
    { images: [7, 21], shape: [1, 3, 7] },
    { images: [7, 22], shape: [1, 2, 11] },
    { images: [7, 64], batch: 4, order: [8], shape: [1, 8, 8] },
    { images: [7, 252], shape: [1, 14, 18] },
    { images: [7, 260], shape: [1, 13, 20] },
    { images: [3, 1024], labels: [3], shape: [1, 32, 32] },
    { images: [3, 1028], labels: [3], shape: [1, 4, 257] },
    { images: [8, 784], labels: [8], shape: [1, 28, 28] },
  ],
  errors: [
    {
      batch: 0,
      says: 'gatherBatch: batch is 0; a positive whole number was expected. Set "batch" to 1 or more.',
    },
    {
      stepsPerEpoch: 0.5,
      says: 'gatherBatch: stepsPerEpoch is 0.5; a positive whole number was expected. Set "stepsPerEpoch" to 1 or more.',
    },
  ],
});
