import type { Judgement } from "./engine.ts";
import type { EndEvent, EvaluateEvent, StartEvent, StepEvent, TrainEvent } from "./events.ts";
import { type Progress, type Session, weightsSha256 } from "./session.ts";

export interface FitOptions {
  readonly session: Session;
  readonly onEvent: (event: TrainEvent) => void;
  /** Called with every judgement of the test set. */
  readonly onJudgement?: (judgement: Judgement, step: number) => void;
  /** Ends the run after the steps under way. */
  readonly signal?: AbortSignal;
  readonly reason?: string | undefined;
  /** Labels of the test set. */
  readonly labels: Uint8Array;
  /** Least seconds between two step events. */
  readonly reportSeconds?: number;
}

/** Mean loss and share of right predictions over a test set. */
export function summarize({ losses, predictions }: Judgement, labels: Uint8Array) {
  const testLoss = losses.reduce((sum: number, loss: number) => sum + loss, 0) / losses.length;
  const right = predictions.reduce((sum, prediction, i) => sum + Number(prediction === labels[i]), 0);
  return { testLoss, testAccuracy: right / labels.length };
}

/** Gathers the results of steps until it is time to tell of them. */
class Reporter {
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

/**
 * Trains a session to its end, judging the test set after every epoch and at the end, and tells of it in events.
 *
 * @throws DeviceLostError where the device is lost; the session's snapshot has the last parameters known
 */
export async function fit(options: FitOptions): Promise<EndEvent> {
  const { session, onEvent, onJudgement, signal, reason, labels, reportSeconds = 0.25 } = options;
  const { engine, recipe, seed, network, stepsPerEpoch, totalSteps } = session;
  const start: StartEvent = {
    event: "start",
    device: engine.device,
    preset: recipe.name,
    parameters: network.layers.reduce((sum, layer) => sum + layer.parameters, 0),
    seed,
    batch: recipe.batch,
    steps: totalSteps,
    stepsPerEpoch,
    ...(reason === undefined ? {} : { reason }),
  };
  onEvent(start);
  const reporter = new Reporter(session, onEvent, reportSeconds);
  const firstStep = session.step;
  let seconds = 0;
  let evaluation: EvaluateEvent;
  do {
    const until = Math.min(totalSteps, (Math.floor(session.step / stepsPerEpoch) + 1) * stepsPerEpoch);
    const begun = performance.now();
    await session.train({ until, onProgress: (progress) => reporter.add(progress), ...(signal ? { signal } : {}) });
    seconds += (performance.now() - begun) / 1000;
    reporter.flush();
    const judgement = await session.judge();
    evaluation = { event: "evaluate", step: session.step, ...summarize(judgement, labels) };
    onJudgement?.(judgement, session.step);
    onEvent(evaluation);
  } while (session.step < totalSteps && !signal?.aborted);
  const end: EndEvent = {
    event: "end",
    steps: session.step,
    seconds,
    imagesPerSecond: ((session.step - firstStep) * recipe.batch) / seconds,
    testAccuracy: evaluation.testAccuracy,
    weightsSha256: await weightsSha256(await session.parameters()),
    ...(session.step < totalSteps ? { interrupted: true } : {}),
  };
  onEvent(end);
  return end;
}
