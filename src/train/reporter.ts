import type { StepEvent } from "./events.ts";
import type { Progress, Session } from "./session.ts";

/** Gathers the results of steps until it is time to tell of them. */
export class Reporter {
  readonly #session: Session;
  readonly #onEvent: (event: StepEvent) => void;
  readonly #seconds: number;
  #losses: number[] = [];
  #last: Progress | undefined;
  #reported = performance.now();

  constructor(session: Session, onEvent: (event: StepEvent) => void, seconds: number) {
    this.#session = session;
    this.#onEvent = onEvent;
    this.#seconds = seconds;
  }

  add(progress: Progress): void {
    this.#losses.push(...progress.results.map(({ loss }) => loss));
    this.#last = progress;
    if (performance.now() - this.#reported >= this.#seconds * 1000) this.flush();
  }

  flush(): void {
    if (this.#last === undefined) return;
    const { step, results, learningRate, imagesPerSecond } = this.#last;
    const { loss, correct } = results[results.length - 1];
    this.#onEvent({
      event: "step",
      step,
      epoch: step / this.#session.stepsPerEpoch,
      loss,
      losses: this.#losses,
      batchAccuracy: correct / this.#session.recipe.batch,
      learningRate,
      imagesPerSecond,
    });
    this.#losses = [];
    this.#last = undefined;
    this.#reported = performance.now();
  }
}
