import { all, cases } from "./case.ts";

const flat = (length: number) => all(["parameter", "gradient", "moment1", "moment2"], [length]);

export default cases({
  control: { ...flat(64), schedule: [4, 4], step: [1], beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  deviations: [
    flat(1),
    flat(63),
    flat(65),
    flat(128),
    { schedule: [1, 4] },
    { schedule: [2, 4] },
    { beta1: 0 },
    { beta1: 0.7, beta2: 0.9 },
    { epsilon: 0.01 },
    { scale: 1e-4 },
  ],
});
