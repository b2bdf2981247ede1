import { all, cases } from "./case.ts";

const both = (...shape: number[]) => all(["dy", "y"], shape);

export default cases({
  control: both(3, 10),
  deviations: [both(1, 10), both(63, 3), both(64, 3), both(65, 3), both(256, 3), both(3, 1), both(3, 2), both(3, 67)],
  errors: [{ y: [3, 9], says: "softmaxGrad: y is 3×9; 3×10 was expected, the shape of dy. Give both the same shape." }],
});
