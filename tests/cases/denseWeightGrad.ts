import { cases } from "./case.ts";

export default cases({
  control: { x: [3, 8], dy: [3, 5] },
  deviations: [
    { x: [1, 8], dy: [1, 5] },
    { dy: [3, 1] },
    { x: [3, 1] },
    { x: [3, 9], dy: [3, 7] },
    { x: [3, 8], dy: [3, 8] },
    { x: [3, 16], dy: [3, 16] },
    { x: [3, 13], dy: [3, 5] },
    { x: [67, 7], dy: [67, 3] },
  ],
});
