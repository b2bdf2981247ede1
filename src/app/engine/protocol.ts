/** What the engine room asks the worker, and is told. */
import type { KernelFigures } from "../../tune/measureKernels.ts";

export type EngineRequest =
  /** What it runs on and how a step is computed there. Answered by `engine`. */
  | { readonly type: "describeEngine" }
  /** Time every dispatch of a step, as `bench kernels` does, on a device of its own. Answered by `measuring`s, then `measured` or `measuringEnded`. */
  | { readonly type: "measureKernels" }
  /** Answered by `measuringEnded`, unless it was done before. */
  | { readonly type: "stopMeasuring" };

export type Phase = "forward" | "backward" | "update";

/** An array that a dispatch reads or writes. */
export interface ArrayDescription {
  readonly name: string;
  readonly shape: readonly number[];
  readonly buffer: string;
}

export interface DispatchDescription {
  readonly label: string;
  readonly kernel: string;
  readonly phase: Phase;
  /** From 1. Dispatches of a stage wait for none of each other. */
  readonly stage: number;
  /** What it computes, in order: the operation and the layer that it belongs to. */
  readonly operations: readonly { readonly op: string; readonly layer: string }[];
  readonly workgroups: readonly number[];
  /** Invocations of a workgroup. */
  readonly lanes: number;
  readonly flops: number;
  readonly bytes: number;
  readonly predictedMs: number;
  /** What of the device takes most of that time. */
  readonly limit: string;
  readonly reads: readonly ArrayDescription[];
  readonly writes: readonly ArrayDescription[];
}

export interface AdapterDescription {
  readonly facts: Readonly<Record<string, string>>;
  readonly features: readonly string[];
  readonly limits: readonly (readonly [name: string, value: number])[];
}

export interface EngineDescription {
  /** Absent where there is none. */
  readonly adapter?: AdapterDescription;
  /** Absent on the CPU reference, which plans nothing. */
  readonly plan?: {
    readonly dispatches: readonly DispatchDescription[];
    readonly batch: number;
    readonly buffers: number;
    readonly bytes: number;
    /** The device for which times are predicted. */
    readonly profile: string;
  };
}

/** What the device can do at best: operations and bytes a second, seconds of a dispatch. */
export interface Roofs {
  readonly flops: number;
  readonly bandwidth: number;
  readonly dispatch: number;
}

export interface Measured {
  readonly roofs: Roofs;
  readonly rows: readonly (KernelFigures & { readonly phase: Phase })[];
}

export type EngineMessage =
  | { readonly type: "engine"; readonly description: EngineDescription }
  | { readonly type: "measuring"; readonly what: string; readonly done: number; readonly total: number }
  | { readonly type: "measured"; readonly measured: Measured }
  /** Without a reason it was asked to end. */
  | { readonly type: "measuringEnded"; readonly reason?: string };
