import { cases } from "./case.ts";

export default cases({
  control: { x: [3, 8], weight: [5, 8] },
  deviations: [
    { x: [1, 8] },
    { weight: [1, 8] },
    { x: [3, 1], weight: [5, 1] },
    { x: [1, 1], weight: [1, 1] },
    { x: [9, 7], weight: [7, 7] },
    { x: [8, 13], weight: [8, 13] },
    { x: [16, 3], weight: [16, 3] },
    { x: [5, 65], weight: [13, 65] },
    { x: [2, 257], weight: [3, 257] },
  ],
  errors: [
    {
      x: [3, 2, 4],
      says: "dense: x has 3 axes (3×2×4); 2 were expected: [N, F]. Reshape it, for example by a flatten layer.",
    },
    {
      weight: [5],
      says: "dense: weight has 1 axes (5); 2 were expected: [O, F]. Reshape it, for example by a flatten layer.",
    },
    {
      weight: [5, 7],
      says: "dense: weight has 7 input features; 8 were expected, those of its input. Give it weight [O, 8].",
    },
  ],
});
