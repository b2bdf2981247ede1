import { all, cases } from "./case.ts";

const both = (...shape: number[]) => all(["x", "target"], shape);

export default cases({
  control: both(3, 10),
  deviations: [both(1, 10), both(3, 1), both(63, 1), both(64, 1), both(65, 1), both(256, 1), both(7, 9), both(3, 67)],
});
