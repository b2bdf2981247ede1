/** What a plan is made of. */
import type { Effort } from "../kernels/kernel.ts";
import type { Operation } from "../operations/operation.ts";

/** A part of a buffer. */
export interface Range {
  readonly buffer: string;
  /** Bytes. */
  readonly offset: number;
  readonly bytes: number;
}

/** Where a tensor lies. One that is left as partial sums lies there `partials` times, every `stride` elements. */
export interface Place extends Range {
  readonly partials: number;
  readonly stride: number;
  /** Where its elements are kept as f16: the power of two that they are multiplied by there. */
  readonly half?: number;
}

/** One dispatch: what the GPU is told, and which operations it thereby computes. */
export interface Dispatch {
  readonly label: string;
  /** Name of the shader, and of its entry point. */
  readonly shader: string;
  readonly entry: string;
  readonly constants: Readonly<Record<string, number>>;
  readonly bindings: Readonly<Record<string, Range>>;
  /** Which of its bindings are kept as f16, and the power of two that their elements are multiplied by there. */
  readonly halves: Readonly<Record<string, number>>;
  readonly workgroups: readonly [number, number, number];
  readonly operations: readonly Operation[];
  /** Arithmetic operations, a multiply-add counted as two. */
  readonly flops: number;
  /** Bytes of everything it reads and writes, each once. */
  readonly bytes: number;
  /** Invocations of a workgroup, and what they ask of the device: its time is predicted from these. */
  readonly lanes: number;
  readonly effort: Effort;
}

/** A buffer to allocate; `content` is what it holds from the start. */
export interface PlannedBuffer {
  readonly label: string;
  readonly bytes: number;
  readonly content?: Uint32Array;
  /** Where several arrays take turns in it: their names, in the order of the step. */
  readonly holds?: readonly string[];
}

/** How a program is computed: data that can be printed, compared and tested without a device. */
export interface Plan {
  readonly dispatches: readonly Dispatch[];
  readonly buffers: readonly PlannedBuffer[];
  readonly places: ReadonlyMap<string, Place>;
}
