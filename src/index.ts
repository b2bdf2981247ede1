/** The library: everything that is meant to be used from outside. */

export type { NumericArray, NumericArrays } from "./compute/arrays.ts";
export type { Compute, ComputedArray, ComputedArrays } from "./compute/compute.ts";
export {
  type ConvolveOptions,
  convolutionPower,
  convolve,
  convolveAll,
  correlate,
  effectiveKernel,
  flip,
  identityKernel,
  type On,
} from "./compute/convolution.ts";
export { type ComputeOptions, openCompute } from "./compute/gpu.ts";
export { type LayerField, type ReceptiveField, receptiveField } from "./compute/receptiveField.ts";
export { reference } from "./compute/reference.ts";
export type { DeviceDescription } from "./core/device.ts";
export {
  CircledastError,
  DataError,
  DeviceError,
  DeviceLostError,
  DivergedError,
  FormatError,
  ShapeError,
  SpecError,
} from "./core/errors.ts";
export { confusionMatrix, worstMistakes } from "./data/confusion.ts";
export type { DataSplits, Dataset } from "./data/dataset.ts";
export { drawingToImage } from "./data/drawing.ts";
export { splitsFromIdx } from "./data/idx.ts";
export { fetchSplits } from "./data/mnist.ts";
export { pointsSplits } from "./data/toy.ts";
export type { NamedTensor } from "./io/safetensors.ts";
export { describeLayers } from "./layers/describe.ts";
export { presets } from "./model/presets.ts";
export { readRecipe } from "./model/readRecipe.ts";
export type { LayerSpec, ModelSpec, Recipe } from "./model/recipe.ts";
export type { Form } from "./operations/convolve.ts";
export type { OperationName } from "./operations/index.ts";
export { compileTraining } from "./plan/compile.ts";
export type { Judgement } from "./plan/engine.ts";
export { explain, formatExplanation } from "./plan/explain.ts";
export { planProgram } from "./plan/plan.ts";
export type { EndEvent, EvaluateEvent, StartEvent, StepEvent, TrainEvent } from "./train/events.ts";
export { fit } from "./train/fit.ts";
export { type DeviceChoice, openRun, type Run, type RunOptions } from "./train/openRun.ts";
export { weightsSha256 } from "./train/parameters.ts";
export { Predictor } from "./train/predictor.ts";
export { Session } from "./train/session.ts";
export { decodeWeights, encodeWeights } from "./train/weightsFile.ts";
