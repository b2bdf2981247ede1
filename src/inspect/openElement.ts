import type { Operation } from "../operations/operation.ts";
import { conv2dInputGradTerms, conv2dTerms, conv2dWeightGradTerms } from "./convolutionTerms.ts";
import { argumentsOf } from "./functionArguments.ts";
import type { Inspection } from "./inspector.ts";
import type { Applied, Greatest, Opened, Sum, Term } from "./opened.ts";
import { indexOf, placeOf, Site } from "./site.ts";
import { avgPool2dGradTerms, avgPool2dTerms, maxPool2dCandidates, maxPool2dGradTerms } from "./windowTerms.ts";

type Parts =
  | Pick<Sum, "kind" | "terms">
  | Pick<Greatest, "kind" | "candidates" | "chosen">
  | Pick<Applied, "kind" | "args" | "attributes">;

const sum = (terms: readonly Term[]): Parts => ({ kind: "sum", terms });

/** Elements of a sample's or map's row, from its first on. */
const range = (count: number, first = 0, step = 1) => Array.from({ length: count }, (_, k) => first + k * step);

/** All elements of a map, over the whole batch. */
function mapTerms(site: Site, role: string, map: number): Term[] {
  const { shape, data } = site.array(role);
  return range(data.length)
    .filter((at) => indexOf(shape, at)[1] === map)
    .map((at) => site.term([role, at]));
}

/** The function of an operation: what it depends on, and its constants. */
const applied = (site: Site, place: number, role: string): Parts => ({
  kind: "function",
  args: argumentsOf(site, place, role),
  attributes: site.attributes,
});

/** How an element of an operation's output, which has a role, is a sum, or the greatest, of others. What is not listed is a function. */
const parts: Readonly<Record<string, (site: Site, place: number, role: string) => Parts>> = {
  conv2d: (site, place) => sum(conv2dTerms(site, place)),
  conv2dWeightGrad: (site, place) => sum(conv2dWeightGradTerms(site, place)),
  conv2dInputGrad: (site, place) => sum(conv2dInputGradTerms(site, place)),
  dense: (site, place) => {
    const [n, o] = indexOf(site.array("y").shape, place);
    const F = site.array("x").shape[1];
    return sum(range(F).map((f) => site.term(["x", n * F + f], ["weight", o * F + f])));
  },
  denseInputGrad: (site, place) => {
    const [n, f] = indexOf(site.array("dx").shape, place);
    const [O, F] = site.array("weight").shape;
    return sum(range(O).map((o) => site.term(["dy", n * O + o], ["weight", o * F + f])));
  },
  denseWeightGrad: (site, place) => {
    const [o, f] = indexOf(site.array("dw").shape, place);
    const [N, F] = site.array("x").shape;
    const O = site.array("dy").shape[1];
    return sum(range(N).map((n) => site.term(["x", n * F + f], ["dy", n * O + o])));
  },
  addBias: (site, place) => {
    const { shape } = site.array("x");
    return sum([site.term(["x", place]), site.term(["bias", indexOf(shape, place)[1]])]);
  },
  addBiasGrad: (site, place) => sum(mapTerms(site, "dy", place)),
  batchNormParameterGrads: (site, place, role) =>
    role === "db" ? sum(mapTerms(site, "dy", place)) : applied(site, place, role),
  add: (site, place) => sum([site.term(["a", place]), site.term(["b", place])]),
  flatten: (site, place) => sum([site.term(["x", place])]),
  unflatten: (site, place) => sum([site.term(["x", place])]),
  flip2d: (site, place) => {
    const { shape } = site.array("x");
    const [m, c, i, j] = indexOf(shape, place);
    return sum([site.term(["x", placeOf(shape, [m, c, shape[2] - 1 - i, shape[3] - 1 - j])])]);
  },
  maxPool2d: (site, place) => ({ kind: "greatest", ...maxPool2dCandidates(site, place) }),
  maxPool2dGrad: (site, place) => sum(maxPool2dGradTerms(site, place)),
  avgPool2d: (site, place) => sum(avgPool2dTerms(site, place)),
  avgPool2dGrad: (site, place) => sum(avgPool2dGradTerms(site, place)),
};

/** The operation that computes a tensor; undefined for what is given. */
function makerOf({ program }: Inspection, tensor: string): { operation: Operation; role: string } | undefined {
  for (const operation of program.operations) {
    const [role] = Object.entries(operation.outputs).find(([, name]) => name === tensor) ?? [];
    if (role !== undefined) return { operation, role };
  }
  return undefined;
}

/**
 * Opens one number: the numbers that it was made from, and how. Each of these can be opened in turn, down to the picture and the parameters.
 *
 * @param place of the element, in row-major order
 */
export function openElement(inspection: Inspection, tensor: string, place: number): Opened {
  const { shape, data } = inspection.array(tensor);
  const common = { tensor, place, value: data[place], index: indexOf(shape, place) };
  const maker = makerOf(inspection, tensor);
  if (maker === undefined) return { kind: "given", ...common };
  const { operation, role } = maker;
  const site = new Site(inspection, operation);
  const { op, label } = operation;
  const found = parts[op]?.(site, place, role) ?? applied(site, place, role);
  return { ...common, op, label, ...found };
}
