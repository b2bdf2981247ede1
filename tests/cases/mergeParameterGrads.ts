import { all, cases } from "./case.ts";

const groups = (G: number, C: number) => ({ ...all(["dws", "dbs"], [G * C]), groups: G });

export default cases({
  control: groups(4, 5),
  deviations: [groups(2, 1), groups(3, 2), groups(7, 63), groups(6, 64), groups(5, 65), { exact: true }],
  errors: [
    {
      groups: 3,
      says:
        "mergeParameterGrads: dws is 20; a multiple of 3 values in one axis was expected, one for each map of each group. " +
        "Correct its shape.",
    },
    {
      dbs: [16],
      says: "mergeParameterGrads: dbs is 16; 20 was expected, the shape of dws. Give both the same shape.",
    },
  ],
});
