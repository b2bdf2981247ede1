/** What the mutation test comes to: shares, survivors, and whether the list that explains them is right. */
import type { Mutant } from "./mutants.ts";
import type { KernelResult } from "./supervise.ts";

/** A mutant that no case can find, and why. */
export interface Explanation {
  /** The kernel, or several with the same line. */
  readonly kernel: string | readonly string[];
  /** The line as it is, and as it becomes. */
  readonly is: string;
  readonly becomes: string;
  readonly because: string;
}

/** How the mutants of a kernel fared. */
export interface Tally {
  readonly kernel: string;
  /** All that there are, and how many were tried. */
  readonly mutants: number;
  readonly tried: number;
  /** Refused by the shader's compiler: no kernels. */
  readonly invalid: number;
  readonly caught: number;
  /** Of these, those that hung or ended the process. */
  readonly stopped: number;
  readonly survived: number;
}

export interface Verdict {
  readonly kernels: readonly Tally[];
  readonly total: Tally;
  /** Caught, of those that are kernels at all. */
  readonly share: number;
  /** Survivors that the list does not explain, and entries of the list that explain nothing. */
  readonly unexplained: readonly (Pick<Mutant, "is" | "becomes"> & { readonly kernel: string })[];
  readonly stale: readonly (Explanation & { readonly found: string })[];
  readonly pass: boolean;
}

/** The least share of mutants that must be caught. */
const LEAST = 0.95;

function tallyOf({ kernel, all, tried }: KernelResult): Tally {
  const count = (...outcomes: string[]) => tried.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const [invalid, survived, stopped] = [count("invalid"), count("survived"), count("timeout", "crash")];
  const caught = tried.length - invalid - survived;
  return { kernel, mutants: all.length, tried: tried.length, invalid, caught, stopped, survived };
}

const isOf = ({ is, becomes }: Pick<Mutant, "is" | "becomes">, mutant: Mutant) =>
  mutant.is === is && mutant.becomes === becomes;

/** The sums over kernels. */
function totalOf(tallies: readonly Tally[]): Tally {
  const sum = (key: Exclude<keyof Tally, "kernel">) => tallies.reduce((total, tally) => total + tally[key], 0);
  return {
    kernel: "all",
    mutants: sum("mutants"),
    tried: sum("tried"),
    invalid: sum("invalid"),
    caught: sum("caught"),
    stopped: sum("stopped"),
    survived: sum("survived"),
  };
}

/** What all of it comes to. */
export function verdictOf({
  kernels,
  unexplained,
  stale,
}: Pick<Verdict, "kernels" | "unexplained" | "stale">): Verdict {
  const total = totalOf(kernels);
  const share = total.caught / (total.caught + total.survived);
  const pass = share >= LEAST && unexplained.length === 0 && stale.length === 0;
  return { kernels, total, share, unexplained, stale, pass };
}

/** @param explanations the list of survivors; entries of kernels that were not tried are left alone */
export function judge(results: readonly KernelResult[], explanations: readonly Explanation[]): Verdict {
  const unexplained = [];
  const stale = [];
  for (const { kernel, all, tried } of results) {
    const own = explanations.filter((explanation) => [explanation.kernel].flat().includes(kernel));
    for (const { mutant, outcome } of tried) {
      if (outcome === "survived" && !own.some((explanation) => isOf(explanation, mutant)))
        unexplained.push({ kernel, is: mutant.is, becomes: mutant.becomes });
    }
    for (const explanation of own) {
      const outcome = tried.find(({ mutant }) => isOf(explanation, mutant))?.outcome;
      if (outcome !== undefined && outcome !== "survived") stale.push({ ...explanation, kernel, found: outcome });
      if (!all.some((mutant) => isOf(explanation, mutant)))
        stale.push({ ...explanation, kernel, found: "no such mutant" });
    }
  }
  return verdictOf({ kernels: results.map(tallyOf), unexplained, stale });
}
