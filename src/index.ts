/** The library: everything that is meant to be used from outside. */

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
