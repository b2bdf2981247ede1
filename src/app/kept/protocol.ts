/** Of the page's conversation with its worker: runs that are kept in this browser, and gone on with. */

import type { Judged } from "../../train/checkpoint.ts";
import type { RunSettings } from "../settings.ts";

/** What is kept of a run that was cut off, or ended. */
export interface KeptRun {
  readonly name: string;
  readonly settings: RunSettings;
  readonly preset: string;
  readonly step: number;
  /** Whether that is its last one. */
  readonly finished: boolean;
  /** When it began, in milliseconds of the epoch. */
  readonly begun: number;
  /** Why what was kept later cannot be read, where something was. */
  readonly damage?: string | undefined;
}

/** What is kept of a run of which nothing can be read, and why. */
export interface DamagedRun {
  readonly name: string;
  readonly damage: string;
}

export type KeptRequest =
  /** What this browser keeps of runs that no tab has open; the other one forgets such a run. Answered by `kept`. */
  { readonly type: "listKept" } | { readonly type: "forgetKept"; readonly name: string };

export type KeptMessage =
  /** The newest run that can be gone on with, where there is one; and the newest after it that cannot. */
  | { readonly type: "kept"; readonly run?: KeptRun | undefined; readonly damaged?: DamagedRun | undefined }
  /** The run could not be kept, for this reason: that is tried again, and it goes on. */
  | { readonly type: "notKept"; readonly message: string }
  /** How far the run that is gone on with had come: losses of all its steps, no number where one is not known, and its tests. */
  | {
      readonly type: "resumed";
      readonly step: number;
      readonly finished: boolean;
      readonly losses: Float64Array;
      readonly tests: readonly Judged[];
      /** What is other than it was, in sentences: it may come to other bits by it. */
      readonly changes: readonly string[];
    };
