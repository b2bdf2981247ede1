import { all, cases } from "./case.ts";

const sizes = (N: number, C: number, ...rest: number[]) => ({
  ...all(["dy", "x"], [N, C, ...rest]),
  ...all(["mean", "variance", "weight", "dw", "db"], [C]),
});

export default cases({
  control: { ...sizes(3, 4, 5, 2), epsilon: 1e-5, training: true },
  deviations: [
    { training: false },
    sizes(2, 1),
    sizes(1, 3, 1, 2),
    sizes(3, 7),
    sizes(9, 7),
    sizes(8, 8),
    sizes(13, 5),
    sizes(16, 4, 4),
    sizes(2, 3, 7, 11),
    sizes(3, 4, 15),
    sizes(2, 4, 16),
    sizes(2, 4, 33),
    sizes(1, 4, 67),
    { epsilon: 0.5 },
    { scale: 20 },
  ],
  errors: [
    {
      training: "yes",
      says: 'batchNormInputGrad: training is "yes"; true or false was expected. Set "training" to true, say.',
    },
    {
      epsilon: -1,
      says: 'batchNormInputGrad: epsilon is -1; a number of at least 0 was expected. Change "epsilon".',
    },
    {
      db: [5],
      says: "batchNormInputGrad: db is 5; 4 was expected, one value for each map of x (3×4×5×2). Give it that shape.",
    },
    {
      dy: [3, 4, 2, 5],
      says: "batchNormInputGrad: dy is 3×4×2×5; 3×4×5×2 was expected, the shape of x. Give both the same shape.",
    },
  ],
});
