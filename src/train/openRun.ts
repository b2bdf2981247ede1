import type { AdapterSource } from "../core/device.ts";
import { DeviceError, SpecError } from "../core/errors.ts";
import { checkFits, type DataSplits } from "../data/dataset.ts";
import type { OpenDevice } from "../gpu/device.ts";
import type { FixedKernels } from "../gpu/programs.ts";
import { initializationOf } from "../layers/initialize.ts";
import type { Recipe } from "../model/recipe.ts";
import { compileTraining } from "../plan/compile.ts";
import type { Engine } from "../plan/engine.ts";
import type { Storage } from "../plan/halfStorage.ts";
import { Course, type Length } from "./course.ts";
import { cpuParts, gpuParts } from "./parts.ts";
import { Session } from "./session.ts";

/** Which engine to train on: the GPU where there is one, else the reference; or one of them and no other. */
export type DeviceChoice = "auto" | "gpu" | "cpu";

/** What a run is, and where it is to be trained. */
export interface RunOptions {
  /** One of `presets`, or what `readRecipe` makes of JSON. */
  readonly recipe: Recipe;
  /** What is learned from, and what is judged on. */
  readonly data: DataSplits;
  /** Of initial values, order, dropout and augmentation: a whole number. */
  readonly seed: number;
  /** How long the run is: schedules stretch over it. */
  readonly length: Length;
  /** Which engine it is trained on. */
  readonly device: DeviceChoice;
  /** The entry point of WebGPU, where there is one: `navigator.gpu` in a browser. */
  readonly gpu?: AdapterSource | undefined;
  /** `fast` (default): by predicted cost; `plain`: one kernel for each operation. */
  readonly kernels?: "fast" | "plain" | undefined;
  /** The groups to plan with, in place of prediction: `kernels` in a file of `circledast tune --out`. */
  readonly fixed?: FixedKernels | undefined;
  /** How a GPU keeps the tensors that grow with the batch; default: as f32. Where it is f16, nothing takes the GPU's place. */
  readonly storage?: Storage | undefined;
  /**
   * Chooses among them once the device is known, in place of prediction; nothing where it does not know better.
   *
   * @internal
   */
  readonly fix?: ((open: OpenDevice) => Promise<FixedKernels | undefined>) | undefined;
}

/** A session ready to train. */
export interface Run {
  /** What trains. */
  readonly session: Session;
  /** Why the engine is not the first choice; absent where it is. */
  readonly reason?: string;
  /** Makes the device go away, as a driver reset would; absent on the CPU. */
  readonly loseDevice?: () => void;
  /** An engine in the place of one whose device is gone: see `Recovery`. */
  readonly spare: SpareEngines;
}

/** Where a session goes on when its device is gone. */
export interface SpareEngines {
  /**
   * The same on a new device of a new adapter, which after a loss the old one may not give; absent where training is on the CPU.
   *
   * @throws DeviceError where there is none, or it is lost at once
   * @internal
   */
  readonly gpu?: () => Promise<Engine>;
  /**
   * The reference, where it may take the GPU's place.
   *
   * @internal
   */
  readonly cpu?: () => Promise<Engine>;
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
  const reference = async () => new (await cpuParts()).ReferenceEngine(recipe, data);
  if (device === "cpu") return { session: start(await reference()), spare: {} };
  const mayFall = device === "auto" && storage !== "f16";
  let fixed = options.fixed;
  let present: OpenDevice;
  /** The kernels are chosen once: on a new device the same ones compute, for the same bits. */
  const onGpu = async (choose?: RunOptions["fix"]) => {
    const { openDevice, GpuEngine } = await gpuParts();
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
    return { session: start(await reference()), reason: error.message, spare: {} };
  }
}
