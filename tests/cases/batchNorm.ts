import { all, cases } from "./case.ts";

const maps = (C: number) => all(["mean", "variance", "weight", "bias"], [C]);

export default cases({
  control: { x: [3, 4, 5, 2], ...maps(4), epsilon: 1e-5, training: false },
  deviations: [
    { training: true },
    { x: [1, 4, 1, 1] },
    { x: [2, 1], ...maps(1) },
    { x: [3, 7], ...maps(7) },
    { x: [9, 7], ...maps(7) },
    { x: [8, 8], ...maps(8) },
    { x: [13, 5], ...maps(5) },
    { x: [16, 4, 4], ...maps(4) },
    { x: [2, 3, 7, 11], ...maps(3) },
    { x: [3, 4, 15] },
    { x: [2, 4, 16] },
    { x: [2, 4, 33] },
    { x: [1, 4, 67] },
    { epsilon: 0.5 },
    { scale: 20 },
  ],
  errors: [
    {
      training: "yes",
      says: 'batchNorm: training is "yes"; true or false was expected. Set "training" to true, say.',
    },
    {
      epsilon: -1,
      says: 'batchNorm: epsilon is -1; a number of at least 0 was expected. Change "epsilon".',
    },
    {
      mean: [3],
      says: "batchNorm: mean is 3; 4 was expected, one value for each map of x (3×4×5×2). Give it that shape.",
    },
    {
      weight: [4, 1],
      says: "batchNorm: weight is 4×1; 4 was expected, one value for each map of x (3×4×5×2). Give it that shape.",
    },
    { x: [4], says: "batchNorm: x has 1 axes (4); at least 2 were expected: [N, C, …]. Reshape it." },
  ],
});
