import { cases } from "./case.ts";

export default cases({
  control: { dy: [2, 4, 5, 8], weight: [4, 3, 3, 2] },
  deviations: [
    { dy: [1, 4, 5, 8] },
    { dy: [2, 1, 5, 8], weight: [1, 1, 3, 2] },
    { weight: [4, 3, 1, 1] },
    { weight: [4, 3, 2, 5] },
    { weight: [4, 7, 3, 2] },
    { weight: [4, 8, 3, 2] },
    { weight: [4, 9, 3, 2] },
    { weight: [4, 11, 3, 2] },
    { dy: [2, 4, 1, 1], weight: [4, 3, 7, 9] },
    { dy: [1, 1, 1, 1], weight: [1, 1, 1, 1] },
    { dy: [2, 4, 4, 1] },
    { dy: [2, 4, 4, 2] },
    { dy: [2, 4, 4, 3] },
    { dy: [2, 4, 5, 4] },
    { dy: [3, 11, 9, 7], weight: [11, 5, 5, 5] },
    { dy: [16, 2, 7, 3], weight: [2, 2, 2, 2] },
    { dy: [21, 2, 5, 3], weight: [2, 2, 2, 2] },
    { dy: [65, 2, 1, 3], weight: [2, 2, 2, 2] },
  ],
});
