/** Keeps checkpoints of a run as it goes: told of what happens in it, it writes one whenever it is time. */
import type { Snapshot } from "../plan/engine.ts";
import type { Checkpoint, Judged } from "./checkpoint.ts";
import type { Checkpoints } from "./checkpoints.ts";
import type { TrainEvent } from "./events.ts";
import type { Session } from "./session.ts";

export interface KeeperOptions {
  readonly session: Session;
  readonly checkpoints: Checkpoints;
  /** See dataSha256. */
  readonly data: string | Promise<string>;
  /** What is noted in each, beside what the run is. */
  readonly notes?: Readonly<Record<string, string>>;
  /** Where the run goes on from, if it does. */
  readonly from?: Pick<Checkpoint, "losses" | "judgements"> | undefined;
}

export class Keeper {
  readonly #session: Session;
  readonly #checkpoints: Checkpoints;
  readonly #data: string | Promise<string>;
  readonly #notes: KeeperOptions["notes"];
  readonly #losses: number[];
  readonly #judgements: Judged[];
  /** It is time for it, and the losses up to its step are not all known yet. */
  #pending: Snapshot | undefined;

  constructor({ session, checkpoints, data, notes, from }: KeeperOptions) {
    this.#session = session;
    this.#checkpoints = checkpoints;
    this.#data = data;
    this.#notes = notes;
    this.#losses = Array.from(from?.losses ?? []);
    this.#judgements = [...(from?.judgements ?? [])];
  }

  onEvent(event: TrainEvent): void {
    if (event.event === "step") this.#losses.push(...event.losses);
    if (event.event === "evaluate") {
      const { step, testLoss, testAccuracy } = event;
      this.#judgements.push({ step, testLoss, testAccuracy });
    }
    this.#writeWhenKnown();
  }

  onSnapshot(snapshot: Snapshot): void {
    if (this.#pending === undefined && this.#checkpoints.isDue) this.#pending = snapshot;
    this.#writeWhenKnown();
  }

  #writeWhenKnown(): void {
    if (this.#pending === undefined || this.#losses.length < this.#pending.step) return;
    void this.#write(this.#pending);
    this.#pending = undefined;
  }

  async #write({ step, state }: Snapshot): Promise<void> {
    const { recipe, seed, length, engine } = this.#session;
    await this.#checkpoints.write({
      step,
      state,
      recipe,
      seed,
      length,
      data: await this.#data,
      device: engine.device.description,
      // Where it failed, the last ones may not have been told of yet.
      losses: Float64Array.from({ length: step }, (_, i) => this.#losses[i] ?? Number.NaN),
      judgements: this.#judgements.filter((judged) => judged.step <= step),
      ...(this.#notes && { notes: this.#notes }),
    });
  }

  /** Writes where the run stands: at its end, and where it fails. Resolves when nothing is being written. */
  close(): Promise<void> {
    return this.#write(this.#session.snapshot);
  }
}
