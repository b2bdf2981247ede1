/** A run held against what an address claims: the same to the bit, other by rounding, or another. Pure. */
import { type Claim, hashDigits } from "./claim.ts";
import { checkpointsUpTo, type LossTrace } from "./lossTrace.ts";

/** What there is of the run on this side. */
export interface OwnRun {
  readonly trace: Pick<LossTrace, "at">;
  readonly device: string;
  /** The hash of the weights after the claim's last step, once that is known. */
  readonly sha256?: string | undefined;
}

/** A checkpoint at which two runs are not the same. */
export interface Difference {
  readonly step: number;
  readonly here: number;
  readonly there: number;
  /** The last checkpoint before at which they are; 0: there is none. */
  readonly after: number;
}

export type Verdict =
  | { readonly kind: "nothing" }
  /** So far: as many checkpoints as are known, the last of them at `step`. */
  | { readonly kind: "same"; readonly compared: number; readonly of: number; readonly step: number }
  | { readonly kind: "identical"; readonly step: number }
  /** As far apart as rounding brings two devices, from `first` on; steps up to `step` can tell. */
  | { readonly kind: "rounding"; readonly first: Difference; readonly step: number }
  | { readonly kind: "different"; readonly first: Difference; readonly sameDevice: boolean }
  /** Every loss is the same, and the weights at the end are not. */
  | { readonly kind: "weights"; readonly step: number };

/** Steps after which the losses of two devices tell nothing more of each other. */
const lastTelling = 28;

/**
 * How far rounding alone may bring the losses of two devices apart by a step, as a share of the loss. Sums in another order are off by a
 * few units of the last place, and training makes small differences grow: between SwiftShader, llvmpipe and the float64 reference the presets
 * part by up to 3·10⁻⁷ in the first steps, and where the loss begins to fall that doubles in as few as two steps (convnet: 6·10⁻⁵ before step 32;
 * lenet: from 2·10⁻⁷ in step 127 to 6·10⁻⁵ in step 145). So it is given a doubling every two steps from the beginning, up to a hundredth.
 */
export function roundingAllows(step: number): number {
  return step > lastTelling ? Number.POSITIVE_INFINITY : 2 ** (step / 2 - 21);
}

export function compare(claim: Claim, { trace, device, sha256 }: OwnRun): Verdict {
  const steps = checkpointsUpTo(claim.step);
  let first: Difference | undefined;
  let same = 0;
  let last = 0;
  for (const [i, step] of steps.entries()) {
    const [here, there] = [trace.at(step), claim.losses[i]];
    if (here === undefined) break;
    last = step;
    if (Math.fround(here) === there) {
      if (first === undefined) same++;
      continue;
    }
    const difference = { step, here, there, after: steps[same - 1] ?? 0 };
    first ??= difference;
    const sameDevice = device === claim.device;
    // The same device rounds the same way: there it explains nothing.
    const allowed = sameDevice ? 0 : roundingAllows(step) * Math.abs(there);
    if (Math.abs(here - there) > allowed) return { kind: "different", first: difference, sameDevice };
  }
  if (first !== undefined) return { kind: "rounding", first, step: Math.min(last, lastTelling) };
  if (sha256 !== undefined) {
    return { kind: sha256.slice(0, hashDigits) === claim.sha256 ? "identical" : "weights", step: claim.step };
  }
  return last === 0 ? { kind: "nothing" } : { kind: "same", compared: same, of: steps.length, step: last };
}
