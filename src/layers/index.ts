import { avgPool2d } from "./avgPool2d.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import { flatten } from "./flatten.ts";
import type { LayerKind } from "./layer.ts";
import { maxPool2d } from "./maxPool2d.ts";
import { relu } from "./relu.ts";
import { sigmoid } from "./sigmoid.ts";

/** Every kind of layer, by the `type` a ModelSpec names it with. */
export const layers: Readonly<Record<string, LayerKind>> = {
  avgPool2d,
  conv2d,
  dense,
  flatten,
  maxPool2d,
  relu,
  sigmoid,
};
