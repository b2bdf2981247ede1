import { all, cases } from "./case.ts";

const groups = (G: number, C: number) => ({ ...all(["means", "variances"], [G * C]), groups: G });

export default cases({
  control: groups(4, 5),
  deviations: [
    groups(2, 1),
    groups(2, 3),
    groups(7, 9),
    groups(9, 7),
    groups(8, 8),
    groups(5, 13),
    groups(64, 33),
    { scale: 80 },
    { scale: 1e-6 },
  ],
  errors: [
    {
      groups: 3,
      says:
        "mergeStatistics: means is 20; a multiple of 3 values in one axis was expected, one for each map of each group. " +
        "Correct its shape.",
    },
    {
      variances: [16],
      says: "mergeStatistics: variances is 16; 20 was expected, the shape of means. Give both the same shape.",
    },
  ],
});
