/** What was found out about the kernels of a network on an adapter: data to store, to show and to plan with. */
import type { DeviceTraits } from "../core/device.ts";
import type { FixedKernels, Programs } from "../gpu/programs.ts";
import type { Storage } from "../plan/halfStorage.ts";

/** What a tuning is good for. Where any of it is another, it is not used. */
export interface Identity {
  readonly adapter: string;
  /** As the adapter describes its driver, and what runs WebGPU: a browser with its version, say. */
  readonly driver: string;
  readonly runtime: string;
  /** SHA-256 of the version, and of names, patterns and shaders of all kernels. */
  readonly kernels: string;
  /** SHA-256 of the operations and shapes of the network's programs. */
  readonly network: string;
  /** How tensors that grow with the batch were kept. */
  readonly storage: Storage;
}

/** What became of a candidate: its time, or why there is none, and whether it was taken. */
export type Verdict =
  /** Taken: in the fastest way that agrees with the reference or, within what timing can tell, as fast as that. */
  | "chosen"
  /** Timed, and right as far as anyone knows; another way is faster. */
  | "slower"
  /** Not timed: predicted so much slower that it was not worth it. */
  | "hopeless"
  /** Not timed: the time given was over, or the whole of it takes too little to matter. */
  | "untimed"
  /** Disagrees with the reference, or the device does not take it. */
  | "refused";

/** A kernel that could compute some operations. */
export interface Candidate {
  /** Name of the group: `conv2dBiasActivation(conv1.conv2d, conv1.addBias)`. */
  readonly name: string;
  readonly verdict: Verdict;
  readonly predictedMs: number;
  readonly measuredMs?: number;
  /** Whether the prediction alone would take it. */
  readonly isDefault: boolean;
  /** Where it was compared with the reference: its greatest error as a share of the bound, and in a batch of so many. */
  readonly worst?: number;
  readonly checkedBatch?: number;
  /** Why it was refused. */
  readonly reason?: string;
}

/** Operations that kernels compete for. */
export interface Contested {
  readonly program: keyof Programs<unknown>;
  /** `conv1.conv2d`, in the order of the program. */
  readonly operations: readonly string[];
  readonly candidates: readonly Candidate[];
}

export interface Tuning {
  readonly identity: Identity;
  /** What it was planned for. */
  readonly device: DeviceTraits;
  /** Name of the recipe, and its batch, for people. */
  readonly preset: string;
  readonly batch: number;
  /** Which groups to plan with. */
  readonly kernels: FixedKernels;
  /** Where there was something to choose, or something was refused. */
  readonly contested: readonly Contested[];
  /** Milliseconds that the timing took, compiling not counted. */
  readonly measuringMs: number;
}

/** Where tunings are kept. */
export interface TuningStore {
  /** What was kept under a name, whatever it is; undefined where there is nothing. */
  load(name: string): Promise<unknown>;
  save(name: string, tuning: Tuning): Promise<void>;
}
