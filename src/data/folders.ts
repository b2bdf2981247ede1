/** Pictures in folders: each folder is a class, as its name says. */

export type Half = "train" | "test";

export interface Sorted {
  /** Names of the classes; a label is a place among them. */
  readonly classes: readonly string[];
  /** Label of each path, and the half that a folder above it names; undefined where it is in no class's folder. */
  readonly places: readonly ({ readonly label: number; readonly half: Half | undefined } | undefined)[];
}

const halves: Readonly<Record<Half, RegExp>> = {
  train: /^train(ing)?$/i,
  test: /^(test(ing)?|t10k|val(id(ation)?)?)$/i,
};

function halfOf(folder: string): Half | undefined {
  return (["train", "test"] as const).find((half) => halves[half].test(folder));
}

const byName = new Intl.Collator("en", { numeric: true });

/**
 * The folder that a picture lies in is its class; `train` and `test` above it are halves. A picture beside such folders is in none.
 * Where all names are numbers that are labels of at most so many classes, they are the labels; else labels follow the order of names.
 *
 * @param paths with `/` between folders
 */
export function sortIntoClasses(paths: readonly string[], mostClasses: number): Sorted {
  const folders = paths.map((path) => path.split("/").filter(Boolean).slice(0, -1));
  const above = new Set(folders.flatMap((parts) => parts.map((_, i) => parts.slice(0, i).join("/"))));
  const named = folders.map((parts) => {
    const own = parts.at(-1);
    return own === undefined || halfOf(own) !== undefined || above.has(parts.join("/")) ? undefined : own;
  });
  const found = [...new Set(named.filter((name) => name !== undefined))].sort(byName.compare);
  const areLabels = found.every((name) => /^\d{1,3}$/.test(name) && Number(name) < mostClasses);
  const largest = areLabels ? Math.max(0, ...found.map(Number)) : 0;
  const classes = areLabels ? Array.from({ length: largest + 1 }, (_, i) => `${i}`) : found;
  const places = folders.map((parts, i) => {
    const name = named[i];
    if (name === undefined) return undefined;
    const half = parts.map(halfOf).find((one) => one !== undefined);
    return { label: areLabels ? Number(name) : found.indexOf(name), half };
  });
  return { classes, places };
}
