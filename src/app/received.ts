/** How each message of the worker changes the state. Pure. */
import { ownAfter } from "./own/own.ts";
import type { Evaluation, Message } from "./protocol.ts";
import { sameSettings } from "./settings.ts";
import type { Drift, PageState } from "./state.ts";
import { answered, fitting } from "./teach/lessons.ts";

/** Comparisons that are kept: beyond, of each two the one goes that found less. */
const driftsKept = 256;

function withDrift(drift: readonly Drift[], { step, worst }: Drift): readonly Drift[] {
  const all = [...drift, { step, worst }];
  if (all.length <= driftsKept) return all;
  const greater = (i: number) => (i + 1 < all.length && all[i + 1].worst > all[i].worst ? all[i + 1] : all[i]);
  return all.flatMap((_, i) => (i % 2 === 0 ? [greater(i)] : []));
}

/** Tests that are kept: beyond, every second one goes. */
const testsKept = 256;

/** Messages of a run that a newer `open` has ended may still be on their way; these are the ones that answer an `open`, or belong to no run. */
const answersOpen = new Set<Message["type"]>(["loading", "ready", "restored", "failed", "previewed", "ownData"]);

export function received(state: PageState, message: Message): PageState {
  if (state.phase === "opening" && !answersOpen.has(message.type)) return state;
  const ended = state.phase === "lost" || state.phase === "failed";
  if (ended && ["step", "judging", "stopped"].includes(message.type)) return state;
  switch (message.type) {
    case "loading":
      return { ...state, loading: message };
    case "tuning":
      return { ...state, tuning: message };
    case "tuned":
      return { ...state, tuning: undefined, timed: message };
    case "ready":
      if (!sameSettings(message.settings, state.settings)) return state;
      return {
        ...state,
        phase: "ready",
        loading: undefined,
        run: message,
        lessons: fitting(state.lessons, message.classes),
        weights: message.weights,
      };
    case "kept":
      return { ...state, keptRun: message.run, damagedRun: message.damaged };
    case "notKept":
      return { ...state, notKept: message.message };
    case "resumed": {
      const { step, finished, losses, tests, changes } = message;
      losses.forEach((loss, i) => {
        state.losses.push(i + 1, loss);
        state.trace.push(i + 1, loss);
      });
      return {
        ...state,
        phase: finished ? "finished" : "paused",
        step,
        loss: losses.at(-1),
        earlierTests: tests,
        changes,
      };
    }
    case "restored": {
      const { finished, step, weights, weightsSha256 } = message;
      return { ...state, phase: finished ? "finished" : "paused", step, weights, weightsSha256, weightsStep: step };
    }
    case "step": {
      const first = message.step - message.losses.length + 1;
      message.losses.forEach((loss, i) => {
        state.losses.push(first + i, loss);
        state.trace.push(first + i, loss);
      });
      message.batchAccuracies.forEach((share, i) => {
        state.batchAccuracies.push(first + i, share);
      });
      const { step, imagesPerSecond } = message;
      return { ...state, step, imagesPerSecond, loss: message.losses.at(-1), judging: undefined };
    }
    case "weights":
      return { ...state, weights: message.weights };
    case "seen":
      return { ...state, seen: message.pictures };
    case "shadow":
      return { ...state, shadow: message.report, drift: withDrift(state.drift, message.report) };
    case "evaluation":
      // What a run came to stays in its curve, whatever it is taught after it.
      return {
        ...state,
        tests: message.taught ? state.tests : withTest(state.tests, message),
        evaluation: message,
        judging: undefined,
      };
    case "judgingEnded":
      return { ...state, judging: undefined, ...(message.test && { visited: message.test }) };
    case "judging":
      return { ...state, judging: message };
    case "stopped": {
      const { step, weightsSha256 } = message;
      const phase = message.finished ? "finished" : "paused";
      return { ...state, phase, step, weightsSha256, weightsStep: step, judging: undefined };
    }
    case "marked":
      return { ...state, marked: message };
    case "prediction":
      return { ...state, outputs: message.outputs };
    case "recovering":
      return { ...state, recovering: message, judging: undefined };
    case "recovered":
      return {
        ...state,
        recovering: undefined,
        recovered: message,
        run: state.run && { ...state.run, device: message.device },
      };
    case "deviceLost":
      return {
        ...state,
        phase: "lost",
        recovering: undefined,
        wanted: false,
        judging: undefined,
        step: message.step,
        failure: message.message,
      };
    case "failed":
      return {
        ...state,
        phase: "failed",
        wanted: false,
        loading: undefined,
        tuning: undefined,
        judging: undefined,
        failure: message.message,
        failureKind: message.kind,
        kept: message.kept,
      };
    case "lesson":
      return {
        ...state,
        lessons: answered(state.lessons, message),
      };
    case "ownData":
      return { ...state, own: ownAfter(state.own, message) };
    case "history":
      return { ...state, history: message.steps };
    case "sight":
      return { ...state, sight: message };
    case "opened":
      return { ...state, opened: message };
    case "previewed":
      return { ...state, preview: message };
    case "rate":
      // It may have been given up meanwhile.
      return state.rate === undefined ? state : { ...state, rate: message.search };
    case "event":
    case "saved":
    // The engine room listens to its own.
    case "engine":
    case "measuring":
    case "measured":
    case "measuringEnded":
    case "weightsRead":
      return state;
  }
}

function withTest(tests: readonly Evaluation[], test: Evaluation): readonly Evaluation[] {
  // Undone teaching brings a test again.
  const all = [...tests.filter(({ step }) => step !== test.step), test];
  return all.length > testsKept ? all.filter((_, i) => i % 2 === (all.length - 1) % 2) : all;
}
