import { all, cases } from "./case.ts";

const both = (...shape: number[]) => all(["dy", "x"], shape);

// Where values are small integers, some are 0: on whose side that is, shows.
export default cases({
  control: both(2, 3, 4, 5),
  deviations: [
    both(1),
    both(63),
    both(64),
    both(65),
    both(256),
    both(3, 43),
    { slope: 0.2 },
    { slope: 0 },
    { slope: -0.5 },
    { exact: true, slope: 0.5 },
    { scale: 1e30 },
  ],
  errors: [
    {
      slope: "0.01",
      says: 'leakyReluGrad: slope is "0.01"; a number was expected. Change "slope".',
    },
  ],
});
