import { all, cases } from "./case.ts";

const both = (...shape: number[]) => all(["a", "b"], shape);

export default cases({
  control: both(2, 3, 4, 5),
  deviations: [both(1), both(63), both(64), both(65), both(256), both(3, 43), { scale: 1e30 }, { scale: 1e-30 }],
  errors: [
    { b: [2, 3, 5, 4], says: "add: b is 2×3×5×4; 2×3×4×5 was expected, the shape of a. Give both the same shape." },
  ],
});
