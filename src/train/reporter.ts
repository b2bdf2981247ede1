import { DivergedError } from "../core/errors.ts";
import type { StepEvent } from "./events.ts";
import type { Progress, Session } from "./session.ts";

export function diverged({ recipe }: Session, what: string): DivergedError {
  const { learningRate } = recipe.optimizer;
  return new DivergedError(
    `training: ${what}; a finite number was expected. Try a learning rate far below ${learningRate}, or a larger batch.`,
  );
}

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

  /** @throws DivergedError where a loss is not finite; the steps before it are told of first */
  add(progress: Progress): void {
    const { results } = progress;
    const wrong = results.findIndex(({ loss }) => !Number.isFinite(loss));
    const good = wrong < 0 ? results : results.slice(0, wrong);
    const step = progress.step - results.length + good.length;
    if (good.length > 0) {
      this.#losses.push(...good.map(({ loss }) => loss));
      this.#last = { ...progress, step, results: good };
    }
    if (wrong >= 0) {
      this.flush();
      throw diverged(this.#session, `the loss of step ${step + 1} is ${results[wrong].loss}`);
    }
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
