/** What the tuner asks of a device; tests answer in its place. */
import type { Programs } from "../gpu/programs.ts";
import type { Program } from "../operations/program.ts";
import type { Dispatch, Plan } from "../plan/plan.ts";

/** A candidate in a plan of its program. */
export interface Trial {
  readonly which: keyof Programs<unknown>;
  readonly program: Program;
  readonly plan: Plan;
  readonly dispatch: Dispatch;
  /** Name of its group. */
  readonly name: string;
}

/** Milliseconds that dispatches took by the device's clock, or by the host's where it has none. */
export interface Timing {
  /** Of one dispatch; 0 where the clock tells none. */
  readonly ms: number;
  readonly dispatches: number;
}

/** A candidate that is compiled, filled and warm. */
export interface Ready {
  /** A single dispatch. */
  readonly first: Timing;
  /** Does it for about so many milliseconds, once at least. */
  time(turn: number): Promise<Timing | Refusal>;
  destroy(): void;
}

/** How a candidate compares with the reference. */
export interface Finding {
  readonly pass: boolean;
  readonly worst: number;
  /** Samples of the batch in which it was compared. */
  readonly batch: number;
  readonly reason?: string;
}

/** Why a device does not take a candidate. */
export interface Refusal {
  readonly reason: string;
}

export interface Bench {
  /** Milliseconds between two times that its clock tells apart. */
  step(): Promise<number>;
  /** Compiles candidates, as many at once as the driver does. What it does not take is refused when it is prepared. */
  compile(trials: readonly Trial[]): Promise<void>;
  prepare(trial: Trial): Promise<Ready | Refusal>;
  check(trial: Trial): Promise<Finding>;
  /** Milliseconds by the clock on the wall. */
  now(): number;
}
