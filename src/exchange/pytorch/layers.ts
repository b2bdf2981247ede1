/** Our layers as PyTorch's modules, with our names. */
import { SpecError } from "../../core/errors.ts";
import type { Shape } from "../../core/shape.ts";
import { layerNames } from "../../layers/checkModel.ts";
import { describeLayers } from "../../layers/describe.ts";
import { layers as kinds } from "../../layers/index.ts";
import { paddingOf } from "../../layers/padding.ts";
import { type Padding, readFields } from "../../model/fields.ts";
import type { LayerSpec } from "../../model/recipe.ts";
import { extentOf } from "../../operations/convolution.ts";
import type { Padding2d, Size2d } from "../../operations/spatial.ts";
import { countedOf, pooledShape } from "../../operations/window.ts";
import type { ClassName } from "./classes.ts";
import { isTaken } from "./names.ts";
import { call, indented, keywords, pair, tuple } from "./python.ts";

/** Where a module is written. */
interface Site {
  /** Shape of one sample of its input. */
  readonly shape: Shape;
  /** Says that a class of the script is used. */
  readonly use: (name: ClassName) => ClassName;
}

/** A call: the name, and the arguments. */
type Module = readonly [name: string, args: readonly string[]];

// biome-ignore lint/suspicious/noExplicitAny: the fields are those that the kind's own reader gives.
type Converter = (fields: any, site: Site) => Module;

const isEven = ([top, bottom, left, right]: Padding2d) => top === bottom && left === right;
/** PyTorch's order of sides. */
const sides = ([top, bottom, left, right]: Padding2d) => tuple([left, right, top, bottom]);

interface PoolFields {
  readonly size: Size2d;
  readonly stride?: Size2d;
  readonly padding: Padding;
  readonly ceilMode: boolean;
  readonly countIncludePad?: boolean;
}

/** Pooling: PyTorch's own where the padding is even, else of a map with so much padding that the windows just fit. */
function pool(type: "MaxPool2d" | "AvgPool2d", fields: PoolFields, { shape, use }: Site): Module {
  const { size, stride = size, ceilMode, countIncludePad = true } = fields;
  const input: Size2d = [shape[1], shape[2]];
  const padding = paddingOf(fields.padding, input, size, stride);
  const [top, , left] = padding;
  const step = keywords({ stride: [pair(stride), pair(size)] });
  if (isEven(padding)) {
    const more = keywords({
      padding: [pair([top, left]), "0"],
      ceil_mode: [ceilMode ? "True" : "False", "False"],
      count_include_pad: [countIncludePad ? "True" : "False", "True"],
    });
    return [`nn.${type}`, [pair(size), ...step, ...more]];
  }
  const attributes = { kernel: size, stride, padding, ceilMode, countIncludePad };
  const pooled = pooledShape("pool", [1, ...shape], attributes);
  const [below, right] = [0, 1].map((axis) => {
    const end = (pooled[2 + axis] - 1) * stride[axis] + size[axis];
    return Math.max(0, end - input[axis] - [top, left][axis]);
  });
  const pad = sides([top, below, left, right]);
  if (type === "MaxPool2d") {
    const inner = `nn.ConstantPad2d(${pad}, float("-inf"))`;
    return ["nn.Sequential", [inner, `nn.MaxPool2d(${[pair(size), ...step].join(", ")})`]];
  }
  const { rows, columns } = countedOf(attributes, input);
  const counted = [`rows=slice${tuple(rows)}`, `columns=slice${tuple(columns)}`];
  return [use("PaddedAvgPool2d"), [pair(size), pair(stride), `pad=${pad}`, ...counted]];
}

/** Every kind of layer but the one that holds others. */
const converters: Readonly<Record<string, Converter>> = {
  conv2d({ filters, kernel, stride, padding, dilation, groups, mode, bias }, { shape, use }) {
    const [C, H, W] = shape;
    const around = paddingOf(padding, [H, W], extentOf(kernel, dilation), stride);
    const isTrue = mode === "convolution";
    const even = isEven(around);
    const options = keywords({
      stride: [pair(stride), "1"],
      padding: [even ? pair([around[0], around[2]]) : "0", "0"],
      dilation: [pair(dilation), "1"],
      groups: [String(groups === "depthwise" ? C : groups), "1"],
      bias: [bias ? "True" : "False", "True"],
    });
    if (!even) options.push(`pad=${sides(around)}`);
    const args = [String(C), String(filters), `kernel_size=${pair(kernel)}`, ...options];
    if (even) return [isTrue ? use("TrueConv2d") : "nn.Conv2d", args];
    return [use(isTrue ? "PaddedTrueConv2d" : "PaddedConv2d"), args];
  },
  dense: ({ units }, { shape }) => ["nn.Linear", [String(shape[0]), String(units)]],
  batchNorm({ epsilon, momentum }, { shape }) {
    const constants = keywords({ eps: [String(epsilon), "0.00001"], momentum: [String(momentum), "0.1"] });
    return [shape.length === 1 ? "nn.BatchNorm1d" : "nn.BatchNorm2d", [String(shape[0]), ...constants]];
  },
  maxPool2d: (fields, site) => pool("MaxPool2d", fields, site),
  avgPool2d: (fields, site) => pool("AvgPool2d", fields, site),
  globalAvgPool: () => ["nn.AdaptiveAvgPool2d", ["1"]],
  flatten: () => ["nn.Flatten", []],
  dropout: ({ rate }) => ["nn.Dropout", [String(rate)]],
  relu: () => ["nn.ReLU", []],
  leakyRelu: ({ slope }) => ["nn.LeakyReLU", [String(slope)]],
  sigmoid: () => ["nn.Sigmoid", []],
  tanh: () => ["nn.Tanh", []],
  gelu: ({ approximate }) => ["nn.GELU", approximate === "tanh" ? ['approximate="tanh"'] : []],
  silu: () => ["nn.SiLU", []],
  softmax: () => ["nn.Softmax", ["dim=1"]],
};

/** What goes into each layer of a list, for one sample. */
function inputsOf(list: readonly LayerSpec[], shape: Shape): Shape[] {
  const flat = (name: string): LayerSpec => ({ type: "flatten", name });
  const isFlat = shape.length === 1;
  const built = describeLayers({
    input: isFlat ? [shape[0], 1, 1] : (shape as [number, number, number]),
    layers: [...(isFlat ? [flat("_begin")] : []), ...list, flat("_end")],
  });
  return [shape, ...built.slice(isFlat ? 1 : 0, -2).map(({ output }) => output)];
}

/**
 * A list of layers: the lines of `OrderedDict([…])` between its brackets.
 *
 * @param prefix begins the layers' names in messages
 * @param indent columns that the lines will be moved to the right
 * @throws SpecError where a layer has a name that a module of PyTorch has for something else
 */
export function moduleLines(
  list: readonly LayerSpec[],
  shape: Shape,
  use: Site["use"],
  indent: number,
  prefix = "",
): string {
  const names = layerNames(list, prefix);
  const taken = names.find(isTaken);
  if (taken !== undefined) {
    throw new SpecError(
      `${prefix}${taken}: PyTorch's modules have this name for something of their own; another was expected. Rename the layer.`,
    );
  }
  const inputs = inputsOf(list, shape);
  return list
    .map((spec, index) => {
      const name = names[index];
      const fields = readFields(name, kinds[spec.type].fields, spec, ["type", "name"]);
      const site = { shape: inputs[index], use };
      if (spec.type === "residual") return residual(name, spec, site, indent, `${prefix}${name}.`);
      const [module, args] = converters[spec.type](fields, site);
      return call(`("${name}", ${module}`, args, "),", indent);
    })
    .join("\n");
}

function residual(name: string, spec: LayerSpec, { shape, use }: Site, indent: number, prefix: string): string {
  const inside = (list: unknown, more = "") =>
    indented(moduleLines(list as readonly LayerSpec[], shape, use, indent + 4, prefix + more));
  const { layers, shortcut } = spec;
  const kind = use(shortcut === undefined ? "Residual" : "ResidualWithShortcut");
  const begin = `("${name}", ${kind}(OrderedDict([\n${inside(layers)}\n`;
  if (shortcut === undefined) return `${begin}]))),`;
  return `${begin}]), shortcut=OrderedDict([\n${inside(shortcut, "shortcut.")}\n]))),`;
}
