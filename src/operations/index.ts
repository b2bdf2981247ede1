import { adam } from "./adam.ts";
import { adamW } from "./adamW.ts";
import { add } from "./add.ts";
import { addBias } from "./addBias.ts";
import { addBiasGrad } from "./addBiasGrad.ts";
import { addNoise } from "./addNoise.ts";
import { affineSample } from "./affineSample.ts";
import { affineTransforms } from "./affineTransforms.ts";
import { avgPool2d } from "./avgPool2d.ts";
import { avgPool2dGrad } from "./avgPool2dGrad.ts";
import { batchNorm } from "./batchNorm.ts";
import { batchNormInputGrad } from "./batchNormInputGrad.ts";
import { batchNormParameterGrads } from "./batchNormParameterGrads.ts";
import { batchStatistics } from "./batchStatistics.ts";
import { binaryCrossEntropyWithLogits } from "./binaryCrossEntropyWithLogits.ts";
import { binaryCrossEntropyWithLogitsGrad } from "./binaryCrossEntropyWithLogitsGrad.ts";
import { classify } from "./classify.ts";
import { clipByNorm } from "./clipByNorm.ts";
import { conv2d } from "./conv2d.ts";
import { conv2dInputGrad } from "./conv2dInputGrad.ts";
import { conv2dWeightGrad } from "./conv2dWeightGrad.ts";
import { convolve } from "./convolve.ts";
import { convolveGrad } from "./convolveGrad.ts";
import { dense } from "./dense.ts";
import { denseInputGrad } from "./denseInputGrad.ts";
import { denseWeightGrad } from "./denseWeightGrad.ts";
import { dropout } from "./dropout.ts";
import { flatten } from "./flatten.ts";
import { flip2d } from "./flip2d.ts";
import { gatherBatch } from "./gatherBatch.ts";
import { gelu } from "./gelu.ts";
import { geluGrad } from "./geluGrad.ts";
import { gradientNorm } from "./gradientNorm.ts";
import { groupSamples } from "./groupSamples.ts";
import { leakyRelu } from "./leakyRelu.ts";
import { leakyReluGrad } from "./leakyReluGrad.ts";
import { maxPool2d } from "./maxPool2d.ts";
import { maxPool2dGrad } from "./maxPool2dGrad.ts";
import { mergeParameterGrads } from "./mergeParameterGrads.ts";
import { mergeStatistics } from "./mergeStatistics.ts";
import { momentum } from "./momentum.ts";
import { movingAverage } from "./movingAverage.ts";
import { oneHot } from "./oneHot.ts";
import type { OperationDefinition } from "./operation.ts";
import { record } from "./record.ts";
import { relu } from "./relu.ts";
import { reluGrad } from "./reluGrad.ts";
import { rmsProp } from "./rmsProp.ts";
import { sgd } from "./sgd.ts";
import { sigmoid } from "./sigmoid.ts";
import { sigmoidGrad } from "./sigmoidGrad.ts";
import { silu } from "./silu.ts";
import { siluGrad } from "./siluGrad.ts";
import { softmax } from "./softmax.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";
import { softmaxCrossEntropyGrad } from "./softmaxCrossEntropyGrad.ts";
import { softmaxGrad } from "./softmaxGrad.ts";
import { squaredError } from "./squaredError.ts";
import { squaredErrorGrad } from "./squaredErrorGrad.ts";
import { tanh } from "./tanh.ts";
import { tanhGrad } from "./tanhGrad.ts";
import { unflatten } from "./unflatten.ts";
import { updateStatistics } from "./updateStatistics.ts";

/** The vocabulary: every operation there is, by name. */
export const operations = {
  adam,
  adamW,
  add,
  addBias,
  addBiasGrad,
  addNoise,
  affineSample,
  affineTransforms,
  avgPool2d,
  avgPool2dGrad,
  batchNorm,
  batchNormInputGrad,
  batchNormParameterGrads,
  batchStatistics,
  binaryCrossEntropyWithLogits,
  binaryCrossEntropyWithLogitsGrad,
  classify,
  clipByNorm,
  conv2d,
  conv2dInputGrad,
  conv2dWeightGrad,
  convolve,
  convolveGrad,
  dense,
  denseInputGrad,
  denseWeightGrad,
  dropout,
  flatten,
  flip2d,
  gatherBatch,
  gelu,
  geluGrad,
  gradientNorm,
  groupSamples,
  leakyRelu,
  leakyReluGrad,
  maxPool2d,
  maxPool2dGrad,
  mergeParameterGrads,
  mergeStatistics,
  momentum,
  movingAverage,
  oneHot,
  record,
  relu,
  reluGrad,
  rmsProp,
  sgd,
  sigmoid,
  sigmoidGrad,
  silu,
  siluGrad,
  softmax,
  softmaxCrossEntropy,
  softmaxCrossEntropyGrad,
  softmaxGrad,
  squaredError,
  squaredErrorGrad,
  tanh,
  tanhGrad,
  unflatten,
  updateStatistics,
} satisfies Record<string, OperationDefinition>;

/** The name of an operation: of a file of `src/operations`, which says what it computes. */
export type OperationName = keyof typeof operations;

/** Operations that only rename memory; all others have a kernel. */
export type ViewName = "flatten" | "groupSamples" | "unflatten";
export type ComputedName = Exclude<OperationName, ViewName>;

/** The definition of an operation of a list. */
export function definitionOf(op: string): OperationDefinition {
  return operations[op as OperationName];
}
