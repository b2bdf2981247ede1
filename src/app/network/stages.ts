/**
 * The network as formulas.md writes it: x → C¹ → P¹ → … → o. Layers that belong to one symbol (a convolution and its
 * activation) make one stage; its symbol, formula, shape and parameters are what the list and the picture show.
 */
import type { BuiltLayer } from "../../layers/network.ts";
import { lossType } from "../../losses/index.ts";
import type { LayerSpec, Recipe } from "../../model/recipe.ts";
import { apply, type Formula, number, operator, over, row, sum, symbol, under, underOver } from "../look/math.ts";

export interface Stage {
  readonly kind: "input" | "maps" | "vector";
  /** The layer whose output it shows; absent of the input. */
  readonly layer?: string;
  /** Symbols of its parameters, by their names; absent where it has none. */
  readonly trained?: Readonly<Record<string, Formula>>;
  readonly symbol: Formula;
  /** The same as formulas write it: with the index of a map, where it has many. */
  readonly member: Formula;
  /** The field's words for it. */
  readonly words: string;
  /** Of outputs that the loss takes for logarithms: the function that makes shares of them. Before it they are called z. */
  readonly applied?: string;
  /** What stands right of the equals sign; absent for the input. */
  readonly formula?: Formula;
  /** Of one sample: [maps, height, width] or [features]. */
  readonly shape: readonly number[];
  readonly parameters: number;
}

const activations: Readonly<Record<string, string>> = {
  sigmoid: "σ",
  relu: "ReLU",
  tanh: "tanh",
  leakyRelu: "LeakyReLU",
  gelu: "GELU",
  silu: "SiLU",
  softmax: "softmax",
};
/** What a loss applies to the outputs, if it takes them for logarithms. */
const outputFunctions: Readonly<Record<string, string>> = {
  softmaxCrossEntropy: "softmax",
  binaryCrossEntropyWithLogits: "σ",
};
const pools: Readonly<Record<string, { words: string; name: string }>> = {
  maxPool2d: { words: "max pooling", name: "max" },
  avgPool2d: { words: "mean pooling", name: "mean" },
};
/** Of other layers, where the field does not say what the recipe does. */
const otherWords: Readonly<Record<string, string>> = { batchNorm: "batch norm", conv2d: "convolution" };

/** The field's words for a kind of layer. */
export const layerWords = (type: string): string => pools[type]?.words ?? otherWords[type] ?? type;

/** Indices of the maps of the first convolution, the second, … */
const indices = ["i", "j", "l", "m", "n"];

export function stagesOf(recipe: Recipe, built: readonly BuiltLayer[]): readonly Stage[] {
  const stages: Stage[] = [
    {
      kind: "input",
      symbol: symbol("x"),
      member: recipe.input[0] > 1 ? under(symbol("x"), symbol("c")) : symbol("x"),
      words: "input",
      shape: recipe.input,
      parameters: 0,
    },
  ];
  const add = (stage: Omit<Stage, "member"> & { member?: Formula }) => stages.push({ member: stage.symbol, ...stage });
  const total = (type: string) => built.filter((layer) => layer.type === type).length;
  let [convolutions, poolings, denses] = [0, 0, 0];

  for (const [at, { type, name, output, parameters }] of built.entries()) {
    const before = stages.at(-1)!;
    const spec = recipe.layers[at];
    const activation = activationAfter(recipe, at);
    // A layer and the activation behind it are one symbol: it stands for what the activation gives.
    const layer = activation ? built[at + 1].name : name;
    const common = { shape: output, parameters, layer };
    const trained = (weight: Formula, bias: Formula) => ({ [`${name}.weight`]: weight, [`${name}.bias`]: bias });
    if (type === "conv2d") {
      convolutions++;
      const out = index(convolutions);
      const kernel = underOver(symbol("k"), index(convolutions, before.shape[0] > 1), number(convolutions));
      const convolved = row(before.member, operator("⊛"), kernel);
      const from = indices[convolutions - 2] ?? "c";
      // In groups, a map sees those of its own alone.
      const own = row(symbol(from), operator("∈"), under(symbol("G"), out));
      const all = groupsOf(spec, before.shape[0]) > 1 ? under(operator("∑"), own) : sum(from);
      const summed = before.shape[0] > 1 ? row(all, convolved) : convolved;
      const bias = underOver(symbol("b"), out, number(convolutions));
      const formula = wrap(activation, spec.bias === false ? summed : row(summed, operator("⊕"), bias));
      add({
        kind: "maps",
        ...map("C", convolutions, convolutions, output[0]),
        words: "convolution",
        formula,
        trained: trained(over(symbol("k"), number(convolutions)), over(symbol("b"), number(convolutions))),
        ...common,
      });
    } else if (type in pools) {
      poolings++;
      const { words, name } = pools[type];
      const side = under(["mi", name], row(number(sides(spec)[0]), operator("×"), number(sides(spec)[1])));
      const formula = row(side, operator("("), before.member, operator(")"));
      add({ kind: "maps", ...map("P", poolings, convolutions, output[0]), words, formula, ...common });
    } else if (type === "flatten") {
      add({
        kind: "vector",
        symbol: symbol("v"),
        words: "flatten",
        formula: apply("flatten", before.symbol),
        ...common,
      });
    } else if (type === "dense") {
      denses++;
      const last = denses === total("dense");
      const hidden = total("dense") - 1;
      const numbered = (letter: string) =>
        hidden > 1 && !last ? over(symbol(letter), number(denses)) : symbol(letter);
      // One hidden layer shares its letters' names with the output layer: a prime would be one notation too many.
      const [w, b] =
        last || hidden > 1
          ? [numbered("w"), numbered("b")]
          : [under(symbol("w"), symbol("h")), under(symbol("b"), symbol("h"))];
      const biased = row(w, operator("⊙"), before.symbol, operator("⊕"), b);
      const applied = last ? outputFunctions[lossType(recipe.loss)] : undefined;
      add({
        kind: "vector",
        symbol: last ? symbol("o") : numbered("h"),
        words: last ? "outputs" : "dense",
        formula: wrap(applied ?? activation, biased),
        ...(applied === undefined ? {} : { applied }),
        trained: trained(w, b),
        ...common,
      });
    } else if (!(type in activations)) {
      const kind = output.length === 3 ? "maps" : "vector";
      const own = parameters > 0 ? { trained: trained(symbol("γ"), symbol("β")) } : {};
      add({
        kind,
        symbol: ["mtext", name],
        words: layerWords(type),
        formula: apply(type, before.symbol),
        ...own,
        ...common,
      });
    }
  }
  return stages;
}

function activationAfter(recipe: Recipe, at: number): string | undefined {
  return activations[recipe.layers[at + 1]?.type ?? ""];
}

function wrap(activation: string | undefined, inner: Formula): Formula {
  return activation ? apply(activation, inner) : inner;
}

/** C¹, and C¹_i for one of its maps, where there are several. */
function map(letter: string, place: number, convolution: number, maps: number): Pick<Stage, "symbol" | "member"> {
  const whole = over(symbol(letter), number(place));
  const one = underOver(symbol(letter), index(Math.max(1, convolution)), number(place));
  return { symbol: whole, member: maps > 1 ? one : whole };
}

/** `i`, or `i,j` where a kernel belongs to a map before and a map after. */
function index(convolution: number, both = false): Formula {
  const out = symbol(indices[convolution - 1] ?? "m");
  if (!both) return out;
  return row(symbol(indices[convolution - 2] ?? "c"), operator(","), out);
}

/** Parts that a convolution divides its input's maps into. */
function groupsOf({ groups = 1 }: LayerSpec, maps: number): number {
  return groups === "depthwise" ? maps : Number(groups);
}

function sides({ size }: LayerSpec): readonly [number, number] {
  return Array.isArray(size) ? [size[0], size[1]] : [Number(size), Number(size)];
}

/** 6 × 24 × 24, as the field writes a shape. */
export function shapeWords(shape: readonly number[]): string {
  return shape.join("\u2009×\u2009");
}
