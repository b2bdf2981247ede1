import { cases } from "./case.ts";

export default cases({
  control: { x: [2, 3, 4, 5] },
  deviations: [
    { x: [1] },
    { x: [63] },
    { x: [64] },
    { x: [65] },
    { x: [256] },
    { x: [3, 43] },
    { scale: 1e30 },
    { scale: 1e-6 },
  ],
});
