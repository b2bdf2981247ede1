import { all, cases } from "./case.ts";

const pooled = (...shape: number[]) => all(["dy", "index"], shape);

export default cases({
  control: { ...pooled(2, 3, 4, 4), input: [8, 8], kernel: [2, 2], stride: [2, 2] },
  deviations: [
    { ...pooled(1, 1, 1, 1), input: [2, 2] },
    { ...pooled(2, 3, 3, 4), input: [7, 9] },
    { ...pooled(1, 63, 1, 1), input: [1, 1], kernel: [1, 1] },
    { ...pooled(1, 65, 1, 1), input: [1, 1], kernel: [1, 1] },
    { ...pooled(2, 3, 3, 4), kernel: [3, 2] },
    { ...pooled(2, 3, 1, 1), kernel: [8, 8] },
    { ...pooled(2, 3, 7, 7), stride: [1, 1] },
    { ...pooled(2, 3, 7, 3), stride: [1, 3] },
    { ...pooled(2, 3, 3, 3), kernel: [3, 3], stride: [2, 2] },
  ],
});
