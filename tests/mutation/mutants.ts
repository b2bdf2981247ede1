import { RandomStream } from "../../src/core/random.ts";
import { operators } from "./operators.ts";
import { Source } from "./source.ts";

/** One small change of a shader's source. */
export interface Mutant {
  /** Which operator makes it. */
  readonly operator: string;
  /** The line it is in, from 0 on, and where in it the text begins that it replaces. */
  readonly line: number;
  readonly column: number;
  readonly before: string;
  readonly after: string;
  /** The line as it is and as it becomes, for people and for the list of survivors: the number is that of several equal lines. */
  readonly is: string;
  readonly becomes: string;
}

/**
 * Every change that the operators know, in the order of the source. Comments, bindings and the constants that the host sets stay.
 *
 * @param given names of those constants
 */
export function mutantsOf(code: string, given: ReadonlySet<string> = new Set()): Mutant[] {
  const source = new Source(code, given);
  const lines = code.split("\n");
  const starts = lines.map(() => 0);
  for (let k = 1; k < lines.length; k++) starts[k] = starts[k - 1] + lines[k - 1].length + 1;
  const known = new Set([code]);
  const mutants: Mutant[] = [];
  for (const i of source.open) {
    for (const [operator, changesAt] of Object.entries(operators)) {
      for (const { start, end, after } of changesAt(source, i)) {
        const mutated = code.slice(0, start) + after + code.slice(end);
        if (known.has(mutated)) continue;
        known.add(mutated);
        const line = starts.findLastIndex((place) => place <= start);
        const column = start - starts[line];
        const before = code.slice(start, end);
        const tail = code.slice(end).split("\n", 1)[0];
        const nth = lines.slice(0, line).filter((other) => other === lines[line]).length;
        mutants.push({
          operator,
          line,
          column,
          before,
          after,
          is: `${lines[line].trim()}${nth > 0 ? ` (${nth + 1})` : ""}`,
          becomes: (lines[line].slice(0, column) + after + tail).trim(),
        });
      }
    }
  }
  return mutants;
}

/** The code with a mutant's change. Constants may have been set in it; its lines are those of the file. */
export function applyMutant(code: string, { line, column, before, after }: Mutant): string {
  const lines = code.split("\n");
  const start = lines.slice(0, line).reduce((sum, text) => sum + text.length + 1, column);
  if (!code.startsWith(before, start)) throw new Error(`line ${line + 1}: ${JSON.stringify(before)} is not there`);
  return code.slice(0, start) + after + code.slice(start + before.length);
}

/** So many of the mutants, drawn without order from a seed and a name, in the order of the source; all, where there are no more. */
export function sampleMutants(mutants: readonly Mutant[], count: number, seed: number, name: string): Mutant[] {
  if (mutants.length <= count) return [...mutants];
  const random = new RandomStream(seed, `mutants of ${name}`);
  const places = mutants.map((_, place) => place);
  for (let k = 0; k < count; k++) {
    const other = k + random.below(places.length - k);
    [places[k], places[other]] = [places[other], places[k]];
  }
  return places
    .slice(0, count)
    .toSorted((a, b) => a - b)
    .map((place) => mutants[place]);
}
