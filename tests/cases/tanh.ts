import { cases, workgroupEdges } from "./case.ts";

// At 1 the formula changes: the scales take values to both sides of it, to where y is 1, and to where it is x.
export default cases({
  control: { x: [2, 3, 4, 5] },
  deviations: [...workgroupEdges, { scale: 1e-6 }, { scale: 1.2 }, { scale: 4 }, { scale: 100 }, { scale: 1e30 }],
});
