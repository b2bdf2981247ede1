import { DeviceError, SpecError } from "../core/errors.ts";
import { checkFits, type DataSplits } from "../data/dataset.ts";
import { type AdapterSource, type OpenDevice, openDevice } from "../gpu/device.ts";
import { GpuEngine } from "../gpu/engine.ts";
import type { FixedKernels } from "../gpu/programs.ts";
import { initializationOf } from "../layers/initialize.ts";
import type { Recipe } from "../model/recipe.ts";
import type { KernelChoice } from "../plan/chooseKernels.ts";
import { compileTraining } from "../plan/compile.ts";
import type { Engine } from "../plan/engine.ts";
import type { Storage } from "../plan/halfStorage.ts";
import { Course, type Length } from "./course.ts";
import { ReferenceEngine } from "./referenceEngine.ts";
import { Session } from "./session.ts";

/** Which engine to train on: the GPU where there is one, else the reference; or one of them and no other. */
export type DeviceChoice = "auto" | "gpu" | "cpu";

export interface RunOptions {
  readonly recipe: Recipe;
  readonly data: DataSplits;
  readonly seed: number;
  readonly length: Length;
  readonly device: DeviceChoice;
  /** The entry point of WebGPU, where there is one. */
  readonly gpu?: AdapterSource | undefined;
  readonly kernels?: KernelChoice | undefined;
  /** How a GPU keeps the tensors that grow with the batch; default: as f32. Where it is f16, nothing takes the GPU's place. */
  readonly storage?: Storage | undefined;
  /** Chooses among them once the device is known, in place of prediction; nothing where it does not know better. */
  readonly fix?: ((open: OpenDevice) => Promise<FixedKernels | undefined>) | undefined;
}

/** A session ready to train. */
export interface Run {
  readonly session: Session;
  /** Why the engine is not the first choice; absent where it is. */
  readonly reason?: string;
  /** Makes the device go away, as a driver reset would; absent on the CPU. */
  readonly loseDevice?: () => void;
  /** An engine in the place of one whose device is gone. */
  readonly spare: SpareEngines;
}

/** Where a session goes on when its device is gone. */
export interface SpareEngines {
  /**
   * The same on a new device of a new adapter, which after a loss the old one may not give; absent where training is on the CPU.
   *
   * @throws DeviceError where there is none, or it is lost at once
   */
  readonly gpu?: () => Promise<Engine>;
  /** The reference, where it may take the GPU's place. */
  readonly cpu?: () => Engine;
}

/**
 * Checks recipe and data, opens an engine and starts a session on it.
 *
 * @throws SpecError, ShapeError or DataError where recipe, data and length do not fit each other, before anything is opened
 * @throws DeviceError where the device asked for is not there
 */
export async function openRun(options: RunOptions): Promise<Run> {
  const { recipe, data, seed, length, device, gpu, kernels = "fast", storage = "f32", fix } = options;
  const program = compileTraining(recipe, data.train);
  for (const set of [data.train, data.test]) checkFits(set, recipe.input, program.network.features);
  // The session makes both. Here it is found out whether it can.
  new Course(recipe, data.train, seed, length);
  initializationOf(recipe.initialization);
  const start = (engine: Engine) => new Session(engine, recipe, program, data, seed, length);
  if (device === "cpu" && storage === "f16") {
    throw new SpecError(
      "storage: it is f16 beside the CPU reference, which keeps everything as float64; a GPU was expected. Leave one out.",
    );
  }
  const reference = () => new ReferenceEngine(recipe, data);
  if (device === "cpu") return { session: start(reference()), spare: {} };
  const mayFall = device === "auto" && storage !== "f16";
  let fixed: FixedKernels | undefined;
  let present: OpenDevice;
  /** The kernels are chosen once: on a new device the same ones compute, for the same bits. */
  const onGpu = async (choose?: RunOptions["fix"]) => {
    const open = await openDevice(gpu);
    try {
      fixed = (await choose?.(open)) ?? fixed;
      const engine = await GpuEngine.create({ open, recipe, data, kernels, storage, fixed });
      present = open;
      return engine;
    } catch (error) {
      open.device.destroy();
      throw error;
    }
  };
  try {
    const session = start(await onGpu(fix));
    const spare = { gpu: () => onGpu(), ...(mayFall && { cpu: reference }) };
    return { session, spare, loseDevice: () => present.device.destroy() };
  } catch (error) {
    if (!mayFall || !(error instanceof DeviceError)) throw error;
    return { session: start(reference()), reason: error.message, spare: {} };
  }
}
