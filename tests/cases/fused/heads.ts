import { type Cases, cases } from "../case.ts";

const samples = (count: number, outputs: number) => ({ x: [count, outputs], label: [count], features: outputs });

/** A classifier's last dense layer, and the ring that its results are noted in. */
const head = (N: number, F: number, O: number) => ({
  ...{ x: [N, F], weight: [O, F], bias: [O], label: [N] },
  ...{ metrics: [4, 2], step: [1] },
});

/** @param wide whether the kernel can do more outputs than a block of lib/rowBlock.wgsl has rows */
const denseHeads = (wide: boolean) =>
  cases({
    control: head(3, 8, 10),
    deviations: [
      head(1, 8, 10),
      { ...head(3, 7, 10), applies: false },
      { ...head(3, 8, 1), applies: false },
      head(3, 4, 2),
      head(4, 8, 3),
      head(5, 8, 4),
      head(17, 12, 5),
      head(32, 4, 6),
      head(33, 4, 7),
      head(64, 4, 8),
      head(65, 4, 9),
      head(127, 4, 11),
      head(128, 4, 13),
      head(129, 4, 14),
      head(257, 4, 3),
      head(9, 68, 15),
      head(3, 8, 16),
      { ...head(172, 4, 17), applies: wide },
      { metrics: [2, 2] },
      { scale: 30, ...head(33, 4, 10) },
      { labelSmoothing: 0.1 },
    ],
  });

/** The ends of networks: losses, their gradients and what is noted of them. */
export const heads: Readonly<Record<string, Cases>> = {
  denseCrossEntropyHead: denseHeads(true),
  denseCrossEntropyHeadBroadcast: denseHeads(false),
  denseCrossEntropyHeadBlock: denseHeads(false),
  crossEntropyHead: cases({
    control: { ...samples(3, 10), metrics: [4, 2], step: [1] },
    deviations: [
      samples(1, 10),
      samples(3, 2),
      { ...samples(3, 1), applies: false },
      samples(63, 3),
      samples(64, 3),
      samples(65, 3),
      samples(130, 11),
      { metrics: [2, 2] },
      { scale: 200, ...samples(65, 3) },
      { scale: 60 },
      { labelSmoothing: 0.1 },
      { labelSmoothing: 0.3, ...samples(65, 3) },
    ],
  }),
  squaredErrorHead: cases({
    control: { ...samples(3, 10), metrics: [4, 2], step: [1] },
    deviations: [
      samples(1, 10),
      samples(3, 1),
      samples(3, 2),
      samples(63, 3),
      samples(64, 3),
      samples(65, 1),
      samples(130, 11),
      { metrics: [2, 2] },
      { ...samples(65, 1), threshold: 0.25 },
    ],
  }),
};
