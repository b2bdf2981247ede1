import { cases } from "./case.ts";

export default cases({
  control: { x: [2, 3, 4, 5], seed: [2], step: [1], rate: 0.5, stream: 7 },
  deviations: [
    { x: [1] },
    { x: [63] },
    { x: [64] },
    { x: [65] },
    { x: [256] },
    { x: [3, 43] },
    { stream: 8 },
    { stream: 2 ** 32 - 1 },
    { rate: 0 },
    { rate: 0.1 },
    { rate: 0.9 },
    { rate: 1 - 2 ** -20 },
    { scale: 40 },
  ],
});
