import { cases, workgroupEdges } from "./case.ts";

export default cases({
  control: { x: [2, 3, 4, 5], seed: [2], step: [1], rate: 0.5, stream: 7 },
  deviations: [
    ...workgroupEdges,
    { stream: 8 },
    { stream: 2 ** 32 - 1 },
    { rate: 0 },
    { rate: 0.1 },
    { rate: 0.9 },
    { rate: 1 - 2 ** -20 },
    { scale: 40 },
  ],
  errors: [
    {
      rate: -0.5,
      says: 'dropout: rate is -0.5; a number of at least 0 and below 1 was expected. Change "rate".',
    },
    {
      rate: 1,
      says: 'dropout: rate is 1; a number of at least 0 and below 1 was expected. Change "rate".',
    },
    {
      rate: "0.5",
      says: 'dropout: rate is "0.5"; a number of at least 0 and below 1 was expected. Change "rate".',
    },
    {
      stream: -1,
      says: 'dropout: stream is -1; a whole number from 0 to 4294967295 was expected. Change "stream".',
    },
    {
      stream: 1.5,
      says: 'dropout: stream is 1.5; a whole number from 0 to 4294967295 was expected. Change "stream".',
    },
  ],
});
