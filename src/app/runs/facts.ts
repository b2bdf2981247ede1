/** What a run was made with, as words by name; what tells runs apart, and what each is called for it. */

/** By the name of each setting, the words that a person would use for its value: `seed` → `seed 2`. */
export type Facts = ReadonlyMap<string, string>;

/** The setting that a name begins with. */
const PRESET = "preset";

/** The settings that are not the same in all of several runs, in the order in which they are found. */
export function differing(runs: readonly Facts[]): string[] {
  const names = [...new Set(runs.flatMap((facts) => [...facts.keys()]))];
  return names.filter((name) => new Set(runs.map((facts) => facts.get(name))).size > 1);
}

/**
 * Short names of runs: the preset, and what else tells them apart and is not as usual. Where all have the same preset it is said of those
 * alone of which there is nothing else to say. Equal names are numbered.
 *
 * @param usual the facts of a run of the same preset of which nothing was changed
 */
export function runNames(runs: readonly Facts[], usual: (run: Facts) => Facts): string[] {
  const names = differing(runs);
  const found = runs.map((facts) => {
    const own = names.filter((name) => name !== PRESET && facts.get(name) !== usual(facts).get(name));
    const words = own.flatMap((name) => facts.get(name) ?? []);
    const preset = names.includes(PRESET) || words.length === 0 ? [facts.get(PRESET) ?? "run"] : [];
    return [...preset, ...words].join(", ");
  });
  return found.map((name, i) => {
    const before = found.slice(0, i).filter((other) => other === name).length;
    return before === 0 ? name : `${name} (${before + 1})`;
  });
}

/** What a run has otherwise than another: `seed 2 (now 1)`. */
export function differences(run: Facts, now: Facts): string[] {
  return differing([run, now]).map((name) => {
    const [own, other] = [run.get(name), now.get(name)];
    if (own === undefined) return `without ${other}`;
    return other === undefined
      ? own
      : `${own} (now ${other.startsWith(`${name} `) ? other.slice(name.length + 1) : other})`;
  });
}
