import { cases } from "./case.ts";

export default cases({
  control: { x: [3, 4, 5, 2] },
  deviations: [
    { x: [2, 1] },
    { x: [1, 3, 1, 2] },
    { x: [3, 7] },
    { x: [255, 2] },
    { x: [256, 2] },
    { x: [257, 2] },
    { x: [5, 3, 11, 13] },
    { x: [2, 2, 16, 16] },
    { x: [2, 65, 3, 3] },
    { x: [3, 4, 15] },
    { x: [2, 4, 16] },
    { x: [2, 4, 33] },
    { x: [1, 4, 67] },
    { scale: 80 },
    { scale: 1e-6 },
  ],
  errors: [
    {
      x: [1, 3, 1, 1],
      says:
        "batchStatistics: its maps have one value each in a batch of 1; at least 2 were expected, for one has no variance. " +
        "Make the batch larger.",
    },
    {
      x: [1, 7],
      says:
        "batchStatistics: its maps have one value each in a batch of 1; at least 2 were expected, for one has no variance. " +
        "Make the batch larger.",
    },
    { x: [6], says: "batchStatistics: x has 1 axes (6); at least 2 were expected: [N, C, …]. Reshape it." },
  ],
});
