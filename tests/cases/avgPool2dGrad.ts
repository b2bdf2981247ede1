import { cases } from "./case.ts";

export default cases({
  control: { dy: [2, 3, 4, 4], input: [8, 8], kernel: [2, 2], stride: [2, 2] },
  deviations: [
    { dy: [1, 1, 1, 1], input: [2, 2] },
    { dy: [2, 3, 3, 4], input: [7, 9] },
    { dy: [1, 63, 1, 1], input: [1, 1], kernel: [1, 1] },
    { dy: [1, 65, 1, 1], input: [1, 1], kernel: [1, 1] },
    { dy: [2, 3, 3, 4], kernel: [3, 2] },
    { dy: [2, 3, 1, 1], kernel: [8, 8] },
    { dy: [2, 3, 7, 7], stride: [1, 1] },
    { dy: [2, 3, 7, 3], stride: [1, 3] },
    { dy: [2, 3, 3, 3], kernel: [3, 3], stride: [2, 2] },
  ],
});
