import { DeviceLostError } from "../core/errors.ts";
import { parameterCount } from "../layers/network.ts";
import type { Judgement, Snapshot } from "../plan/engine.ts";
import type { EndEvent, EvaluateEvent, KernelsUsed, StartEvent, TrainEvent } from "./events.ts";
import { diverged } from "./nonFinite.ts";
import { trainedOf, weightsSha256 } from "./parameters.ts";
import { Reporter } from "./reporter.ts";
import type { Session } from "./session.ts";

/** Steps from whose time it is known how fast it goes. */
const FIRST_STEPS = 20;

/** Seconds of training before the first judgement, at most: a slow adapter judges for as long again. */
const FIRST_SECONDS = 5;

/** A sample is judged in about so much of the time in which one is trained: forward is a third of the way. */
const JUDGE_COST = 1 / 3;

/** A step after which there is something to do. */
export interface Mark {
  readonly step: number;
  /** Training goes on when it is done. */
  readonly onMark: () => Promise<void>;
}

/** What is trained and judged, and who is told. */
export interface TrainAndJudgeOptions {
  /** What trains. */
  readonly session: Session;
  /** Called with everything that happens. */
  readonly onEvent: (event: TrainEvent) => void;
  /** Called with every judgement of the test set. */
  readonly onJudgement?: (judgement: Judgement, step: number) => void;
  /** Called while the test set is judged, with the number of samples judged so far. */
  readonly onJudging?: (done: number, total: number) => void;
  /** Ends the run after the steps under way. */
  readonly signal?: AbortSignal;
  /** Judge between epochs too, in at most this share of the time. */
  readonly judgeShare?: number;
  /** Judge once more after a signal, and do not let it interrupt a judgement. */
  readonly judgeWhenStopped?: boolean;
  /** A step after which there is something to do before it goes on. */
  readonly mark?: Mark | undefined;
  /** Every so many steps one is computed by the reference as well, and told of in an event. */
  readonly shadowEvery?: number | undefined;
  /** Least seconds between two step events. */
  readonly reportSeconds?: number;
  /** Called with each copy of the state that is taken on the way: a few a second. */
  readonly onSnapshot?: ((snapshot: Snapshot) => void) | undefined;
  /** Has the session go on after its device is lost; without, the loss ends the run. @throws the loss, where nothing takes its place */
  readonly recover?: ((lost: DeviceLostError) => Promise<void>) | undefined;
}

/** What is trained to its end, and who is told. */
export interface FitOptions extends Omit<TrainAndJudgeOptions, "judgeWhenStopped"> {
  /** `reason` of the run, for the event `start`. */
  readonly reason?: string | undefined;
  /** Where they are not those of the prediction. */
  readonly kernels?: KernelsUsed | undefined;
}

/** Mean loss and share of right predictions over a test set. */
export function summarize({ losses, predictions }: Judgement, labels: Uint8Array) {
  const testLoss = Array.from(losses).reduce((sum, loss) => sum + loss, 0) / losses.length;
  const right = predictions.reduce((sum, prediction, i) => sum + Number(prediction === labels[i]), 0);
  return { testLoss, testAccuracy: right / labels.length };
}

/** How many steps to train before the next judgement, for no more than a share of the time to go into judging. */
class Patience {
  readonly #share: number | undefined;
  /** Steps in which the first judgement is worth its time; measured ones replace this guess. */
  readonly #worth: number;
  /** Steps to train from the last judgement on, and those trained. */
  #wanted: number;
  #steps = 0;
  #seconds = 0;
  #isFirst = true;

  constructor({ data, recipe }: Session, share: number | undefined) {
    this.#share = share;
    this.#worth = Math.ceil((JUDGE_COST * data.test.count) / ((share ?? 1) * recipe.batch));
    this.#wanted = share === undefined ? Number.POSITIVE_INFINITY : FIRST_STEPS;
  }

  get steps(): number {
    return this.#wanted - this.#steps;
  }

  get isOver(): boolean {
    return this.#steps >= this.#wanted;
  }

  trained(steps: number, seconds: number): void {
    this.#steps += steps;
    this.#seconds += seconds;
    if (this.#share === undefined || !this.#isFirst || !this.isOver) return;
    this.#isFirst = false;
    this.#wanted = Math.min(this.#worth, Math.ceil((FIRST_SECONDS / this.#seconds) * this.#steps));
  }

  judged(seconds: number): void {
    if (this.#share !== undefined && this.#steps > 0) {
      this.#wanted = Math.max(1, Math.ceil((seconds / this.#share / this.#seconds) * this.#steps));
    }
    [this.#steps, this.#seconds, this.#isFirst] = [0, 0, false];
  }
}

/**
 * Trains a session to its end, judging the test set after every epoch and at the end; with `judgeShare` more often, as long as no
 * more than that share of the time goes into it.
 *
 * @returns the last judgement's event, absent where a signal came before the first; and the seconds spent training
 * @throws DeviceLostError where the device is lost; the session's snapshot has the last parameters known
 * @throws DivergedError where a value is not finite
 */
export async function trainAndJudge(options: TrainAndJudgeOptions) {
  const { session, onEvent, onJudgement, onJudging, signal, judgeShare, judgeWhenStopped, mark, shadowEvery } = options;
  const { onSnapshot, recover } = options;
  const { stepsPerEpoch, totalSteps, data } = session;
  const reporter = new Reporter(session, onEvent, options.reportSeconds ?? 0.25);
  const judgeOptions = {
    ...(signal && !judgeWhenStopped ? { signal } : {}),
    ...(onJudging ? { onProgress: onJudging } : {}),
  };
  const patience = new Patience(session, judgeShare);
  let seconds = 0;
  let evaluation: EvaluateEvent | undefined;
  /** The step at which a judgement was begun and not ended, since the device was lost meanwhile. */
  let owed: number | undefined;
  /** Trains for a while and judges, where it is time to. */
  const round = async (): Promise<void> => {
    const epochEnd = (Math.floor(session.step / stepsPerEpoch) + 1) * stepsPerEpoch;
    const end = owed ?? Math.min(totalSteps, epochEnd);
    const before = mark === undefined || session.step >= mark.step ? end : mark.step;
    const until = Math.min(end, before, session.step + patience.steps);
    const [begun, first] = [performance.now(), session.step];
    try {
      await session.train({
        until,
        onProgress: (progress) => reporter.add(progress),
        shadowEvery,
        onSnapshot,
        onShadow: (report) => {
          reporter.flush();
          onEvent({ event: "shadow", ...report });
        },
        ...(signal ? { signal } : {}),
      });
    } finally {
      reporter.flush();
      const trained = (performance.now() - begun) / 1000;
      seconds += trained;
      patience.trained(session.step - first, trained);
    }
    if (session.step === mark?.step && first < mark.step) await mark.onMark();
    if (signal?.aborted ? !judgeWhenStopped : session.step < end && !patience.isOver) return;
    owed = session.step;
    // Happens once: it says nothing of how long the next judgement takes.
    await session.engine.prepareJudging();
    const judgementBegun = performance.now();
    let judgement: Judgement;
    try {
      judgement = await session.judge(judgeOptions);
    } catch (error) {
      if (signal?.aborted && error === signal.reason) return;
      throw error;
    }
    owed = undefined;
    evaluation = { event: "evaluate", step: session.step, ...summarize(judgement, data.test.labels) };
    if (!Number.isFinite(evaluation.testLoss)) {
      // The state that was judged says more, where it is not finite itself.
      await session.parameters();
      throw diverged(session.recipe, `the test loss is ${evaluation.testLoss}`);
    }
    onJudgement?.(judgement, session.step);
    onEvent(evaluation);
    patience.judged((performance.now() - judgementBegun) / 1000);
  };
  do {
    try {
      await round();
    } catch (error) {
      if (!(error instanceof DeviceLostError) || recover === undefined) throw error;
      await recover(error);
    }
  } while (signal?.aborted ? owed !== undefined && judgeWhenStopped : owed !== undefined || session.step < totalSteps);
  return { evaluation, seconds };
}

/**
 * Trains a session to its end, judging the test set after every epoch and at the end, and tells of it in events.
 *
 * @throws DeviceLostError where the device is lost; the session's snapshot has the last parameters known
 * @throws DivergedError where a value is not finite
 */
export async function fit(options: FitOptions): Promise<EndEvent> {
  const { session, onEvent, reason, kernels } = options;
  const { engine, recipe, seed, network, stepsPerEpoch, totalSteps } = session;
  const start: StartEvent = {
    event: "start",
    device: engine.device,
    preset: recipe.name,
    parameters: parameterCount(network),
    seed,
    batch: recipe.batch,
    steps: totalSteps,
    stepsPerEpoch,
    ...(session.step === 0 ? {} : { resumedFrom: session.step }),
    ...(reason === undefined ? {} : { reason }),
    ...(kernels === undefined || engine.device.kind === "cpu" ? {} : { kernels }),
    ...(engine.storage === "f16" ? { storage: engine.storage } : {}),
  };
  onEvent(start);
  const firstStep = session.step;
  let seconds = 0;
  let evaluation: EvaluateEvent | undefined;
  let weights: Awaited<ReturnType<Session["parameters"]>>;
  for (;;) {
    const trained = await trainAndJudge({ ...options, judgeWhenStopped: true });
    seconds += trained.seconds;
    evaluation = trained.evaluation ?? evaluation;
    weights = await session.parameters();
    if (session.snapshot.step === session.step) break;
    const lost = new DeviceLostError("after the last step, before its weights were read");
    if (options.recover === undefined) throw lost;
    await options.recover(lost);
  }
  const end: EndEvent = {
    event: "end",
    steps: session.step,
    seconds,
    imagesPerSecond: ((session.step - firstStep) * recipe.batch) / seconds,
    testAccuracy: evaluation!.testAccuracy,
    weightsSha256: await weightsSha256(trainedOf(session.network, weights)),
    ...(session.repeats.count > 0
      ? { repeated: { steps: session.repeats.count, different: session.repeats.different } }
      : {}),
    ...(session.step < totalSteps ? { interrupted: true } : {}),
  };
  onEvent(end);
  return end;
}
