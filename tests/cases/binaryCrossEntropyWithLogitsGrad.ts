import { all, cases } from "./case.ts";

const both = (...shape: number[]) => all(["x", "target"], shape);

// Targets are 0, 1 or between, whatever the scale.
export default cases({
  control: both(3, 10),
  deviations: [
    both(1, 10),
    both(3, 1),
    both(1, 63),
    both(1, 64),
    both(1, 65),
    both(1, 256),
    both(7, 9),
    { scale: 1e-6 },
    { scale: 16 },
    { scale: 200 },
    { scale: 1e30 },
  ],
});
