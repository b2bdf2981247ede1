/** What the status line and the notice say: pure functions from the state to plain words. */

import { failing } from "../../model/failing.ts";
import { count, duration, megabytes, percent } from "../look/format.ts";
import { className } from "../own/own.ts";
import type { Evaluation } from "../protocol.ts";
import { adapterName, deviceName } from "../recipe/deviceName.ts";
import { isRunning, type PageState } from "../state.ts";

/** One sentence or two on what is going on. */
export function statusWords(state: PageState): string {
  const { run, step, recovering, judging, visiting } = state;
  if (judging && visiting !== undefined && !isRunning(state))
    return `Testing the network of step ${count(visiting)}: ${count(judging.done)} of ${count(judging.total)}.`;
  if (recovering) return `The device was lost after step ${count(recovering.step)}. Looking for another.`;
  switch (state.phase) {
    case "opening":
      return `${loadingWords(state)}${state.wanted ? " Training starts then." : ""}`;
    case "ready":
      return `${state.origin ? originWords(state) : deviceWords(state)} Press Train.${timingWords(state)}`;
    case "training":
      if (state.judging) return `Testing: ${count(state.judging.done)} of ${count(state.judging.total)}.`;
      return `Training: step ${count(step)} of ${count(run!.steps)}${timeLeft(state)}.`;
    case "pausing":
      return `Pausing after the steps on their way: step ${count(step)} of ${count(run!.steps)}.`;
    case "paused":
      return `Paused at step ${count(step)} of ${count(run!.steps)}. ${shownWords(state) ?? "Press Train to go on."}`;
    case "finished":
      if (state.judging)
        return `Done: ${count(step)} steps. Testing: ${count(state.judging.done)} of ${count(state.judging.total)}.`;
      return `Done: ${count(step)} steps${finalAccuracy(state)}. ${shownWords(state) ?? adviceWords(state)}`;
    case "lost":
      return `Device lost at step ${count(step)}. What it learned is kept.`;
    case "failed":
      return "Nothing runs: see the message at Train.";
  }
}

/** Where an earlier moment is looked at: that it is one. */
function shownWords({ visiting }: PageState): string | undefined {
  return visiting === undefined ? undefined : `On show is the network after step ${count(visiting)}.`;
}

/** One need not wait for it. */
function timingWords({ tuning }: PageState): string {
  return tuning ? ` Timing kernels: ${count(tuning.done)} of ${count(tuning.total)}.` : "";
}

function loadingWords({ loading }: PageState): string {
  if (!loading) return "Looking for a device and preparing the network.";
  const { what, loaded, total } = loading;
  if (total === 0) return `Loading ${what}.`;
  if (loaded >= total) return "The data are here: preparing the network.";
  return `Loading ${what}: ${megabytes(loaded)} of ${megabytes(total)}\u202fMB.`;
}

function deviceWords({ run }: PageState): string {
  const { device, reason } = run!;
  if (device.kind === "cpu") {
    return `Ready on the CPU reference${reason ? ` (${firstClause(reason)})` : ""}: exact, and slow.`;
  }
  if (device.software) {
    return `Ready on a software adapter (${adapterName(device)}), slower than a graphics card.`;
  }
  return `Ready on ${deviceName(device)}.`;
}

/** With weights that were loaded: what they are worth is what one wants to know. */
function originWords(state: PageState): string {
  const { origin, evaluation, judging } = state;
  const what = `Ready with ${origin!.filename}`;
  if (judging) return `${what}. Testing it: ${count(judging.done)} of ${count(judging.total)}.`;
  return evaluation ? `${what}: ${accuracyWords(state, evaluation)}.` : `${what}, not tested.`;
}

function timeLeft({ run, settings, step, imagesPerSecond }: PageState): string {
  if (!imagesPerSecond) return "";
  return `, ${duration(((run!.steps - step) * settings.batch) / imagesPerSecond)} left`;
}

function finalAccuracy(state: PageState): string {
  // Where it is brought back, its tests are not all there.
  const { evaluation, tests } = state;
  const own = evaluation?.taught ? tests.at(-1) : evaluation;
  const words = own ? `, ${accuracyWords(state, own)}` : "";
  return `${words}${evaluation?.taught ? `; ${percent(evaluation.testAccuracy)} since you taught it` : ""}`;
}

function accuracyWords({ run, settings }: PageState, { testAccuracy }: Pick<Evaluation, "testAccuracy">): string {
  const what = settings.data === "own" ? "pictures" : run!.input[1] > 1 ? "digits" : "points";
  return `${percent(testAccuracy)} of the test ${what} right`;
}

/** More of what fails on purpose would be the same, unless its recipe was changed. */
function adviceWords({ settings }: PageState): string {
  const failsOnPurpose = Object.hasOwn(failing, settings.preset) && settings.changes === undefined;
  return failsOnPurpose ? "This preset fails on purpose: another one learns." : "What next: see below Train.";
}

/** The notice beside the controls when something ended the run, or nothing. */
export function noticeWords(state: PageState): { what: string; safe: string; action?: string } | undefined {
  const { recovered } = state;
  if (recovered && state.phase !== "lost" && state.phase !== "failed") {
    const { lostAt, from, device } = recovered;
    const again =
      lostAt === from
        ? "no step was lost"
        : `${count(lostAt - from)} ${lostAt - from === 1 ? "step is" : "steps are"} done again, to the same bits`;
    const safe =
      device.kind === "gpu"
        ? `It went on from step ${count(from)}: ${again}.`
        : `It goes on from step ${count(from)} on the CPU, which is exact and slow: the GPU did not come back.`;
    return { what: `The device was lost after step ${count(lostAt)}.`, safe };
  }
  if (state.phase === "lost") {
    return {
      what: `Device lost at step ${count(state.step)}: ${trimmed(state.failure ?? "the browser gave no reason")}.`,
      safe: `The parameters of step ${count(state.step)} are kept: you can still draw and save.`,
      action: "Reload to train again",
    };
  }
  if (state.phase === "failed") {
    const what = state.failure ?? "The worker stopped without a reason.";
    // Loaded again, the same device would be missing again. How to switch one on is said beside the status.
    if (state.failureKind === "device" && state.settings.device === "gpu")
      return { what, safe: "Or choose Run on: best, which trains on the CPU where there is no GPU." };
    // Loaded again, the same recipe would fail again.
    if (state.failureKind === "spec") return { what, safe: "Change the recipe: it then starts anew." };
    if (state.kept === undefined) return { what, safe: "", action: canTryAgain(state) ? "Try again" : "Reload" };
    const safe = `The parameters of step ${count(state.kept)} are kept: you can still draw and save.`;
    return { what, safe, action: "Reload to train again" };
  }
  return undefined;
}

/** What was missing may be there now, and nothing else of the page has to go for it. */
export function canTryAgain({ failureKind, kept }: PageState): boolean {
  return (failureKind === "data" || failureKind === "cancelled") && kept === undefined;
}

/** The answer of the ten outputs to a drawing, in words. */
export function answerWords(state: PageState, outputsAreProbabilities: boolean): string {
  const { outputs, drawing } = state;
  if (!drawing) return "Draw: the ten outputs answer here.";
  if (!outputs) return "Reading…";
  const most = Math.max(...outputs);
  const best = className(state, outputs.indexOf(most));
  if (state.step === 0 && state.origin === undefined) return `It says ${best}: a guess, it is untrained.`;
  return outputsAreProbabilities
    ? `It says ${best}, ${percent(most)} sure.`
    : `It says ${best}, output ${most.toFixed(3)}.`;
}

/** What is the matter, without what to do: that has a place of its own. */
function firstClause(reason: string): string {
  return reason.split(/[;.](?:\s|$)/, 1)[0].trim();
}

function trimmed(sentence: string): string {
  return sentence.trim().replace(/\.$/, "");
}
