import { cases } from "./case.ts";

export default cases({
  control: { x: [2, 3, 4, 5] },
  deviations: [{ x: [1, 3, 4, 5] }, { x: [2, 1, 1, 1] }, { x: [2, 7] }],
});
