/** A network of an ONNX file, to run and to train on. */
import { canonicalJson } from "../../core/canonicalJson.ts";
import { FormatError } from "../../core/errors.ts";
import { elements, formatShape } from "../../core/shape.ts";
import type { NamedTensor } from "../../io/safetensors.ts";
import type { Parameter } from "../../layers/flat.ts";
import { arraysOf, buildNetwork } from "../../layers/network.ts";
import { readRecipe } from "../../model/readRecipe.ts";
import type { InputShape, ModelSpec, Recipe } from "../../model/recipe.ts";
import { ProgramBuilder } from "../../operations/program.ts";
import { decodeOnnx } from "./decode.ts";
import { onnxOf } from "./exportOnnx.ts";
import type { OnnxAttribute, OnnxModel, OnnxTensor } from "./format.ts";
import { numberOperators } from "./functions.ts";
import { OnnxGraph } from "./graph.ts";
import { nodeLayers, type Piece } from "./layersOf.ts";
import { turnedAbout } from "./nodes.ts";
import { labelOf, unlike, Walk } from "./walk.ts";

/** What a file came to. */
export interface Imported {
  /** The network; loss, optimiser and batch are ours, for the file says nothing of them. */
  readonly recipe: Recipe;
  /** Parameters and running statistics. */
  readonly tensors: readonly NamedTensor[];
  /** What is not as in the file, in sentences. */
  readonly notes: readonly string[];
}

const flatten: Piece = { layer: { type: "flatten" }, parameters: [], statistics: [] };

/** More than any network of layers that we have; what walks through them takes time by their number's square. */
const MOST_NODES = 4096;

/** What the file says nothing of. */
const training = { optimizer: { type: "adam", learningRate: 0.001 }, batch: 64 } as const;

/**
 * Reads a network for pictures: one input [N, C, H, W], one output [N, F], and between them layers of ours.
 *
 * @param name of the recipe, where the file has none
 * @throws FormatError where the file is damaged, or does what we cannot: then every such node is named
 */
export function importOnnx(bytes: Uint8Array, name: string): Imported {
  const model = decodeOnnx(bytes);
  const own = ownNetwork(model);
  if (own === undefined) return networkOf(model, name);
  if (isSameGraph(model, onnxOf(own.recipe, own.tensors, {}))) return own;
  const { notes, ...read } = networkOf(model, name);
  return { ...read, notes: ["Its nodes are not those of the recipe in its notes: the nodes count.", ...notes] };
}

/** Whether a file computes what we have written: whoever edits one leaves its notes as they are. */
function isSameGraph(file: OnnxModel, written: OnnxModel): boolean {
  const constants = new Map(file.initializers.map((tensor) => [tensor.name, tensor]));
  const valuesOf = (values: OnnxModel["inputs"]) =>
    values.filter(({ name }) => !constants.has(name)).map(({ name, shape: [, ...sizes] }) => ({ name, sizes }));
  const graphOf = ({ nodes, inputs, outputs }: OnnxModel) =>
    canonicalJson({
      nodes: nodes.map(({ op, inputs, outputs, attributes }) => ({
        op,
        inputs,
        outputs,
        attributes: Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, asInFile(value)])),
      })),
      inputs: valuesOf(inputs),
      outputs: valuesOf(outputs).map(({ name }) => name),
    });
  return (
    graphOf(file) === graphOf(written) &&
    written.initializers.every(({ name, dims, data }) => {
      const found = constants.get(name);
      return found?.data.length === data.length && String(found.dims) === String(dims) && areSame(found.data, data);
    })
  );
}

function areSame(a: OnnxTensor["data"], b: OnnxTensor["data"]): boolean {
  return a.every((value: number | bigint, place: number) => Object.is(value, b[place]));
}

/** Numbers of attributes are f32 there. */
function asInFile(value: OnnxAttribute): OnnxAttribute {
  return typeof value === "object" && "float" in value ? { float: Math.fround(value.float) } : value;
}

/** A file that we have written says which recipe it is of, and has all of its parameters by their names. */
function ownNetwork({ metadata, initializers }: OnnxModel): Imported | undefined {
  if (metadata.recipe === undefined) return undefined;
  let given: unknown;
  try {
    given = JSON.parse(metadata.recipe);
  } catch {
    return undefined;
  }
  const recipe = readRecipe("recipe", "unnamed", given);
  const { arrays } = arraysFor(recipe);
  const constants = new Map(initializers.map((tensor) => [tensor.name, tensor]));
  const tensors = arrays.flatMap(({ name, shape }): NamedTensor[] => {
    const [own, turned] = [name, name.replace(/weight$/, "flip2d")].map((tensor) => constants.get(tensor));
    const found = own ?? turned;
    if (!(found?.data instanceof Float32Array) || formatShape(found.dims) !== formatShape(shape)) return [];
    return [{ name, shape, data: own === undefined ? turnedAbout(found.data, shape) : found.data }];
  });
  return tensors.length === arrays.length ? { recipe, tensors, notes: [] } : undefined;
}

function networkOf(model: OnnxModel, name: string): Imported {
  if (model.nodes.length > MOST_NODES) {
    throw new FormatError(
      `ONNX: it has ${model.nodes.length} nodes; at most ${MOST_NODES} were expected. Use a smaller network.`,
    );
  }
  const graph = new OnnxGraph(model);
  const missing = graph.nodes.filter(
    ({ op }) => ![nodeLayers, numberOperators, { Pad: true }].some((ours) => Object.hasOwn(ours, op)),
  );
  if (missing.length > 0) throw unlike(missing.map((node) => `${labelOf(node)} is no operator of ours`));
  const { input, x, isFlat } = inputOf(model, graph);
  const walk = new Walk(graph);
  const { pieces, end } = walk.from(x);
  walk.finish(end);
  const notes: string[] = [];
  if (isFlat) {
    pieces.unshift(flatten);
    notes.push("It takes a flat list: here that is a map of one pixel for each number, and a flatten.");
  }
  if (pieces.at(-1)?.layer.type === "softmax") {
    pieces.pop();
    notes.push("Its last softmax is left out: what the network gives are the numbers before it, which the loss takes.");
  }
  if (pieces.every(({ layer }) => layer.type !== "flatten")) {
    pieces.push(flatten);
    notes.push("It ends in maps: a flatten is added, so that a sample has a flat list of outputs.");
  }
  const spec = { input, layers: pieces.map(({ layer }) => layer) };
  const { arrays, features } = arraysFor(spec);
  const loss = features === 1 ? "binaryCrossEntropyWithLogits" : "softmaxCrossEntropy";
  const recipe: Recipe = { name: model.name === "" ? name : model.name, ...spec, loss, ...training };
  const values = [...pieces.flatMap((piece) => piece.parameters), ...pieces.flatMap((piece) => piece.statistics)];
  const tensors = arrays.map(({ name, shape }, place) => {
    const data = Float32Array.from(values[place]);
    if (data.length === elements(shape)) return { name, shape, data };
    throw new FormatError(
      `ONNX: ${name} has ${data.length} values; ${formatShape(shape)} was expected for what comes in. Export the model again.`,
    );
  });
  return { recipe, tensors, notes };
}

/** The arrays that a network declares, parameters and behind them statistics, and how many outputs it has. */
function arraysFor(spec: ModelSpec): { arrays: readonly Parameter[]; features: number } {
  const builder = new ProgramBuilder();
  const network = buildNetwork(builder, spec, builder.persistent("input", [1, ...spec.input]), "evaluation");
  return { arrays: arraysOf(network), features: network.features };
}

/** The one input that is no constant: a picture, or a list of features, which is one of a pixel each. */
function inputOf({ inputs }: OnnxModel, graph: OnnxGraph): { input: InputShape; x: string; isFlat: boolean } {
  const open = inputs.filter(({ name }) => graph.constant(name) === undefined);
  const [value] = open;
  const sizes = value?.shape.slice(1) ?? [];
  const areFixed = sizes.every((size) => Number.isSafeInteger(size) && Number(size) > 0);
  if (open.length !== 1 || !areFixed || (sizes.length !== 3 && sizes.length !== 1)) {
    const found = open.map(({ name, shape }) => `${name} [${shape.join(", ")}]`).join(" and ") || "none";
    throw new FormatError(
      `ONNX: its inputs are ${found}; one of [N, C, H, W] was expected, all fixed but N. Export it with a picture's size.`,
    );
  }
  const isFlat = sizes.length === 1;
  return { input: (isFlat ? [sizes[0], 1, 1] : sizes) as unknown as InputShape, x: value.name, isFlat };
}
