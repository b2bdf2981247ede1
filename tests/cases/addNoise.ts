import { cases } from "./case.ts";

export default cases({
  control: { x: [2, 3, 4, 5], seed: [2], step: [1], amount: 0.1, stream: 7 },
  deviations: [
    { x: [1] },
    { x: [63] },
    { x: [64] },
    { x: [65] },
    { x: [256] },
    { x: [3, 43] },
    { stream: 8 },
    { amount: 0 },
    { amount: 3 },
    { scale: 40 },
    { scale: 1e-6 },
  ],
});
