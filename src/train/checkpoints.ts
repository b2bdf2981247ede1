/** Keeps the newest checkpoints of a run somewhere, and finds the newest that is whole. */
import { CircledastError, FormatError, SpecError } from "../core/errors.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "./checkpoint.ts";

/** Where checkpoints are: a folder, or a browser's private file system. */
export interface CheckpointStore {
  /** Names of the files. */
  list(): Promise<readonly string[]>;
  read(name: string): Promise<Uint8Array>;
  /** Writes a file whole or, whatever happens meanwhile, not at all. @throws CircledastError where there is no room */
  write(name: string, bytes: Uint8Array): Promise<void>;
  remove(name: string): Promise<void>;
}

/** A checkpoint that is there and cannot be gone on with. */
export interface Unusable {
  readonly name: string;
  readonly reason: string;
}

const NAME = /^step-(\d{12})\.safetensors$/;
const nameOf = (step: number) => `step-${String(step).padStart(12, "0")}.safetensors`;

/** Names of checkpoints, the newest first. */
async function namesIn(store: CheckpointStore): Promise<string[]> {
  return (await store.list()).filter((name) => NAME.test(name)).sort((a, b) => (a < b ? 1 : -1));
}

/**
 * The newest checkpoint that is whole, and those newer than it that are not.
 *
 * @returns without a checkpoint where there is none that can be used
 */
export async function newestCheckpoint(
  store: CheckpointStore,
): Promise<{ readonly checkpoint?: Checkpoint; readonly unusable: readonly Unusable[] }> {
  const unusable: Unusable[] = [];
  for (const name of await namesIn(store)) {
    let bytes: Uint8Array;
    try {
      bytes = await store.read(name);
    } catch (error) {
      const reason = `checkpoint: it cannot be read (${String(error)}); a file was expected. Use the one before it.`;
      unusable.push({ name, reason });
      continue;
    }
    try {
      return { checkpoint: await decodeCheckpoint(bytes), unusable };
    } catch (error) {
      if (!(error instanceof FormatError || error instanceof SpecError)) throw error;
      unusable.push({ name, reason: error.message });
    }
  }
  return { unusable };
}

export interface KeepOptions {
  readonly store: CheckpointStore;
  /** How many stay; at least 1. Default: 3. */
  readonly keep?: number;
  /** Least seconds between two; default: 10. */
  readonly seconds?: number;
  /** Called when one is written. */
  readonly onKept?: (kept: { readonly step: number; readonly name: string; readonly bytes: number }) => void;
  /** Called when one could not be written: training goes on, and the next one is tried in its turn. */
  readonly onFailure?: (error: CircledastError) => void;
}

/** Writes checkpoints as they come, one at a time, in the background. */
export class Checkpoints {
  readonly #options: Required<Pick<KeepOptions, "store" | "keep" | "seconds">> & KeepOptions;
  #last = performance.now();
  /** The latest that is there: its step, and the state that it is of. */
  #newest = -1;
  #state: Checkpoint["state"] | undefined;
  #writing: Promise<void> | undefined;

  constructor(options: KeepOptions) {
    this.#options = { keep: 3, seconds: 10, ...options };
  }

  /** Whether it is time for the next one. */
  get isDue(): boolean {
    return this.#writing === undefined && performance.now() - this.#last >= 1000 * this.#options.seconds;
  }

  /** Begins to write one; what is under way goes first. */
  write(checkpoint: Checkpoint): Promise<void> {
    this.#last = performance.now();
    const before = this.#writing ?? Promise.resolve();
    const writing = before.then(() => this.#write(checkpoint));
    this.#writing = writing;
    return writing.finally(() => {
      if (this.#writing === writing) this.#writing = undefined;
    });
  }

  async #write(checkpoint: Checkpoint): Promise<void> {
    const { store, keep, onKept, onFailure } = this.#options;
    const { step, state } = checkpoint;
    // A network that was taught by hand is another at the same step.
    if (step < this.#newest || state === this.#state) return;
    const name = nameOf(step);
    try {
      const bytes = await encodeCheckpoint(checkpoint);
      await this.#writeMakingRoom(name, bytes);
      [this.#newest, this.#state] = [step, state];
      // Only now: there is never none that is whole. What cannot be removed, such as a folder of that name, is not ours.
      const old = (await namesIn(store)).filter((other) => other < name).slice(keep - 1);
      await Promise.allSettled(old.map((other) => store.remove(other)));
      onKept?.({ step, name, bytes: bytes.length });
    } catch (error) {
      if (!(error instanceof CircledastError)) throw error;
      onFailure?.(error);
    }
  }

  /** Where there is no room for one more, the oldest go for it; the newest that is whole never does. */
  async #writeMakingRoom(name: string, bytes: Uint8Array): Promise<void> {
    const { store } = this.#options;
    let old: readonly string[] | undefined;
    for (;;) {
      try {
        return await store.write(name, bytes);
      } catch (error) {
        if (!isFull(error)) throw error;
        old ??= await this.#oldBut(name);
        if (old.length === 0) throw error;
        await store.remove(old[0]).catch(() => {});
        old = old.slice(1);
      }
    }
  }

  /** Those that can go, the oldest first: neither the newest that is whole nor the one that is being written. */
  async #oldBut(name: string): Promise<string[]> {
    const { store } = this.#options;
    if (this.#newest < 0) this.#newest = (await newestCheckpoint(store)).checkpoint?.step ?? -1;
    return (await namesIn(store)).filter((other) => other !== name && other !== nameOf(this.#newest)).reverse();
  }
}

/** Whether a write failed for want of room: in Node by the system's code, in a browser by the error's name. */
function isFull(error: unknown): boolean {
  const { code, name } = Object((error as Error).cause) as { readonly code?: string; readonly name?: string };
  return code === "ENOSPC" || code === "EDQUOT" || name === "QuotaExceededError";
}
