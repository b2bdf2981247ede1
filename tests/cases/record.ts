import { all, cases } from "./case.ts";

const samples = (count: number) => all(["loss", "prediction", "label"], [count]);

export default cases({
  control: { ...samples(3), metrics: [4, 2], step: [1] },
  deviations: [
    samples(1),
    samples(63),
    samples(64),
    samples(65),
    samples(130),
    { metrics: [1, 2] },
    { metrics: [2, 2] },
    { metrics: [3, 2] },
  ],
});
