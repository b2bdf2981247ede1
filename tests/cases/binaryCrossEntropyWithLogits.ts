import { all, cases } from "./case.ts";

const both = (...shape: number[]) => all(["x", "target"], shape);

// Targets are 0, 1 or between, whatever the scale.
export default cases({
  control: both(3, 10),
  deviations: [
    both(1, 10),
    both(3, 1),
    both(63, 1),
    both(64, 1),
    both(65, 1),
    both(256, 1),
    both(7, 9),
    both(3, 67),
    { scale: 1e-6 },
    { scale: 16 },
    { scale: 30, ...both(65, 1) },
    { scale: 200 },
    { scale: 1e30 },
  ],
  errors: [
    {
      target: [3, 9],
      says: "binaryCrossEntropyWithLogits: target is 3×9; 3×10 was expected, the shape of x. Give both the same shape.",
    },
  ],
});
