import { type CircledastError, DeviceLostError } from "../core/errors.ts";
import { waited } from "../core/waited.ts";
import { kindOf, RefusedError } from "./refusal.ts";

/**
 * Milliseconds that a loss may be announced after the work that it interrupts has failed: such work rejects with an AbortError or an
 * OperationError, and a busy browser may be seconds late with the loss. What fails otherwise is not waited long for.
 */
const patience = { interrupted: 5000, otherwise: 50 };

function patienceFor(error: unknown): number {
  const isInterrupted = error instanceof Error && ["AbortError", "OperationError"].includes(error.name);
  return isInterrupted ? patience.interrupted : patience.otherwise;
}

/** Sees when a device is lost, or refuses its work: then nothing more can be expected of it, and all that waits for it is told so. */
export class DeviceWatch {
  readonly #listeners: ((error: CircledastError) => void)[] = [];
  /** Why nothing more can be expected. */
  #failure: CircledastError | undefined;
  /** How to fail the calls under way then. */
  readonly #waiting = new Set<(error: CircledastError) => void>();
  #isOver = false;
  /** Aborted when something has failed. */
  readonly #failed = new AbortController();
  /** Dawn never lets go of who listens to a device: what is kept here then would stay, and with it the device. Gone when it is over, or asked. */
  #locate: ((refused: RefusedError) => Promise<RefusedError>) | undefined;
  /** Until it is known which dispatch a complaint is about. */
  #locating: Promise<void> | undefined;

  /** @param locate finds out which dispatch a complaint is about */
  constructor(
    device: GPUDevice,
    locate: (refused: RefusedError) => Promise<RefusedError> = async (refused) => refused,
  ) {
    this.#locate = locate;
    device.addEventListener("uncapturederror", ({ error }) => {
      if (this.#locate === undefined) return;
      this.#locating = this.#locate(new RefusedError(kindOf(error), error)).then((refused) => this.#fail(refused));
      this.#locate = undefined;
    });
    void device.lost.then(({ message, reason }) => this.#fail(new DeviceLostError(message || reason)));
  }

  #fail(error: CircledastError): void {
    if (this.#failure !== undefined || this.#isOver) return;
    this.#failure = error;
    this.#failed.abort();
    for (const reject of this.#waiting) reject(error);
    this.#waiting.clear();
    for (const listener of this.#listeners) listener(error);
  }

  onFailure(listener: (error: CircledastError) => void): void {
    this.#listeners.push(listener);
  }

  /** From now on it is wanted that the device goes. */
  end(): void {
    this.#isOver = true;
    this.#locate = undefined;
    this.#listeners.length = 0;
  }

  /**
   * Runs work on the device; when the device goes meanwhile, the failure says so instead of what it happened to interrupt.
   *
   * @param signal what the work may be ended by: its reason is nothing that the device did
   */
  guard<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#waiting.add(reject);
      const settle = (done: () => void) => {
        this.#waiting.delete(reject);
        done();
      };
      work().then(
        async (result) => {
          // What was refused may have an answer all the same, of nothing.
          if (this.#locating !== undefined) await this.#locating;
          settle(() => (this.#failure === undefined ? resolve(result) : reject(this.#failure)));
        },
        // Work that a loss interrupts may fail before the loss itself is announced.
        async (error) => {
          const isWanted = signal?.aborted === true && error === signal.reason;
          if (!isWanted) await waited(patienceFor(error), this.#failed.signal);
          await this.#locating;
          settle(() => reject(this.#failure ?? error));
        },
      );
    });
  }
}
