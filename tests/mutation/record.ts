/** What runs of the mutation test leave in a file: the last one's kernels, and of others what earlier ones found out. */
import type { provenance } from "../../src/cli/bench/provenance.ts";
import { sha256Hex } from "../../src/core/hash.ts";
import type { Kernel } from "../../src/kernels/kernel.ts";
import { type Tally, type Verdict, verdictOf } from "./verdict.ts";

/** A run: when and on what, and which mutants were drawn. */
interface Run extends ReturnType<typeof provenance> {
  readonly adapter: string;
  readonly seed: number;
  readonly perKernel: number | "all";
}

/** A kernel, when it was tried, and the SHA-256 of the code that was changed. */
interface KernelRecord extends Tally {
  readonly date: string;
  readonly code: string;
}

export interface MutationRecord extends Run, Omit<Verdict, "kernels" | "total"> {
  readonly total: Tally & { readonly explained: number };
  readonly kernels: readonly KernelRecord[];
  /** Kernels of whose code as it is now there is nothing. */
  readonly untried: readonly string[];
}

/** SHA-256 of the code by the name of the kernel. */
export type Codes = ReadonlyMap<string, string>;

export async function codesOf(kernels: readonly Kernel[]): Promise<Codes> {
  const encoder = new TextEncoder();
  const pairs = kernels.map(async ({ name, shader }) => [name, await sha256Hex(encoder.encode(shader.code))] as const);
  return new Map(await Promise.all(pairs));
}

/** Which of the kernels a record says nothing of, their code being what it is. */
export function staleIn(known: MutationRecord | undefined, codes: Codes, names: readonly string[]): string[] {
  const current = (known?.kernels ?? []).filter(({ kernel, code }) => codes.get(kernel) === code);
  const tried = new Set(current.map(({ kernel }) => kernel));
  return names.filter((name) => !tried.has(name));
}

/**
 * The record of a run. What is known of kernels that it did not try stays, where their code is the same, and adapter and draw were.
 *
 * @param codes of all kernels there are, in the order of the record
 */
export function recordOf(verdict: Verdict, run: Run, codes: Codes, known?: MutationRecord): MutationRecord {
  const isAlike = known && (["adapter", "seed", "perKernel"] as const).every((key) => known[key] === run[key]);
  const tried = new Set(verdict.kernels.map(({ kernel }) => kernel));
  const kept = isAlike
    ? known.kernels.filter(({ kernel, code }) => !tried.has(kernel) && codes.get(kernel) === code)
    : [];
  const isKept = ({ kernel }: { readonly kernel: string | readonly string[] }) =>
    kept.some((one) => [kernel].flat().includes(one.kernel));
  const fresh = verdict.kernels.map((tally) => ({ ...tally, date: run.date, code: codes.get(tally.kernel)! }));
  const places = [...codes.keys()];
  const whole = verdictOf({
    kernels: [...kept, ...fresh],
    unexplained: [...(known?.unexplained ?? []).filter(isKept), ...verdict.unexplained],
    stale: [...(known?.stale ?? []).filter(isKept), ...verdict.stale],
  });
  const all = whole.kernels as readonly KernelRecord[];
  const names = new Set(all.map(({ kernel }) => kernel));
  const { total, pass, share, unexplained, stale } = whole;
  return {
    ...run,
    pass,
    share,
    total: { ...total, explained: total.survived - unexplained.length },
    unexplained,
    stale,
    untried: places.filter((name) => !names.has(name)),
    kernels: all.toSorted((a, b) => places.indexOf(a.kernel) - places.indexOf(b.kernel)),
  };
}
