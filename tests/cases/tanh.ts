import { cases } from "./case.ts";

// At 1 the formula changes: the scales take values to both sides of it, to where y is 1, and to where it is x.
export default cases({
  control: { x: [2, 3, 4, 5] },
  deviations: [
    { x: [1] },
    { x: [63] },
    { x: [64] },
    { x: [65] },
    { x: [256] },
    { x: [3, 43] },
    { scale: 1e-6 },
    { scale: 1.2 },
    { scale: 4 },
    { scale: 100 },
    { scale: 1e30 },
  ],
});
