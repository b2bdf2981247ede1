import { DeviceLostError, DivergedError } from "../core/errors.ts";
import type { Judgement } from "../plan/engine.ts";
import type { EndEvent, EvaluateEvent, StartEvent, StepEvent, TrainEvent } from "./events.ts";
import { weightsSha256 } from "./parameters.ts";
import type { Progress, Session } from "./session.ts";

/** Steps before the first judgement where judgements come as often as time allows. */
const FIRST_JUDGEMENT = 20;

export interface TrainAndJudgeOptions {
  readonly session: Session;
  readonly onEvent: (event: TrainEvent) => void;
  /** Called with every judgement of the test set. */
  readonly onJudgement?: (judgement: Judgement, step: number) => void;
  /** Ends the run after the steps under way. */
  readonly signal?: AbortSignal;
  /** Judge between epochs too, in at most this share of the time. */
  readonly judgeShare?: number;
  /** Judge once more after a signal. */
  readonly judgeWhenStopped?: boolean;
  /** Least seconds between two step events. */
  readonly reportSeconds?: number;
}

export interface FitOptions extends Omit<TrainAndJudgeOptions, "judgeWhenStopped"> {
  readonly reason?: string | undefined;
}

/** Mean loss and share of right predictions over a test set. */
export function summarize({ losses, predictions }: Judgement, labels: Uint8Array) {
  const testLoss = Array.from(losses).reduce((sum, loss) => sum + loss, 0) / losses.length;
  const right = predictions.reduce((sum, prediction, i) => sum + Number(prediction === labels[i]), 0);
  return { testLoss, testAccuracy: right / labels.length };
}

function diverged({ recipe }: Session, what: string): DivergedError {
  const { learningRate } = recipe.optimizer;
  return new DivergedError(
    `training: ${what}; a finite number was expected. Try a learning rate far below ${learningRate}, or a larger batch.`,
  );
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

/**
 * Trains a session to its end, judging the test set after every epoch and at the end; with `judgeShare` more often, as long as no
 * more than that share of the time goes into it.
 *
 * @returns the last judgement's event, absent where a signal came before the first; and the seconds spent training
 * @throws DeviceLostError where the device is lost; the session's snapshot has the last parameters known
 * @throws DivergedError where a loss is not finite
 */
export async function trainAndJudge(options: TrainAndJudgeOptions) {
  const { session, onEvent, onJudgement, signal, judgeShare, judgeWhenStopped, reportSeconds = 0.25 } = options;
  const { stepsPerEpoch, totalSteps, data } = session;
  const reporter = new Reporter(session, onEvent, reportSeconds);
  let seconds = 0;
  let evaluation: EvaluateEvent | undefined;
  let patience = judgeShare === undefined ? stepsPerEpoch : FIRST_JUDGEMENT;
  do {
    const epochEnd = (Math.floor(session.step / stepsPerEpoch) + 1) * stepsPerEpoch;
    const until = Math.min(totalSteps, epochEnd, session.step + patience);
    const [begun, first] = [performance.now(), session.step];
    await session.train({ until, onProgress: (progress) => reporter.add(progress), ...(signal ? { signal } : {}) });
    const trained = (performance.now() - begun) / 1000;
    seconds += trained;
    reporter.flush();
    if (signal?.aborted && !judgeWhenStopped) break;
    const judgementBegun = performance.now();
    const judgement = await session.judge();
    evaluation = { event: "evaluate", step: session.step, ...summarize(judgement, data.test.labels) };
    if (!Number.isFinite(evaluation.testLoss)) throw diverged(session, `the test loss is ${evaluation.testLoss}`);
    onJudgement?.(judgement, session.step);
    onEvent(evaluation);
    if (judgeShare !== undefined && session.step > first) {
      const judged = (performance.now() - judgementBegun) / 1000;
      patience = Math.ceil((judged / judgeShare / trained) * (session.step - first));
    }
  } while (session.step < totalSteps && !signal?.aborted);
  return { evaluation, seconds };
}

/**
 * Trains a session to its end, judging the test set after every epoch and at the end, and tells of it in events.
 *
 * @throws DeviceLostError where the device is lost; the session's snapshot has the last parameters known
 * @throws DivergedError where a loss or, in the end, a parameter is not finite
 */
export async function fit(options: FitOptions): Promise<EndEvent> {
  const { session, onEvent, reason } = options;
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
  const firstStep = session.step;
  const { evaluation, seconds } = await trainAndJudge({ ...options, judgeWhenStopped: true });
  const weights = await session.parameters();
  if (session.snapshot.step < session.step) {
    throw new DeviceLostError("after the last step, before its weights were read");
  }
  for (const { name, data } of weights) {
    // A network of ReLUs can hide it: they take what is no number for 0.
    const wrong = data.find((value) => !Number.isFinite(value));
    if (wrong !== undefined) throw diverged(session, `a weight of ${name} is ${wrong}`);
  }
  const end: EndEvent = {
    event: "end",
    steps: session.step,
    seconds,
    imagesPerSecond: ((session.step - firstStep) * recipe.batch) / seconds,
    testAccuracy: evaluation!.testAccuracy,
    weightsSha256: await weightsSha256(weights),
    ...(session.step < totalSteps ? { interrupted: true } : {}),
  };
  onEvent(end);
  return end;
}
