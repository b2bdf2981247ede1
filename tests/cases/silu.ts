import { cases, workgroupEdges } from "./case.ts";

// From 96 on the kernel takes the tail as nothing; at 87 exponentials cease to be normal numbers.
export default cases({
  control: { x: [2, 3, 4, 5] },
  deviations: [...workgroupEdges, { scale: 1e-6 }, { scale: 10 }, { scale: 100 }, { scale: 1e30 }],
});
