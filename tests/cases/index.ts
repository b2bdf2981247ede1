import type { OperationName } from "../../src/operations/index.ts";
import adam from "./adam.ts";
import addBias from "./addBias.ts";
import addBiasGrad from "./addBiasGrad.ts";
import avgPool2d from "./avgPool2d.ts";
import avgPool2dGrad from "./avgPool2dGrad.ts";
import type { Cases } from "./case.ts";
import classify from "./classify.ts";
import conv2d from "./conv2d.ts";
import conv2dInputGrad from "./conv2dInputGrad.ts";
import conv2dWeightGrad from "./conv2dWeightGrad.ts";
import dense from "./dense.ts";
import denseInputGrad from "./denseInputGrad.ts";
import denseWeightGrad from "./denseWeightGrad.ts";
import flatten from "./flatten.ts";
import gatherBatch from "./gatherBatch.ts";
import maxPool2d from "./maxPool2d.ts";
import maxPool2dGrad from "./maxPool2dGrad.ts";
import momentum from "./momentum.ts";
import oneHot from "./oneHot.ts";
import record from "./record.ts";
import relu from "./relu.ts";
import reluGrad from "./reluGrad.ts";
import sgd from "./sgd.ts";
import sigmoid from "./sigmoid.ts";
import sigmoidGrad from "./sigmoidGrad.ts";
import softmaxCrossEntropy from "./softmaxCrossEntropy.ts";
import softmaxCrossEntropyGrad from "./softmaxCrossEntropyGrad.ts";
import squaredError from "./squaredError.ts";
import squaredErrorGrad from "./squaredErrorGrad.ts";
import unflatten from "./unflatten.ts";

/** For every operation the cases that every generic test runs over. */
export const operationCases: Readonly<Record<OperationName, Cases>> = {
  adam,
  addBias,
  addBiasGrad,
  avgPool2d,
  avgPool2dGrad,
  classify,
  conv2d,
  conv2dInputGrad,
  conv2dWeightGrad,
  dense,
  denseInputGrad,
  denseWeightGrad,
  flatten,
  gatherBatch,
  maxPool2d,
  maxPool2dGrad,
  momentum,
  oneHot,
  record,
  relu,
  reluGrad,
  sgd,
  sigmoid,
  sigmoidGrad,
  softmaxCrossEntropy,
  softmaxCrossEntropyGrad,
  squaredError,
  squaredErrorGrad,
  unflatten,
};
