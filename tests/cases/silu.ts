import { cases } from "./case.ts";

// From 96 on the kernel takes the tail as nothing; at 87 exponentials cease to be normal numbers.
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
    { scale: 10 },
    { scale: 100 },
    { scale: 1e30 },
  ],
});
