import type { Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** s = order[(step mod stepsPerEpoch)·N + n]; x[n,…] = images[s,…] / 255; label[n] = labels[s] */
export const gatherBatch: Page = {
  evaluate({ images, labels, order, step }, { x, label }, { stepsPerEpoch }) {
    const N = x.shape[0];
    const size = x.data.length / N;
    const first = (step.data[0] % (stepsPerEpoch as number)) * N;
    for (let n = 0; n < N; n++) {
      const s = order.data[first + n];
      for (let i = 0; i < size; i++) x.data[n * size + i] = images.data[s * size + i] / 255;
      label.data[n] = labels.data[s];
    }
  },
  // unpack4x8unorm is granted 3 ULP; a division 2.5, a multiplication by a rounded reciprocal less.
  bound: ({ outputs: { x, label } }) => ({
    x: each(x, (i) => gamma(6) * x.data[i]),
    label: new Float64Array(label.data.length),
  }),
};
