import { all, cases } from "./case.ts";

const flat = (length: number) => all(["parameter", "gradient"], [length]);

export default cases({
  control: { ...flat(64), schedule: [4, 4], step: [1] },
  deviations: [flat(1), flat(63), flat(65), flat(128), { schedule: [1, 4] }, { schedule: [2, 4] }],
});
