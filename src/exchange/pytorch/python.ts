/** Python as text: values, calls and blocks, formatted as PEP 8 asks. */

/** Characters of a line, at most. */
const WIDTH = 88;

/** A number, or a pair for two different ones: `3`, `(3, 2)`. */
export function pair([a, b]: readonly [number, number]): string {
  return a === b ? String(a) : `(${a}, ${b})`;
}

export function tuple(values: readonly number[]): string {
  return values.length === 1 ? `(${values[0]},)` : `(${values.join(", ")})`;
}

/** `name=value` for those that are not what PyTorch takes where nothing is said. */
export function keywords(values: Readonly<Record<string, readonly [value: string, standard: string]>>): string[] {
  return Object.entries(values)
    .filter(([, [value, standard]]) => value !== standard)
    .map(([name, [value]]) => `${name}=${value}`);
}

export function indented(text: string, levels = 1): string {
  return text.replaceAll(/^(?=.)/gm, "    ".repeat(levels));
}

/**
 * `before(a, b)after` on one line where it has room, else the arguments on lines of their own.
 *
 * @param before the call up to its bracket, and what stands before it
 * @param indent columns that the block will be moved to the right
 */
export function call(before: string, args: readonly string[], after = "", indent = 0): string {
  const line = `${before}(${args.join(", ")})${after}`;
  if (indent + line.length <= WIDTH) return line;
  const lines: string[] = [];
  for (const arg of args) {
    const last = lines.at(-1);
    const fits = last !== undefined && indent + 4 + last.length + arg.length + 2 <= WIDTH;
    if (fits) lines[lines.length - 1] = `${last} ${arg},`;
    else lines.push(`${arg},`);
  }
  return `${before}(\n${indented(lines.join("\n"))}\n)${after}`;
}

/** Words in lines that a docstring has room for. */
export function wrapped(text: string, indent = 0): string {
  const lines = [""];
  for (const word of text.split(/\s+/)) {
    const last = lines.at(-1)!;
    if (last === "") lines[lines.length - 1] = word;
    else if (indent + last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.join("\n");
}

/** A name of ours, which may be any text, as words in a comment. */
export function plain(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N} .,()+-]/gu, "_").slice(0, 60);
}
