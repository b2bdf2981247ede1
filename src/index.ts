/**
 * The library: everything that is meant to be used from outside, beside `circledast/onnx` and `circledast/pytorch`.
 *
 * @module
 */

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
export type { AdapterSource, DeviceDescription } from "./core/device.ts";
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
export type { Shape } from "./core/shape.ts";
export { confusionMatrix, worstMistakes } from "./data/confusion.ts";
export type { DataSplits, Dataset } from "./data/dataset.ts";
export { drawingToImage } from "./data/drawing.ts";
export { type IdxFiles, type NamedBytes, splitsFromIdx } from "./data/idx.ts";
export { fetchSplits, type LoadProgress } from "./data/mnist.ts";
export { pointsSplits } from "./data/toy.ts";
export type { FixedKernels, Programs } from "./gpu/programs.ts";
export type { NamedTensor } from "./io/safetensors.ts";
export { describeLayers } from "./layers/describe.ts";
export type { BuiltLayer } from "./layers/network.ts";
export { type PresetName, presets } from "./model/presets.ts";
export { readRecipe } from "./model/readRecipe.ts";
export type {
  AugmentationSpec,
  InputShape,
  LayerSpec,
  LossSpec,
  ModelSpec,
  OptimizerSpec,
  Recipe,
  ScheduleSpec,
} from "./model/recipe.ts";
export type { Form } from "./operations/convolve.ts";
export type { OperationName } from "./operations/index.ts";
export type { Attributes } from "./operations/operation.ts";
export type { Padding2d, Size2d } from "./operations/spatial.ts";
export type { Judgement, JudgeOptions, Snapshot, StepResult, TrainingState } from "./plan/engine.ts";
export type { Storage } from "./plan/halfStorage.ts";
export { type Checkpoint, dataSha256, decodeCheckpoint, encodeCheckpoint, type Judged } from "./train/checkpoint.ts";
export type { Length } from "./train/course.ts";
export type {
  EndEvent,
  EvaluateEvent,
  KernelsUsed,
  RecoveredEvent,
  ShadowEvent,
  StartEvent,
  StepEvent,
  TrainEvent,
  TunedEvent,
} from "./train/events.ts";
export { type FitOptions, fit, type Mark, type TrainAndJudgeOptions } from "./train/fit.ts";
export { type LoadedNetwork, loadNetwork } from "./train/loadNetwork.ts";
export { type DeviceChoice, openRun, type Run, type RunOptions, type SpareEngines } from "./train/openRun.ts";
export { weightsSha256 } from "./train/parameters.ts";
export { Recovery, type RecoveryOptions } from "./train/recovery.ts";
export type { Progress, Session, TrainOptions } from "./train/session.ts";
export type { ShadowReport } from "./train/shadow.ts";
export { decodeWeights, encodeWeights, type SavedWeights } from "./train/weightsFile.ts";
