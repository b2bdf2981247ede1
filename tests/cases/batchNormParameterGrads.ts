import { all, cases } from "./case.ts";

const sizes = (N: number, C: number, ...rest: number[]) => ({
  ...all(["dy", "x"], [N, C, ...rest]),
  ...all(["mean", "variance"], [C]),
});

export default cases({
  control: { ...sizes(3, 4, 5, 2), epsilon: 1e-5 },
  deviations: [
    sizes(2, 1),
    sizes(1, 3, 1, 2),
    sizes(3, 7),
    sizes(255, 2),
    sizes(256, 2),
    sizes(257, 2),
    sizes(5, 3, 11, 13),
    sizes(2, 65, 3, 3),
    sizes(3, 4, 15),
    sizes(2, 4, 16),
    sizes(2, 4, 33),
    sizes(1, 4, 67),
    { epsilon: 0.5 },
    { scale: 20 },
  ],
  errors: [
    {
      epsilon: -1,
      says: 'batchNormParameterGrads: epsilon is -1; a number of at least 0 was expected. Change "epsilon".',
    },
    {
      variance: [3],
      says: "batchNormParameterGrads: variance is 3; 4 was expected, one value for each map of x (3×4×5×2). Give it that shape.",
    },
    {
      dy: [3, 4, 2, 5],
      says: "batchNormParameterGrads: dy is 3×4×2×5; 3×4×5×2 was expected, the shape of x. Give both the same shape.",
    },
  ],
});
