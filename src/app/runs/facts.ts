/** What runs were made with, what tells them apart, and what each is called for it. */

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

/**
 * Short names of runs: the preset, and what else tells them apart and is not as usual. Where all have the same preset it is said of those
 * alone of which there is nothing else to say. Equal names are numbered.
 *
 * @param usual the facts of a run of the same preset of which nothing was changed
 */
export function runNames(runs: readonly Facts[], usual: (run: Facts) => Facts, wordsFor: WordsFor): string[] {
  const names = differing(runs);
  const found = runs.map((facts) => {
    const plain = usual(facts);
    const own = differing([facts, plain]).filter((name) => name !== PRESET && names.includes(name));
    const words = own.map((name) => wordsFor(name, facts.get(name)!, plain.get(name)!));
    const preset = names.includes(PRESET) || words.length === 0 ? [facts.get(PRESET)!] : [];
    return [...preset, ...words].join(", ");
  });
  return found.map((name, i) => {
    const before = found.slice(0, i).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

/** What a run has otherwise than another: `seed 2 (now 1)`. */
export function differences(run: Facts, now: Facts, wordsFor: WordsFor): string[] {
  return differing([run, now]).map((name) => {
    const [own, other] = [run.get(name)!, now.get(name)!];
    const words = wordsFor(name, own, other).split(" ");
    const others = wordsFor(name, other, own).split(" ");
    // What both begin with is said once.
    const alike = others.findIndex((word, i) => word !== words[i]);
    return `${words.join(" ")} (now ${others.slice(Math.max(0, alike)).join(" ")})`;
  });
}
