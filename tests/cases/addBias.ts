import { cases } from "./case.ts";

export default cases({
  control: { x: [2, 3, 4, 5], bias: [3] },
  deviations: [
    { x: [1, 3, 4, 5] },
    { x: [2, 3] },
    { x: [2, 3, 1, 1] },
    { x: [2, 1, 4, 5], bias: [1] },
    { x: [1, 7, 3, 3], bias: [7] },
    { x: [16, 4], bias: [4] },
    { x: [5, 13], bias: [13] },
    { x: [32, 8], bias: [8] },
  ],
  errors: [
    { bias: [2], says: "addBias: bias is 2; 3 was expected, one for each map of x. Give it shape [3]." },
    { bias: [3, 1], says: "addBias: bias is 3×1; 3 was expected, one for each map of x. Give it shape [3]." },
  ],
});
