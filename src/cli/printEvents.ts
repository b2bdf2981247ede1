/** Shows the events of training: as JSON, one a line on standard output, or as text for a person. */

import type { DeviceDescription } from "../core/device.ts";
import { finiteJson } from "../core/finiteJson.ts";
import type {
  EndEvent,
  RecoveredEvent,
  ShadowEvent,
  StartEvent,
  StepEvent,
  TrainEvent,
  TunedEvent,
} from "../train/events.ts";

/** Without a terminal a line of progress comes after each of so many parts of the run, or after so many seconds at the latest. */
const SPARSE_PARTS = 10;
const SPARSE_SECONDS = 30;

const BAR_CELLS = 24;

/**
 * Prints each event as it comes. JSON: every event to standard output. Text: what stays (start, tests, end) to standard output.
 * Passing progress goes to standard error: over itself on a terminal, and now and then a line where there is none.
 */
export function eventPrinter(json: boolean): (event: TrainEvent) => void {
  // A bar among lines of JSON on the same screen helps nobody.
  const progress = json && (process.stdout.isTTY || !process.stderr.isTTY) ? () => {} : progressPrinter();
  return (event) => {
    if (event.event === "start" && event.reason !== undefined) {
      note(`${event.reason} Training on ${deviceName(event.device)} instead.`);
    }
    // The line of progress goes away before the first event, and for good with the last.
    if (event.event !== "step") endProgress();
    if (json) process.stdout.write(`${finiteJson(event)}\n`);
    else if (event.event !== "step") process.stdout.write(`${sentence(event)}\n`);
    progress(event);
  };
}

/** Passing progress on a terminal: one line that the next replaces. Elsewhere nothing. */
export function showProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text.slice(0, (process.stderr.columns || 80) - 1)}`);
}

/** Takes the line of progress away, before something that stays is written. */
export function endProgress(): void {
  showProgress("");
}

/** Tells something beside the results: a line on standard error that stays. */
export function note(text: string): void {
  endProgress();
  process.stderr.write(`${text}\n`);
}

function progressPrinter(): (event: TrainEvent) => void {
  let run: StartEvent | undefined;
  let part = 0;
  let told = performance.now();
  return (event) => {
    if (event.event === "start") {
      run = event;
      // Many drivers compile at the first use.
      showProgress("Waiting for the first step.");
    }
    if (event.event !== "step" || run === undefined) return;
    if (process.stderr.isTTY) return showProgress(progressLine(event, run, process.stderr.columns || 80));
    const now = Math.floor((SPARSE_PARTS * event.step) / run.steps);
    if (now === part && performance.now() - told < SPARSE_SECONDS * 1000) return;
    part = now;
    told = performance.now();
    process.stderr.write(`${progressLine(event, run, 0).trimStart()}\n`);
  };
}

/** `██████░░░░  60 %  step 281/468  loss 0.3145  1,234 images/s  0:15 left`; without the bar where it does not fit. */
function progressLine({ step, losses, imagesPerSecond }: StepEvent, run: StartEvent, width: number): string {
  const share = step / run.steps;
  const filled = Math.round(share * BAR_CELLS);
  const bar = `${"█".repeat(filled)}${"░".repeat(BAR_CELLS - filled)} `;
  // The mean of the steps since the last line: one batch's loss alone flickers.
  const loss = losses.reduce((sum, one) => sum + one, 0) / losses.length;
  const words = [
    `${String(Math.floor(100 * share)).padStart(3)} %`,
    `step ${step}/${run.steps}`,
    `loss ${loss.toFixed(4)}`,
    `${count(imagesPerSecond)} images/s`,
    `${duration(((run.steps - step) * run.batch) / imagesPerSecond)} left`,
  ].join("  ");
  return width > bar.length + words.length ? bar + words : words;
}

function sentence(event: Exclude<TrainEvent, StepEvent>): string {
  if (event.event === "tuned") return tunedSentence(event);
  if (event.event === "start") return startSentence(event);
  if (event.event === "end") return endSentence(event);
  if (event.event === "shadow") return shadowSentence(event);
  if (event.event === "recovered") return recoveredSentence(event);
  const { step, testAccuracy, testLoss } = event;
  return `Step ${step}: test accuracy ${percent(testAccuracy)}, test loss ${testLoss.toFixed(4)}.`;
}

/** `The device was lost after step 310 (…). Going on from step 290 on SwiftShader; 20 steps are done again.` */
function recoveredSentence({ lostAt, from, reason, device, attempts }: RecoveredEvent): string {
  const tries = attempts > 1 ? `, at the ${attempts}th try` : "";
  const again = lostAt === from ? "No step" : lostAt === from + 1 ? "One step" : `${lostAt - from} steps`;
  return `The device was lost after step ${lostAt} (${reason}). Going on from step ${from} on ${device.description}${tries}. ${again} to do again.`;
}

/** `Step 100 beside the reference: every value within its bound. Greatest errors: conv1 0.21, dense 0.05 of what is allowed.` */
function shadowSentence({ step, layers, outside }: ShadowEvent): string {
  const errors = layers
    .map(({ layer, worst }) => `${layer} ${Number.isFinite(worst) ? worst.toFixed(2) : "∞"}`)
    .join(", ");
  const verdict =
    outside === undefined
      ? "every value within its bound"
      : `the first value outside its bound is in ${outside.layer} (${outside.tensor})`;
  return `Step ${step} beside the reference: ${verdict}. Greatest errors: ${errors} of what is allowed.`;
}

/** `Kernels chosen by time on this adapter: 9.12 ms of a step instead of 10.4 ms as predicted.` */
function tunedSentence({ stored, chosenMs, defaultMs, changed, refused, measuringMs }: TunedEvent): string {
  const when = stored ? "as stored" : `measured for ${(measuringMs / 1000).toFixed(1)} s`;
  const gain =
    changed.length === 0
      ? "those predicted are the fastest"
      : chosenMs === 0
        ? `${changed.length} of them in place of those predicted`
        : `${chosenMs.toPrecision(3)} ms of a step instead of ${defaultMs.toPrecision(3)} ms with those predicted`;
  const wrong = refused.length === 0 ? "" : ` Refused, for they are wrong here: ${refused.join(", ")}.`;
  return `Kernels chosen by time on this adapter (${when}): ${gain}.${wrong}`;
}

function startSentence(event: StartEvent): string {
  const { device, preset, parameters, batch, seed, steps, kernels, storage, resumedFrom } = event;
  const run = `${preset}, ${count(parameters)} parameters, batch ${batch}, seed ${seed}, ${count(steps)} steps`;
  const how = [kernels && ` with ${kernels} kernels`, storage && `, tensors kept as ${storage}`]
    .filter(Boolean)
    .join("");
  const since = resumedFrom === undefined ? "Training" : `Going on after step ${count(resumedFrom)}:`;
  return `${since} ${run} on ${deviceName(device)}${how}.`;
}

function endSentence({ interrupted, steps, seconds, imagesPerSecond, weightsSha256, repeated }: EndEvent): string {
  const how = interrupted ? "Stopped" : "Done";
  const speed = `${count(imagesPerSecond)} images/s`;
  const again = repeated === undefined ? "" : repeatedSentence(repeated);
  return `${how} after ${count(steps)} steps in ${seconds.toFixed(1)} s (${speed}).${again}\nSHA-256 of the weights: ${weightsSha256}.`;
}

/** ` 20 steps were done again, all to the same bits.` */
function repeatedSentence({ steps, different }: NonNullable<EndEvent["repeated"]>): string {
  const bits = different === 0 ? "all to the same bits" : `${count(different)} of them to other bits than before`;
  return ` ${count(steps)} ${steps === 1 ? "step was" : "steps were"} done again, ${bits}.`;
}

/** What computes, in words. */
export function deviceName({ kind, vendor, architecture, description, software }: DeviceDescription): string {
  const name = description || [vendor, architecture].filter(Boolean).join(" ");
  return kind === "cpu" ? "the CPU reference" : `${name || "a GPU"}${software ? " (software)" : ""}`;
}

export const percent = (share: number) => `${(100 * share).toFixed(2)} %`;

export const count = (value: number) => Math.round(value).toLocaleString("en-US");

function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.ceil(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
