/** Operations by their names in other libraries, in words of ours. */
import { elements } from "../../core/shape.ts";
import type { Size2d } from "../../operations/spatial.ts";
import { losses } from "./losses.ts";
import type { Site, Translation } from "./site.ts";
import { Unsupported } from "./unsupported.ts";

function withBias(site: Site, x: string): string {
  const bias = site.input("bias");
  return bias === undefined ? x : site.emit("addBias", { x, bias }).y;
}

const conv2d: Translation = (site) => {
  const { attributes, x } = site;
  const given = site.required("weight");
  const kernel = site.shape(given).slice(2) as unknown as Size2d;
  if (site.shape(given).length !== 4) throw new Unsupported("a weight that has not four axes");
  const own = attributes.size("kernel", kernel);
  if (String(own) !== String(kernel)) throw new Unsupported(`a weight of another size than kernel ${own.join("×")}`);
  const stride = attributes.size("stride", [1, 1]);
  const dilation = attributes.size("dilation", [1, 1]);
  const groups = attributes.number(["groups"]) ?? 1;
  const [high, wide] = kernel.map((side, axis) => (side - 1) * dilation[axis]);
  const halves = [Math.floor(high / 2), Math.ceil(high / 2), Math.floor(wide / 2), Math.ceil(wide / 2)] as const;
  const padding = attributes.padding(String(stride) === "1,1" ? halves : undefined);
  const mode = attributes.word("mode", ["crossCorrelation", "convolution"], "crossCorrelation");
  const weight = mode === "convolution" ? site.emit("flip2d", { x: given }).y : given;
  return withBias(site, site.emit("conv2d", { x, weight }, { stride, padding, dilation, groups }).y);
};

const dense: Translation = (site) => {
  const weight = site.required("weight");
  return withBias(site, site.emit("dense", { x: site.x, weight }).y);
};

function pool(op: "maxPool2d" | "avgPool2d"): Translation {
  return ({ attributes, x, emit }) => {
    const kernel = attributes.size("kernel");
    if (kernel === undefined) throw new Unsupported("pooling without kernel");
    attributes.only("dilation", 1, [1, 1]);
    const stride = attributes.size("stride", kernel);
    const padding = attributes.padding();
    const ceilMode = attributes.flag("ceilMode", false);
    const countIncludePad = attributes.flag("countIncludePad", true);
    return emit(op, { x }, { kernel, stride, padding, ceilMode, countIncludePad }).y;
  };
}

const globalAvgPool: Translation = ({ x, shape, emit }) => {
  const kernel = shape(x).slice(2);
  return emit("avgPool2d", { x }, { kernel, stride: kernel }).y;
};

const batchNorm: Translation = (site) => {
  const { attributes, x } = site;
  const [N, C, ...rest] = site.shape(x);
  const training = attributes.flag("training", false);
  const epsilon = attributes.number(["epsilon"]) ?? 1e-5;
  const momentum = attributes.number(["momentum"]) ?? 0.1;
  const weight = site.inputOr("scale", [C], 1);
  const bias = site.inputOr("bias", [C], 0);
  const kept = { mean: site.inputOr("mean", [C], 0), variance: site.inputOr("variance", [C], 1) };
  if (!training) return site.emit("batchNorm", { x, ...kept, weight, bias }, { epsilon, training }).y;
  const { mean, variance } = site.emit("batchStatistics", { x });
  const { runningMean, runningVariance } = site.emit(
    "updateStatistics",
    { mean, variance, runningMean: kept.mean, runningVariance: kept.variance },
    { momentum, count: N * elements(rest) },
  );
  for (const name of ["mean", "runningMean"]) site.leaves(name, runningMean);
  for (const name of ["variance", "runningVariance"]) site.leaves(name, runningVariance);
  return site.emit("batchNorm", { x, mean, variance, weight, bias }, { epsilon, training }).y;
};

const elementwise =
  (op: string): Translation =>
  ({ x, emit }) =>
    emit(op, { x }).y;

const leakyRelu: Translation = ({ attributes, x, emit }) =>
  emit("leakyRelu", { x }, { slope: attributes.number(["slope", "negativeSlope", "alpha"]) ?? 0.01 }).y;

const gelu: Translation = ({ attributes, x, emit }) =>
  emit("gelu", { x }, { approximate: attributes.word("approximate", ["none", "tanh"], "none") }).y;

const softmax: Translation = ({ attributes, x, emit }) => {
  for (const name of ["axis", "dim"]) attributes.only(name, 1, -1);
  return emit("softmax", { x }).y;
};

export const translations: Readonly<Record<string, Translation>> = {
  conv2d,
  dense,
  maxPool: pool("maxPool2d"),
  avgPool: pool("avgPool2d"),
  globalAvgPool,
  batchNorm,
  flatten: elementwise("flatten"),
  relu: elementwise("relu"),
  sigmoid: elementwise("sigmoid"),
  tanh: elementwise("tanh"),
  silu: elementwise("silu"),
  leakyRelu,
  gelu,
  softmax,
  ...losses,
};
