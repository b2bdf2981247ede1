import { avgPool2d } from "./avgPool2d.ts";
import { batchNorm } from "./batchNorm.ts";
import { conv2d } from "./conv2d.ts";
import { dense } from "./dense.ts";
import { dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import { gelu } from "./gelu.ts";
import { globalAvgPool } from "./globalAvgPool.ts";
import type { LayerKind } from "./layer.ts";
import { leakyRelu } from "./leakyRelu.ts";
import { maxPool2d } from "./maxPool2d.ts";
import { relu } from "./relu.ts";
import { residual } from "./residual.ts";
import { sigmoid } from "./sigmoid.ts";
import { silu } from "./silu.ts";
import { softmax } from "./softmax.ts";
import { tanh } from "./tanh.ts";

/** Every kind of layer, by the `type` a ModelSpec names it with. */
export const layers: Readonly<Record<string, LayerKind>> = {
  avgPool2d,
  batchNorm,
  conv2d,
  dense,
  dropout,
  flatten,
  gelu,
  globalAvgPool,
  leakyRelu,
  maxPool2d,
  relu,
  residual,
  sigmoid,
  silu,
  softmax,
  tanh,
};
