import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elements } from "../../../src/core/shape.ts";
import { type Inspection, Inspector } from "../../../src/inspect/inspector.ts";
import { openElement } from "../../../src/inspect/openElement.ts";
import type { Opened } from "../../../src/inspect/opened.ts";
import type { Recipe } from "../../../src/model/recipe.ts";
import type { OperationName } from "../../../src/operations/index.ts";
import type { Operation } from "../../../src/operations/operation.ts";
import type { Arrays } from "../../../src/reference/book.ts";
import { reference } from "../../../src/reference/index.ts";
import { oddNetworks, smallNetworks } from "../../networks.ts";

/** Numbers that look like parameters and pixels, the same in every run. */
const numbers = (count: number, scale: number, shift = 0) =>
  Float64Array.from({ length: count }, (_, i) => shift + scale * Math.sin(1 + 12.9898 * i));

function inspect(recipe: Recipe): Inspection {
  const inspector = new Inspector(recipe);
  const { network } = inspector.program;
  const parameters = numbers(network.flat, 0.3);
  // No variance is negative.
  for (const { name, offset, shape } of network.statistics) {
    if (name.endsWith("running_var")) parameters.set(numbers(elements(shape), 0.3, 1), offset);
  }
  return inspector.inspect(parameters, numbers(elements(recipe.input), 0.5, 0.5), 1);
}

/** What an operation makes of its inputs where every element that is not among the arguments is something else. */
function recomputed(
  { array }: Inspection,
  operation: Operation,
  opened: Extract<Opened, { kind: "function" }>,
): number {
  const inputs: Record<string, { shape: readonly number[]; data: Float64Array | Uint32Array }> = {};
  for (const [role, name] of Object.entries(operation.inputs)) {
    const { shape, data } = array(name);
    const other = data instanceof Float64Array ? numbers(data.length, 7, 20) : new Uint32Array(data.length);
    for (const { place, value } of opened.args[role] ?? []) other[place] = value;
    inputs[role] = { shape, data: other };
  }
  const outputs = Object.fromEntries(
    Object.entries(operation.outputs).map(([role, name]) => {
      const { shape, data } = array(name);
      return [role, { shape, data: data.slice() }];
    }),
  ) as Arrays;
  reference[operation.op as OperationName].evaluate(inputs, outputs, operation.attributes);
  const [role] = Object.entries(operation.outputs).find(([, name]) => name === opened.tensor)!;
  return outputs[role].data[opened.place];
}

/** The value of a number again, from the numbers that it is said to be made from. */
function again(inspection: Inspection, opened: Opened): number {
  if (opened.kind === "given") return inspection.array(opened.tensor).data[opened.place];
  if (opened.kind === "greatest") return Math.max(...opened.candidates.map(({ value }) => value));
  if (opened.kind === "sum")
    return opened.terms.reduce(
      (total, { factors, divisor }) => total + factors.reduce((product, { value }) => product * value, 1) / divisor,
      0,
    );
  const operation = inspection.program.operations.find(({ outputs }) =>
    Object.values(outputs).includes(opened.tensor),
  )!;
  return recomputed(inspection, operation, opened);
}

describe.each(Object.entries({ ...smallNetworks, ...oddNetworks }))("every number of %s", (_, recipe) => {
  const inspection = inspect(recipe);
  const tensors = [...inspection.program.tensors.values()].filter(({ name }) => !name.endsWith(".index"));

  it.each(tensors.map(({ name }) => name))("%s is what it is made from", (tensor) => {
    const { data } = inspection.array(tensor);
    // Each is a search through whole maps: some of many.
    const places = fc.sample(fc.nat(data.length - 1), { numRuns: 12, seed: 1 });
    for (const place of places) {
      const opened = openElement(inspection, tensor, place);
      expect(opened.value).toBe(data[place]);
      const scale = opened.kind === "sum" ? opened.terms.reduce((all, { product }) => all + Math.abs(product), 0) : 1;
      // The order of the sum is another than the reference's: float64 rounds each of its additions.
      const terms = opened.kind === "sum" ? opened.terms.length + 2 : 8;
      expect(Math.abs(again(inspection, opened) - opened.value)).toBeLessThanOrEqual(
        terms * 2 ** -52 * (scale + Math.abs(opened.value)),
      );
    }
  });
});
