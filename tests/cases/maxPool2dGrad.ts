import { all, cases } from "./case.ts";

const pooled = (...shape: number[]) => all(["dy", "index"], shape);

export default cases({
  control: { ...pooled(2, 3, 4, 4), input: [8, 8], kernel: [2, 2], stride: [2, 2] },
  deviations: [
    { ...pooled(1, 1, 1, 1), input: [2, 2] },
    { ...pooled(2, 3, 3, 4), input: [7, 9] },
    { ...pooled(1, 63, 1, 1), input: [1, 1], kernel: [1, 1] },
    { ...pooled(1, 64, 1, 1), input: [1, 1], kernel: [1, 1] },
    { ...pooled(1, 65, 1, 1), input: [1, 1], kernel: [1, 1] },
    { ...pooled(1, 256, 1, 1), input: [1, 1], kernel: [1, 1] },
    { ...pooled(1, 21, 1, 1), input: [2, 3] },
    { ...pooled(1, 65, 1, 1), input: [3, 2] },
    { ceilMode: true },
    { ...pooled(2, 3, 2, 4), kernel: [3, 2], stride: [3, 2] },
    { ...pooled(2, 3, 4, 2), kernel: [2, 3], stride: [2, 3] },
    { ...pooled(2, 3, 4, 2), input: [8, 7], kernel: [2, 3], stride: [2, 3] },
    { ...pooled(2, 3, 1, 1), kernel: [8, 8], stride: [8, 8] },
    { ...pooled(2, 3, 3, 4), kernel: [3, 2] },
    { ...pooled(2, 3, 1, 1), kernel: [8, 8] },
    { ...pooled(2, 3, 7, 7), stride: [1, 1] },
    { ...pooled(2, 3, 7, 3), stride: [1, 3] },
    { ...pooled(2, 3, 3, 3), kernel: [3, 3], stride: [2, 2] },
    { padding: [1, 0, 0, 0] },
    { ...pooled(2, 3, 5, 4), padding: [1, 1, 0, 0] },
    { ...pooled(2, 3, 4, 5), padding: [0, 0, 1, 1] },
    { kernel: [3, 3], padding: [1, 1, 1, 1] },
    { ...pooled(2, 3, 9, 4), kernel: [6, 7], stride: [1, 2], padding: [3, 3, 3, 3] },
    { ...pooled(2, 3, 4, 9), kernel: [7, 6], stride: [2, 1], padding: [3, 3, 3, 3] },
    { ...pooled(2, 3, 4, 3), kernel: [3, 5], stride: [2, 3], padding: [0, 1, 2, 1] },
    { ...pooled(2, 3, 7, 9), kernel: [5, 4], stride: [1, 1], padding: [2, 1, 2, 2] },
    { ...pooled(2, 3, 4, 5), input: [7, 9], ceilMode: true },
    { ...pooled(2, 3, 5, 5), kernel: [3, 3], padding: [1, 1, 1, 1], ceilMode: true },
    { ...pooled(2, 3, 2, 3), input: [5, 6], stride: [3, 3], padding: [1, 1, 1, 1], ceilMode: true },
  ],
  errors: [
    {
      ceilMode: "yes",
      says: 'maxPool2dGrad: ceilMode is "yes"; true or false was expected. Set "ceilMode" to true, say.',
    },
    {
      index: [2, 3, 4, 5],
      says: "maxPool2dGrad: index is 2×3×4×5; 2×3×4×4 was expected, the shape of dy. Give both the same shape.",
    },
    {
      input: [9, 10],
      says: "maxPool2dGrad: dy is 2×3×4×4; 2×3×4×5 was expected, what pooling makes of 2×3×9×10. Correct dy or input.",
    },
  ],
});
