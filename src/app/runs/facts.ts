/** What runs were made with, what each is called for it, and what tells it from another. */

/** By the name of each setting, its value as text. All runs have the same names. */
export type Facts = ReadonlyMap<string, string>;

/** The words for a value beside another one: `seed 2`, `η 0.02`. */
export type WordsFor = (name: string, value: string, other: string) => string;

/** The setting that a name begins with. */
const PRESET = "preset";

/** The settings that are not the same in all of several runs. */
export function differing(runs: readonly Facts[]): string[] {
  const names = [...(runs[0]?.keys() ?? [])];
  return names.filter((name) => new Set(runs.map((facts) => facts.get(name))).size > 1);
}

/** Changes that a name has room for. */
const FEW = 3;

/**
 * What a run is called, whatever stands beside it: its preset, and what of that was changed.
 *
 * @param usual the facts of a run of the same preset of which nothing was changed
 */
export function runName(run: Facts, usual: Facts, wordsFor: WordsFor): string {
  const changed = differing([run, usual]).map((name) => wordsFor(name, run.get(name)!, usual.get(name)!));
  const more = changed.length > FEW ? [`${changed.length - FEW + 1} more`] : [];
  return [run.get(PRESET)!, ...(more.length > 0 ? changed.slice(0, FEW - 1) : changed), ...more].join(", ");
}

/** What a run has otherwise than another: `seed 2 (now 1)`. Of another preset everything follows from that: its name says it. */
export function differences(run: Facts, now: Facts, wordsFor: WordsFor): string[] {
  if (run.get(PRESET) !== now.get(PRESET)) return ["another preset"];
  return differing([run, now]).map((name) => {
    const [own, other] = [run.get(name)!, now.get(name)!];
    const words = wordsFor(name, own, other).split(" ");
    const others = wordsFor(name, other, own).split(" ");
    // What both begin with is said once.
    const alike = others.findIndex((word, i) => word !== words[i]);
    return `${words.join(" ")} (now ${others.slice(Math.max(0, alike)).join(" ")})`;
  });
}
