import { type CircledastError, DeviceLostError } from "../core/errors.ts";
import { refusal } from "./refusal.ts";

/** Sees when a device is lost, or refuses its work: then nothing more can be expected of it, and all that waits for it is told so. */
export class DeviceWatch {
  readonly #listeners: ((error: CircledastError) => void)[] = [];
  /** Why nothing more can be expected. */
  #failure: CircledastError | undefined;
  /** How to fail the calls under way then. */
  readonly #waiting = new Set<(error: CircledastError) => void>();
  #isOver = false;

  constructor(device: GPUDevice) {
    device.addEventListener("uncapturederror", ({ error }) => this.#fail(refusal(error)));
    void device.lost.then(({ message, reason }) => this.#fail(new DeviceLostError(message || reason)));
  }

  #fail(error: CircledastError): void {
    if (this.#failure !== undefined || this.#isOver) return;
    this.#failure = error;
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
  }

  /** Runs work on the device; when the device goes meanwhile, the failure says so instead of what it happened to interrupt. */
  guard<T>(work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) return reject(this.#failure);
      this.#waiting.add(reject);
      const settle = (done: () => void) => {
        this.#waiting.delete(reject);
        done();
      };
      work().then(
        (result) => settle(() => resolve(result)),
        // Work that a loss interrupts may fail before the loss itself is announced: give that a moment.
        (error) => setTimeout(() => settle(() => reject(this.#failure ?? error)), 50),
      );
    });
  }
}
