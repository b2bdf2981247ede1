import type { Page } from "./book.ts";
import { gatedGrad } from "./gate.ts";
import { siluGate } from "./silu.ts";

/** dx = dy · σ(x) · (1 + x·(1 − σ(x))) */
export const siluGrad: Page = {
  evaluate({ dy, x }, { dx }) {
    for (let i = 0; i < dx.data.length; i++) {
      const p = 1 / (1 + Math.exp(-x.data[i]));
      const q = 1 / (1 + Math.exp(x.data[i]));
      dx.data[i] = dy.data[i] * p * (1 + x.data[i] * q);
    }
  },
  bound: gatedGrad(() => siluGate),
};
