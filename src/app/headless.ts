/**
 * Trains what the address says, with the same worker as the page and nobody watching. The command line opens this in a browser
 * without a window, having laid out `report`; each event of the training goes there.
 */
import { presets } from "../model/presets.ts";
import type { TrainEvent } from "../train/events.ts";
import { readAddress } from "./address.ts";
import type { Message, Request } from "./protocol.ts";

/** What the command line hears: the events of training, and what is not training. */
export type HeadlessEvent =
  | TrainEvent
  | { readonly event: "loading"; readonly what: string; readonly loaded: number; readonly total: number }
  | { readonly event: "failed"; readonly message: string };

declare global {
  interface Window {
    /** Laid out by the command line. */
    report(event: HeadlessEvent): Promise<void>;
    /** Called by the command line on Ctrl-C: training ends after the steps already on their way. */
    stopTraining(): void;
  }
}

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const request = (message: Request) => worker.postMessage(message);
const { settings } = readAddress(location.search, presets);
/** The page trains whole epochs; only this one may be asked for a number of steps. */
const steps = new URLSearchParams(location.search).get("steps");

let interrupted = false;
/** Time spent training, without that of the tests. */
let seconds = 0;
let last = 0;
let testAccuracy = Number.NaN;

window.stopTraining = () => {
  interrupted = true;
  request({ type: "pause" });
};

worker.onmessage = ({ data }: MessageEvent<Message>) => receive(data);
worker.onerror = ({ message }) => window.report({ event: "failed", message: `worker: ${message}` });
request({ type: "open", settings: { ...settings, ...(steps === null ? {} : { steps: Number(steps) }) } });

function receive(message: Message): void {
  switch (message.type) {
    case "loading": {
      const { what, loaded, total } = message;
      window.report({ event: "loading", what, loaded, total });
      break;
    }
    case "ready": {
      const { device, reason, parameters, stepsPerEpoch, steps, settings } = message;
      const { preset, seed, batch } = settings;
      const why = reason === undefined ? {} : { reason };
      window.report({ event: "start", device, preset, parameters, seed, batch, steps, stepsPerEpoch, ...why });
      last = performance.now();
      request({ type: "train" });
      break;
    }
    case "step": {
      const { step, epoch, losses, batchAccuracy, learningRate, imagesPerSecond } = message;
      const loss = losses[losses.length - 1]!;
      seconds += (performance.now() - last) / 1000;
      last = performance.now();
      window.report({ event: "step", step, epoch, loss, losses, batchAccuracy, learningRate, imagesPerSecond });
      break;
    }
    case "evaluation": {
      const { step, testLoss } = message;
      testAccuracy = message.testAccuracy;
      last = performance.now();
      window.report({ event: "evaluate", step, testLoss, testAccuracy });
      break;
    }
    case "stopped": {
      const { step: steps, weightsSha256 } = message;
      const imagesPerSecond = (steps * settings.batch) / seconds;
      const end = { event: "end", steps, seconds, imagesPerSecond, testAccuracy, weightsSha256 } as const;
      window.report(interrupted ? { ...end, interrupted } : end);
      break;
    }
    case "deviceLost": {
      const where = `device: it was lost after step ${message.step} (${message.message})`;
      window.report({ event: "failed", message: `${where}; it was expected to finish its work. Train again.` });
      break;
    }
    case "failed":
      window.report({ event: "failed", message: message.message });
  }
}
