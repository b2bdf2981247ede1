import { all, cases } from "./case.ts";

const both = (...shape: number[]) => all(["dy", "y"], shape);

export default cases({
  control: both(2, 3, 4, 5),
  deviations: [both(1), both(63), both(64), both(65), both(256), both(3, 43)],
});
