import { cases, workgroupEdges } from "./case.ts";

export default cases({
  control: { x: [2, 3, 4, 5] },
  deviations: [
    ...workgroupEdges,
    { slope: 0.2 },
    { slope: 0 },
    { slope: 3 },
    { slope: -0.5 },
    { exact: true, slope: 0.5 },
    { scale: 1e30 },
  ],
  errors: [
    {
      slope: "0.01",
      says: 'leakyRelu: slope is "0.01"; a number was expected. Change "slope".',
    },
  ],
});
