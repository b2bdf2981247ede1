import { all, cases } from "./case.ts";

const flat = (length: number) => all(["average", "parameter"], [length]);

export default cases({
  control: { ...flat(64), step: [1], decay: 0.999 },
  deviations: [
    flat(1),
    flat(63),
    flat(65),
    flat(131),
    flat(256),
    flat(257),
    flat(577),
    { decay: 0 },
    { decay: 0.5 },
    { scale: 1e4 },
    { nth: 1 },
    { ...flat(131), nth: 1 },
    { decay: 0.5, nth: 3 },
  ],
  errors: [
    {
      decay: 1,
      says: 'movingAverage: decay is 1; a number of at least 0 and below 1 was expected. Change "decay".',
    },
    {
      decay: -0.1,
      says: 'movingAverage: decay is -0.1; a number of at least 0 and below 1 was expected. Change "decay".',
    },
    {
      parameter: [63],
      says: "movingAverage: parameter is 63; 64 was expected, the shape of average. Give both the same shape.",
    },
  ],
});
