/** What the page says of a link and of the run that it came with. */
import { count } from "../look/format.ts";
import type { Claim } from "./claim.ts";
import type { Difference, Verdict } from "./comparison.ts";

export function verdictWords(verdict: Verdict, claim: Claim): string {
  switch (verdict.kind) {
    case "nothing":
      return `This link came with a run: ${count(claim.step)} steps on ${claim.device}. Train, and see whether yours is the same.`;
    case "same":
      return `Same so far: to the bit, up to step ${count(verdict.step)} (${verdict.compared} of ${verdict.of} losses compared).`;
    case "identical":
      return `Same: after step ${count(verdict.step)} the weights are identical.`;
    case "rounding":
      return `Same but for rounding, as far as another device than ${claim.device} can tell (step ${count(verdict.step)}). The first step that differs: ${differenceWords(verdict.first)}.`;
    case "different":
      return verdict.sameDevice
        ? `Not the same. The first step that differs: ${differenceWords(verdict.first)}.`
        : `Not the same: rounding on another device than ${claim.device} does not explain step ${differenceWords(verdict.first)}.`;
    case "weights":
      return `Every loss compared is the same, but after step ${count(verdict.step)} the weights are not.`;
  }
}

function differenceWords({ step, here, there, after }: Difference): string {
  const [own, other] = asFarAs(here, there);
  // Between two steps that are compared nobody knows.
  const compared = step - after > 1 ? `, the next compared after ${count(after)}` : "";
  return `${count(step)}${compared} (loss ${own} here, ${other} there)`;
}

/** Two numbers with as many figures as it takes to tell them apart. */
function asFarAs(a: number, b: number): [string, string] {
  for (let figures = 4; figures < 9; figures++) {
    const [one, other] = [a.toPrecision(figures), b.toPrecision(figures)];
    if (one !== other) return [one, other];
  }
  return [a.toPrecision(9), b.toPrecision(9)];
}

export type CopiedWhat = "run" | "recipe" | "running" | "altered" | "own";

export function copiedWords(what: CopiedWhat, step: number): string {
  switch (what) {
    case "run":
      return `Copied: the recipe, and what these ${count(step)} steps came to. Whoever trains it sees whether theirs are the same.`;
    case "recipe":
      return "Copied: the recipe. After a run the link also says what it came to.";
    case "running":
      return "Copied: the recipe. Pause, and the link also says what the run came to.";
    case "altered":
      return "Copied: the recipe alone. These weights were loaded or taught by you: they do not follow from it.";
    case "own":
      return "Copied: the recipe alone. Your own pictures stay with you: whoever opens it needs the same files.";
  }
}
