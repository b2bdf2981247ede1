import { cases, workgroupEdges } from "./case.ts";

export default cases({
  control: { x: [2, 3, 4, 5], seed: [2], step: [1], amount: 0.1, stream: 7 },
  deviations: [...workgroupEdges, { stream: 8 }, { amount: 0 }, { amount: 3 }, { scale: 40 }, { scale: 1e-6 }],
  errors: [
    {
      amount: -1,
      says: 'addNoise: amount is -1; a number of at least 0 and at most 10 was expected. Change "amount".',
    },
    {
      stream: 1.5,
      says: 'addNoise: stream is 1.5; a whole number from 0 to 4294967295 was expected. Change "stream".',
    },
  ],
});
