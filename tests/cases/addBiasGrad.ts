import { cases } from "./case.ts";

export default cases({
  control: { dy: [2, 3, 4, 5] },
  deviations: [
    { dy: [1, 3, 4, 5] },
    { dy: [7, 3] },
    { dy: [2, 1, 4, 5] },
    { dy: [1, 1] },
    { dy: [2, 63, 2] },
    { dy: [2, 64, 2] },
    { dy: [2, 65, 2] },
    { dy: [2, 256, 2] },
    { dy: [13, 2, 11, 11] },
  ],
});
