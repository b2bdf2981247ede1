import { cases, workgroupEdges } from "./case.ts";

export default cases({
  control: { x: [2, 3, 4, 5] },
  deviations: [...workgroupEdges, { scale: 1e30 }, { scale: 1e-6 }],
});
