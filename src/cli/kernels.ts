/** The option `--kernels`: which kernels to train with, and where choices by time are kept. */
import { mkdir, readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";
import { CircledastError, SpecError } from "../core/errors.ts";
import type { DataSplits } from "../data/dataset.ts";
import type { OpenDevice } from "../gpu/device.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Storage } from "../plan/halfStorage.ts";
import type { KernelsUsed, TunedEvent } from "../train/events.ts";
import type { RunOptions } from "../train/openRun.ts";
import { tunedEvent } from "../train/tunedEvent.ts";
import { checkFixed } from "../tune/checkFixed.ts";
import { kernelsSha256 } from "../tune/identity.ts";
import { readTuning } from "../tune/readTuning.ts";
import { type Found, tuneNetwork } from "../tune/tuneNetwork.ts";
import type { Progress } from "../tune/tuner.ts";
import type { Tuning, TuningStore } from "../tune/tuning.ts";
import { ownVersions } from "./bench/provenance.ts";
import type { Option } from "./option.ts";
import { note, showProgress } from "./printEvents.ts";
import { reasonOf, writeWhole } from "./writeFile.ts";

/** What prediction chooses, what is fastest here, the plain ones, or what a file says. */
type KernelsChoice = "default" | "tuned" | "plain" | { readonly file: string };

export const kernelsOption: Option<KernelsChoice> = {
  value: "CHOICE",
  help:
    "default (by prediction), tuned (the fastest on this adapter: timed once and kept), plain (one for each operation), or FILE.json: " +
    "a choice that tune --out wrote",
  read: (name, given) => {
    if (given === "default" || given === "tuned" || given === "plain") return given;
    if (given.endsWith(".json")) return { file: given };
    throw new SpecError(
      `${name}: it is ${JSON.stringify(given)}; default, tuned, plain or a FILE.json was expected. Choose one of them.`,
    );
  },
};

interface ChosenKernels extends Pick<RunOptions, "kernels" | "fix"> {
  /** What the start event says of them. */
  readonly used?: KernelsUsed;
}

interface Purpose {
  readonly recipe: Recipe;
  readonly data: DataSplits;
  readonly onEvent?: (event: TunedEvent) => void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * What the option means for a run.
 *
 * @throws SpecError where it makes no sense there, or its file is no choice
 */
export async function chosenKernels(
  {
    kernels = "default",
    storage,
    device,
  }: {
    readonly storage?: Storage | undefined;
    readonly kernels?: KernelsChoice | undefined;
    readonly device?: string | undefined;
  },
  { recipe, data, onEvent, signal }: Purpose,
): Promise<ChosenKernels> {
  if (kernels === "default") return {};
  if (device === "cpu") {
    throw new SpecError(
      "--kernels: it is given beside --device cpu, which has none; a GPU was expected. Leave one out.",
    );
  }
  if (kernels === "plain") return { kernels, used: kernels };
  if (kernels !== "tuned") {
    const tuning = await readFixed(kernels.file);
    const fix = async (open: OpenDevice) => {
      await checkFixed({ open, recipe, data, storage, signal, runtime: runtime(), onProgress: showTuning }, tuning);
      return tuning.kernels;
    };
    return { fix, used: "fixed" };
  }
  const fix = async (open: OpenDevice) => {
    const found = await tuneHere({ open, recipe, data, storage, signal });
    onEvent?.(tunedEvent(found));
    return found.tuning.kernels;
  };
  return { fix, used: "tuned" };
}

/** @throws SpecError where the file is no choice of kernels, or one of other kernels than ours */
export async function readFixed(path: string): Promise<Tuning> {
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, "utf8"));
  } catch (cause) {
    const found = cause instanceof SyntaxError ? `no JSON (${cause.message})` : `unreadable (${reasonOf(cause)})`;
    throw new SpecError(`--kernels: ${path} is ${found}; what tune --out wrote was expected. Check the file.`, {
      cause,
    });
  }
  const tuning = readTuning(path, value);
  if (tuning.identity.kernels === (await kernelsSha256())) return tuning;
  throw new SpecError(
    `--kernels: ${path} was made with other kernels than those of this version; the same were expected. Make it anew with tune --out.`,
  );
}

interface TuneHere extends Purpose {
  readonly open: OpenDevice;
  readonly storage?: Storage | undefined;
  readonly anew?: boolean | undefined;
  readonly budget?: number | undefined;
}

/** What runs WebGPU here. */
function runtime(): string {
  return `Dawn, npm webgpu ${ownVersions().webgpu}`;
}

function showTuning({ doing, done, total }: Progress): void {
  const what = doing === "timing" ? "Timing kernels on this adapter" : "Comparing those chosen with the reference";
  showProgress(`${what}: ${done} of ${total}.`);
}

/** Tunes on an adapter, or finds what was kept of it; shows how far it is. */
export async function tuneHere(options: TuneHere): Promise<Found> {
  const store = new FileStore(cacheFolder());
  return tuneNetwork({ ...options, runtime: runtime(), store, onProgress: showTuning });
}

/** Where the system keeps what can be made again. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME: chosen } = process.env;
  return join(chosen !== undefined && isAbsolute(chosen) ? chosen : join(homedir(), ".cache"), "circledast", "kernels");
}

/** A file for each tuning. */
class FileStore implements TuningStore {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** What cannot be read is not there: it is made again. */
  async load(name: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(this.#fileOf(name), "utf8"));
    } catch {
      return undefined;
    }
  }

  /** Where nothing can be kept, what was found serves all the same. */
  async save(name: string, tuning: Tuning): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true });
      await writeWhole(this.#fileOf(name), encodeTuning(tuning));
    } catch (cause) {
      const reason = cause instanceof CircledastError ? cause.message : reasonOf(cause);
      note(`The choice of kernels is not kept: ${reason}`);
    }
  }

  #fileOf(name: string): string {
    return join(this.#folder, `${name}.json`);
  }
}

export function encodeTuning(tuning: Tuning): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(tuning, null, 2)}\n`);
}
