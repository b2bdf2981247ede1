import { cases } from "./case.ts";

export default cases({
  control: { dy: [3, 5], weight: [5, 8] },
  deviations: [
    { dy: [1, 5] },
    { dy: [4, 5] },
    { dy: [5, 5] },
    { dy: [8, 5] },
    { dy: [3, 1], weight: [1, 8] },
    { weight: [5, 1] },
    { weight: [5, 3] },
    { weight: [5, 4] },
    { weight: [5, 65] },
    { weight: [5, 252] },
    { weight: [5, 256] },
    { weight: [5, 260] },
    { weight: [5, 1024] },
    { dy: [16, 5], weight: [5, 16] },
    { dy: [13, 67], weight: [67, 12] },
  ],
});
