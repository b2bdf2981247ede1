/** Losses. Ours are sums over a sample's outputs and means over samples; a case says which means and sums it wants. */
import { elements } from "../../core/shape.ts";
import type { Site, Translation } from "./site.ts";
import { Unsupported } from "./unsupported.ts";

const KINDS = ["mean", "sum", "none"] as const;

/** [N, F], whatever the shape was. */
function flat(site: Site, tensor: string): string {
  return site.shape(tensor).length === 2 ? tensor : site.emit("flatten", { x: tensor }).y;
}

const softmaxCrossEntropy: Translation = (site) => {
  const { attributes } = site;
  const label = site.labels("target", "label", "labels");
  const labelSmoothing = attributes.number(["labelSmoothing"]) ?? 0;
  const kind = attributes.word("reduction", KINDS, "mean");
  site.reduce({ kind, samples: site.shape(site.x)[0], divisor: 1 });
  return site.emit("softmaxCrossEntropy", { x: site.x, label }, labelSmoothing === 0 ? {} : { labelSmoothing }).loss;
};

/** A loss of each output with a target of its own; reduced over outputs and samples alike. */
function outputByOutput(op: string): Translation {
  return (site) => {
    const target = site.required("target");
    const kind = site.attributes.word("reduction", KINDS, "mean");
    // Each output's own loss would be asked for, and not its sample's.
    if (kind === "none" && elements(site.shape(site.x).slice(1)) > 1)
      throw new Unsupported("reduction none after another operation");
    const [x, goal] = [flat(site, site.x), flat(site, target)];
    const [samples, ...outputs] = site.shape(x);
    site.reduce({ kind, samples, divisor: kind === "mean" ? elements(outputs) : 1 });
    return site.emit(op, { x, target: goal }).loss;
  };
}

/** Losses that keep every output apart where nothing is reduced: then it is all the same whether it is a sample or an output. */
export const separable: readonly string[] = ["meanSquaredError", "binaryCrossEntropyWithLogits"];

export const losses: Readonly<Record<string, Translation>> = {
  softmaxCrossEntropy,
  meanSquaredError: outputByOutput("squaredError"),
  binaryCrossEntropyWithLogits: outputByOutput("binaryCrossEntropyWithLogits"),
};
