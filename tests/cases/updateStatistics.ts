import { all, cases } from "./case.ts";

const maps = (C: number) => all(["mean", "variance", "runningMean", "runningVariance"], [C]);

export default cases({
  control: { ...maps(5), momentum: 0.1, count: 24 },
  deviations: [
    maps(1),
    maps(63),
    maps(64),
    maps(65),
    maps(256),
    { count: 2 },
    { count: 3 },
    { count: 200_000 },
    { momentum: 0 },
    { momentum: 0.7 },
    { momentum: 1 },
  ],
  errors: [
    {
      runningVariance: [4],
      says: "updateStatistics: runningVariance is 4; 5 was expected, the shape of mean. Give both the same shape.",
    },
  ],
});
