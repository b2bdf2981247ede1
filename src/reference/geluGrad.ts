import { usesTanh } from "../operations/gelu.ts";
import type { Page } from "./book.ts";
import { gatedGrad } from "./gate.ts";
import { geluGate, normalDensity, normalIntegral, tanhArgument } from "./gelu.ts";

/** dx = dy · (Φ(x) + x·φ(x)); or dx = dy · (p + x·p(1 − p)·v'), p = σ(v(x)) */
export const geluGrad: Page = {
  evaluate({ dy, x }, { dx }, attributes) {
    const slope = usesTanh(attributes) ? tanhSlope : (at: number) => normalIntegral(at) + at * normalDensity(at);
    for (let i = 0; i < dx.data.length; i++) dx.data[i] = dy.data[i] * slope(x.data[i]);
  },
  bound: gatedGrad((attributes) => geluGate(usesTanh(attributes))),
};

function tanhSlope(x: number): number {
  const { v, dv } = tanhArgument(x);
  const p = 1 / (1 + Math.exp(-v));
  const q = 1 / (1 + Math.exp(v));
  return p + x * p * q * dv;
}
