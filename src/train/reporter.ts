import type { StepEvent } from "./events.ts";
import type { Progress, Session } from "./session.ts";

/** Gathers the results of steps until it is time to tell of them. */
export class Reporter {
  readonly #session: Session;
  readonly #onEvent: (event: StepEvent) => void;
  readonly #seconds: number;
  #losses: number[] = [];
  #accuracies: number[] = [];
  #last: Progress | undefined;
  #reported = performance.now();

  constructor(session: Session, onEvent: (event: StepEvent) => void, seconds: number) {
    this.#session = session;
    this.#onEvent = onEvent;
    this.#seconds = seconds;
  }

  add(progress: Progress): void {
    const { batch } = this.#session.recipe;
    this.#losses.push(...progress.results.map(({ loss }) => loss));
    this.#accuracies.push(...progress.results.map(({ correct }) => correct / batch));
    this.#last = progress;
    if (performance.now() - this.#reported >= this.#seconds * 1000) this.flush();
  }

  flush(): void {
    if (this.#last === undefined) return;
    const { step, learningRate, imagesPerSecond } = this.#last;
    this.#onEvent({
      event: "step",
      step,
      epoch: step / this.#session.stepsPerEpoch,
      loss: this.#losses.at(-1)!,
      losses: this.#losses,
      batchAccuracy: this.#accuracies.at(-1)!,
      batchAccuracies: this.#accuracies,
      learningRate,
      imagesPerSecond,
    });
    [this.#losses, this.#accuracies] = [[], []];
    this.#last = undefined;
    this.#reported = performance.now();
  }
}
