import type { ComputedName } from "../operations/index.ts";
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
import { avgPool2dGradSigmoid } from "./avgPool2dGradSigmoid.ts";
import { batchNorm } from "./batchNorm.ts";
import { batchNormInputGrad } from "./batchNormInputGrad.ts";
import { batchNormInputGradLanes } from "./batchNormInputGradLanes.ts";
import { batchNormLanes } from "./batchNormLanes.ts";
import { batchNormParameterGrads } from "./batchNormParameterGrads.ts";
import { batchNormParameterGradsLanes } from "./batchNormParameterGradsLanes.ts";
import { batchStatistics } from "./batchStatistics.ts";
import { batchStatisticsLanes } from "./batchStatisticsLanes.ts";
import { binaryCrossEntropyWithLogits } from "./binaryCrossEntropyWithLogits.ts";
import { binaryCrossEntropyWithLogitsGrad } from "./binaryCrossEntropyWithLogitsGrad.ts";
import { classify } from "./classify.ts";
import { clipByNorm } from "./clipByNorm.ts";
import { conv2d } from "./conv2d.ts";
import { conv2dBiasActivation } from "./conv2dBiasActivation.ts";
import { conv2dBiasActivationProduct } from "./conv2dBiasActivationProduct.ts";
import { conv2dBiasActivationTiles } from "./conv2dBiasActivationTiles.ts";
import { conv2dBiasMaxPoolRelu } from "./conv2dBiasMaxPoolRelu.ts";
import { conv2dBiasMaxPoolReluProduct } from "./conv2dBiasMaxPoolReluProduct.ts";
import { conv2dBiasMaxPoolReluTiles } from "./conv2dBiasMaxPoolReluTiles.ts";
import { conv2dGrads } from "./conv2dGrads.ts";
import { conv2dGradsLanesMaxPoolRelu } from "./conv2dGradsLanesMaxPoolRelu.ts";
import { conv2dGradsMaxPoolRelu } from "./conv2dGradsMaxPoolRelu.ts";
import { conv2dInputGrad } from "./conv2dInputGrad.ts";
import { conv2dInputGradActivationProduct } from "./conv2dInputGradActivationProduct.ts";
import { conv2dInputGradProduct } from "./conv2dInputGradProduct.ts";
import { conv2dInputGradRows } from "./conv2dInputGradRows.ts";
import { conv2dInputGradRowsActivation } from "./conv2dInputGradRowsActivation.ts";
import { conv2dInputGradStrips } from "./conv2dInputGradStrips.ts";
import { conv2dParameterGrads } from "./conv2dParameterGrads.ts";
import { conv2dParameterGradsLanes } from "./conv2dParameterGradsLanes.ts";
import { conv2dParameterGradsLanesMaxPoolRelu } from "./conv2dParameterGradsLanesMaxPoolRelu.ts";
import { conv2dParameterGradsProduct } from "./conv2dParameterGradsProduct.ts";
import { conv2dParameterGradsProductMaxPoolRelu } from "./conv2dParameterGradsProductMaxPoolRelu.ts";
import { conv2dParameterGradsQuads } from "./conv2dParameterGradsQuads.ts";
import { conv2dWeightGrad } from "./conv2dWeightGrad.ts";
import { convolve } from "./convolve.ts";
import { convolveGrad } from "./convolveGrad.ts";
import { crossEntropyHead } from "./crossEntropyHead.ts";
import { dense } from "./dense.ts";
import { denseBiasActivation } from "./denseBiasActivation.ts";
import { denseBiasActivationBroadcast } from "./denseBiasActivationBroadcast.ts";
import { denseBiasActivationProduct } from "./denseBiasActivationProduct.ts";
import { denseCrossEntropyHead } from "./denseCrossEntropyHead.ts";
import { denseCrossEntropyHeadBlock } from "./denseCrossEntropyHeadBlock.ts";
import { denseCrossEntropyHeadBroadcast } from "./denseCrossEntropyHeadBroadcast.ts";
import { denseGrads } from "./denseGrads.ts";
import { denseGradsBroadcast } from "./denseGradsBroadcast.ts";
import { denseGradsMaxPoolRelu } from "./denseGradsMaxPoolRelu.ts";
import { denseInputGrad } from "./denseInputGrad.ts";
import { denseParameterGrads } from "./denseParameterGrads.ts";
import { denseParameterGradsBroadcast } from "./denseParameterGradsBroadcast.ts";
import { denseWeightGrad } from "./denseWeightGrad.ts";
import { dropout } from "./dropout.ts";
import { flip2d } from "./flip2d.ts";
import { gatherBatch } from "./gatherBatch.ts";
import { gatherBatchWords } from "./gatherBatchWords.ts";
import { gelu } from "./gelu.ts";
import { geluGrad } from "./geluGrad.ts";
import { gradientNorm } from "./gradientNorm.ts";
import type { Kernel } from "./kernel.ts";
import { leakyRelu } from "./leakyRelu.ts";
import { leakyReluGrad } from "./leakyReluGrad.ts";
import { maxPool2d } from "./maxPool2d.ts";
import { maxPool2dGrad } from "./maxPool2dGrad.ts";
import { maxPool2dGradWindows } from "./maxPool2dGradWindows.ts";
import { maxPool2dWindows } from "./maxPool2dWindows.ts";
import { mergeParameterGrads } from "./mergeParameterGrads.ts";
import { mergeStatistics } from "./mergeStatistics.ts";
import { momentum } from "./momentum.ts";
import { movingAverage } from "./movingAverage.ts";
import { oneHot } from "./oneHot.ts";
import { record } from "./record.ts";
import { relu } from "./relu.ts";
import { reluGrad } from "./reluGrad.ts";
import { reluMaxPool2dGrad } from "./reluMaxPool2dGrad.ts";
import { rmsProp } from "./rmsProp.ts";
import { sgd } from "./sgd.ts";
import type { ShaderModule } from "./shader.ts";
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
import { squaredErrorHead } from "./squaredErrorHead.ts";
import { tanh } from "./tanh.ts";
import { tanhGrad } from "./tanhGrad.ts";
import { updateStatistics } from "./updateStatistics.ts";

/** For every operation its plain kernel, the one that is obviously right. */
export const plainKernels: Readonly<Record<ComputedName, Kernel>> = {
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
  flip2d,
  gatherBatch,
  gelu,
  geluGrad,
  gradientNorm,
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
  updateStatistics,
};

/** Kernels that compute several operations at one go, or one faster. Of those that cover the same, the first is the default. */
export const fastKernels: readonly Kernel[] = [
  gatherBatchWords,
  conv2dBiasMaxPoolReluTiles,
  conv2dBiasMaxPoolRelu,
  conv2dBiasMaxPoolReluProduct,
  conv2dBiasActivationTiles,
  conv2dBiasActivation,
  conv2dBiasActivationProduct,
  conv2dInputGradRowsActivation,
  conv2dInputGradRows,
  conv2dInputGradStrips,
  conv2dInputGradActivationProduct,
  conv2dInputGradProduct,
  conv2dGradsLanesMaxPoolRelu,
  conv2dGradsMaxPoolRelu,
  conv2dGrads,
  conv2dParameterGradsLanesMaxPoolRelu,
  conv2dParameterGradsQuads,
  conv2dParameterGradsLanes,
  conv2dParameterGrads,
  conv2dParameterGradsProductMaxPoolRelu,
  conv2dParameterGradsProduct,
  denseBiasActivation,
  denseBiasActivationBroadcast,
  denseBiasActivationProduct,
  denseGrads,
  denseGradsBroadcast,
  denseGradsMaxPoolRelu,
  denseParameterGrads,
  denseParameterGradsBroadcast,
  batchStatisticsLanes,
  batchNormLanes,
  batchNormInputGradLanes,
  batchNormParameterGradsLanes,
  reluMaxPool2dGrad,
  maxPool2dGradWindows,
  maxPool2dWindows,
  avgPool2dGradSigmoid,
  denseCrossEntropyHeadBroadcast,
  denseCrossEntropyHeadBlock,
  denseCrossEntropyHead,
  crossEntropyHead,
  squaredErrorHead,
];

/** Every kernel there is. */
export const kernels: readonly Kernel[] = [...fastKernels, ...Object.values(plainKernels)];

/** Every shader, by name. */
export const shaders: ReadonlyMap<string, ShaderModule> = new Map(kernels.map(({ name, shader }) => [name, shader]));
