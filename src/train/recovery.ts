/** Goes on when a device is lost: on a new one, and where none comes back on the CPU. */
import { CircledastError, type DeviceLostError } from "../core/errors.ts";
import { waited } from "../core/waited.ts";
import type { Engine } from "../plan/engine.ts";
import type { RecoveredEvent } from "./events.ts";
import type { SpareEngines } from "./openRun.ts";
import type { Session } from "./session.ts";

/** Milliseconds to wait before each try to get a device: a driver that has just been reset needs a while. */
const WAITS = [0, 200, 1000, 3000, 10_000];

/** So many losses in a row without one new step, and the next device is not waited for. */
const MOST_IN_VAIN = 5;

/** What is to be brought back, and by what. */
export interface RecoveryOptions {
  /** What trains. */
  readonly session: Session;
  /** `spare` of the run. */
  readonly spare: SpareEngines;
  /** Called when it goes on. */
  readonly onEvent: (event: RecoveredEvent) => void;
  /** Ends the waiting. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds before each try; default: at once, then 0.2, 1, 3 and 10 s later. */
  readonly waits?: readonly number[];
}

/** What brings one session back, as often as its device goes: `fit({ …, recover: (lost) => recovery.recover(lost) })`. */
export class Recovery {
  readonly #options: RecoveryOptions;
  #furthest = 0;
  #inVain = 0;

  /** For one session, as long as it trains. */
  constructor(options: RecoveryOptions) {
    this.#options = options;
  }

  /**
   * Goes on with another device, from the latest copy of the state.
   *
   * @throws the loss itself where nothing takes the device's place
   */
  async recover(lost: DeviceLostError): Promise<void> {
    const { session, spare, onEvent, signal, waits = WAITS } = this.#options;
    const lostAt = session.step;
    this.#inVain = lostAt > this.#furthest ? 0 : this.#inVain + 1;
    this.#furthest = Math.max(this.#furthest, lostAt);
    session.engine.destroy();
    const next = await this.#next(spare, this.#inVain < MOST_IN_VAIN ? waits : [], signal);
    if (next === undefined) throw lost;
    const { engine, attempts } = next;
    session.continueOn(engine);
    onEvent({ event: "recovered", lostAt, from: session.step, reason: lost.reason, attempts, device: engine.device });
  }

  async #next(
    { gpu, cpu }: SpareEngines,
    waits: readonly number[],
    signal: AbortSignal | undefined,
  ): Promise<{ engine: Engine; attempts: number } | undefined> {
    let attempts = 0;
    for (const wait of gpu === undefined ? [] : waits) {
      if (wait > 0) await waited(wait, signal);
      if (signal?.aborted) return undefined;
      attempts++;
      try {
        return { engine: await gpu!(), attempts };
      } catch (error) {
        // A device that is lost while its kernels compile may fail in many ways; a recipe that was accepted before is not at fault.
        if (!(error instanceof CircledastError)) throw error;
      }
    }
    return cpu === undefined ? undefined : { engine: await cpu(), attempts };
  }
}
