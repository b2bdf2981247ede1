import { cases } from "./case.ts";

export default cases({
  control: { x: [6, 4, 5, 2], groups: 3 },
  deviations: [{ groups: 2 }, { groups: 6 }, { x: [6, 1] }],
  errors: [
    {
      groups: 4,
      says: "groupSamples: groups is 4; a divisor of 6 was expected, the number of samples. Change it.",
    },
    {
      groups: 1,
      says: 'groupSamples: groups is 1; a whole number from 2 to 9007199254740991 was expected. Change "groups".',
    },
  ],
});
