import { elements, formatShape, type Shape, sameShape } from "../../core/shape.ts";
import { type Mistake, mistakeOf } from "../check.ts";
import { compare } from "../compare.ts";
import { type Engine, runPrepared } from "./engines.ts";
import type { Prepared, Reading } from "./prepared.ts";
import type { UserCase } from "./readCases.ts";

/** How one engine did. */
export interface Outcome {
  readonly engine: string;
  readonly pass: boolean;
  /** The greatest error as a share of what the case's tolerance allows there. */
  readonly worst: number;
  readonly elements: number;
  readonly mistakes: readonly Mistake[];
  readonly problem?: string;
}

/** The shape that messages count an element by, as far as the case or the program knows one. */
function shapeFor({ outputShape, inputs }: UserCase, { name, shape }: Reading, length: number): Shape {
  const said = name === "output" ? outputShape : inputs[name.replace(/(Grad|[12])$/, "")]?.shape;
  return [said, shape].find((one) => one !== undefined && elements(one) === length) ?? [length];
}

/** What is wrong with an array as a whole; undefined where its numbers can be compared. */
function misfit(
  { expected, outputShape }: UserCase,
  { name, shape }: Reading,
  actual: ArrayLike<number>,
): string | undefined {
  const { length } = expected[name];
  if (actual.length !== length) return `${name} has ${actual.length} numbers; ${length} were expected`;
  if (name !== "output" || outputShape === undefined || shape === undefined) return undefined;
  if (sameShape(shape, outputShape)) return undefined;
  return `${name} is ${formatShape(shape)}; ${formatShape(outputShape)} was expected`;
}

/** Runs a case on an engine and compares each value with what is expected, within the case's own tolerance. */
export async function outcomeOf(userCase: UserCase, prepared: Prepared, engine: Engine): Promise<Outcome> {
  const { expected, tolerance } = userCase;
  const results = await runPrepared(prepared, engine);
  const mistakes: Mistake[] = [];
  const problems: string[] = [];
  let [worst, count] = [0, 0];
  for (const reading of prepared.rounds.flatMap(({ reads }) => reads)) {
    const { name } = reading;
    const actual = results.get(name)!;
    const problem = misfit(userCase, reading, actual);
    if (problem !== undefined) {
      problems.push(`${engine.name}: ${problem}`);
      continue;
    }
    const bounds = expected[name].map((value) => tolerance.absolute + tolerance.relative * Math.abs(value));
    const comparison = compare({ tensor: `${engine.name}: ${name}`, expected: expected[name], bounds }, actual);
    worst = Math.max(worst, comparison.worst);
    count += actual.length;
    if (comparison.wrong > 0) mistakes.push(mistakeOf(comparison, shapeFor(userCase, reading, actual.length)));
  }
  return {
    engine: engine.name,
    pass: mistakes.length === 0 && problems.length === 0,
    worst: problems.length > 0 ? Infinity : worst,
    elements: count,
    mistakes,
    ...(problems.length > 0 ? { problem: problems.join("; ") } : {}),
  };
}
