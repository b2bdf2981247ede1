import type { Page } from "./book.ts";
import { type GateKind, gated, logisticGate } from "./gate.ts";

/** y = x · σ(x) */
export const silu: Page = {
  evaluate({ x }, { y }) {
    for (let i = 0; i < y.data.length; i++) y.data[i] = x.data[i] / (1 + Math.exp(-x.data[i]));
  },
  bound: gated(() => siluGate),
};

/** What kernels of silu compute: see gate.ts. Here v = a, and a·v' = a without a rounding. */
export const siluGate: GateKind = { cutoff: 96, steepest: 1.1, curved: 0.5, at: (a) => logisticGate(a, a, 1, 0, 0) };
