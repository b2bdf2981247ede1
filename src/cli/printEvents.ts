/** Shows the events of training: as JSON, one a line on standard output, or as text for a person. */
import type { DeviceDescription, StartEvent, StepEvent, TrainEvent } from "../train/events.ts";

/**
 * Prints each event as it comes. Text: what stays (start, tests, end) goes to standard output, passing progress to standard
 * error, over itself on a terminal. JSON: every event to standard output.
 */
export function eventPrinter(json: boolean): (event: TrainEvent) => void {
  if (json) return (event) => process.stdout.write(`${JSON.stringify(event)}\n`);
  let steps = 0;
  return (event) => {
    switch (event.event) {
      case "start":
        steps = event.steps;
        say(start(event));
        break;
      case "step":
        showProgress(progress(event, steps));
        break;
      case "evaluate":
        say(
          `Step ${event.step}: test accuracy ${percent(event.testAccuracy)}, test loss ${event.testLoss.toFixed(4)}.`,
        );
        break;
      case "end": {
        const how = event.interrupted ? "Stopped" : "Done";
        const speed = `${Math.round(event.imagesPerSecond)} images/s`;
        say(
          `${how} after ${event.steps} steps in ${event.seconds.toFixed(1)} s (${speed}). Weights ${event.weightsSha256}.`,
        );
      }
    }
  };
}

/** Passing progress: one line that the next replaces on a terminal, a line each elsewhere. */
export function showProgress(text: string): void {
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
}

function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
  process.stdout.write(`${text}\n`);
}

function start({ device, reason, preset, parameters, batch, seed, steps }: StartEvent): string {
  const run = `${preset}, ${parameters} parameters, batch ${batch}, seed ${seed}, ${steps} steps`;
  return `Training ${run} on ${describe(device)}.${reason === undefined ? "" : ` ${reason}`}`;
}

function describe({ kind, vendor, architecture, description, software }: DeviceDescription): string {
  const name = description || [vendor, architecture].filter(Boolean).join(" ");
  return kind === "cpu" ? "the CPU reference" : `${name || "a GPU"}${software ? " (software)" : ""}`;
}

function progress({ step, epoch, loss, imagesPerSecond }: StepEvent, steps: number): string {
  return `Step ${step}/${steps}, epoch ${epoch.toFixed(2)}, loss ${loss.toFixed(4)}, ${Math.round(imagesPerSecond)} images/s`;
}

const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
