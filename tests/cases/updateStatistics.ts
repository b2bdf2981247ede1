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
      momentum: 1.5,
      says: 'updateStatistics: momentum is 1.5; a number of at least 0 and at most 1 was expected. Change "momentum".',
    },
    {
      count: 1,
      says: 'updateStatistics: count is 1; a whole number from 2 to 9007199254740991 was expected. Change "count".',
    },
    {
      runningVariance: [4],
      says: "updateStatistics: runningVariance is 4; 5 was expected, the shape of mean. Give both the same shape.",
    },
  ],
});
