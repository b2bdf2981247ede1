import { cases } from "./case.ts";

export default cases({
  control: { x: [4, 3, 3, 2] },
  deviations: [
    { x: [1, 1, 1, 1] },
    { x: [4, 3, 1, 5] },
    { x: [4, 3, 5, 1] },
    { x: [1, 1, 7, 9] },
    { x: [8, 8, 1, 1] },
    { x: [13, 1, 1, 5] },
    { x: [4, 4, 4, 4] },
    { x: [11, 5, 5, 5] },
  ],
  errors: [{ x: [4, 6], says: "flip2d: x has 2 axes (4×6); 4 were expected: [M, C, KH, KW]. Reshape it." }],
});
