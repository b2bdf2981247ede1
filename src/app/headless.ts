/**
 * Trains what the address says, with the same worker as the page and nobody watching. The command line opens this in a browser
 * without a window, having laid out `report`; each event of the training goes there.
 */
import { allPresets } from "../model/failing.ts";
import type { TrainEvent } from "../train/events.ts";
import { readAddress } from "./address.ts";
import type { FailureKind, Message, Request } from "./protocol.ts";

/** What the command line hears: the events of training, and what is not training. */
export type HeadlessEvent =
  | TrainEvent
  | { readonly event: "loading"; readonly what: string; readonly loaded: number; readonly total: number }
  | { readonly event: "failed"; readonly message: string; readonly kind: FailureKind };

declare global {
  interface Window {
    /** Laid out by the command line. */
    report(event: HeadlessEvent): Promise<void>;
    /** Called by the command line on Ctrl-C: training ends after the steps already on their way, and a test. */
    stopTraining(): void;
  }
}

const worker = new Worker(new URL("./worker/worker.ts", import.meta.url), { type: "module" });
const request = (message: Request) => worker.postMessage(message);
const fail = (message: string, kind: FailureKind) => window.report({ event: "failed", message, kind });
const { settings, notes } = readAddress(location.search, allPresets);

// Asked to stop before there is something to stop, it stops as soon as there is.
let stopped = false;
window.stopTraining = () => {
  stopped = true;
  request({ type: "pause" });
};

worker.onmessage = ({ data }: MessageEvent<Message>) => receive(data);
worker.onerror = ({ message }) => fail(`worker: ${message}`, "other");

// Nobody is there to read a note: what cannot be meant ends it.
const [refused] = notes;
if (refused === undefined) request({ type: "open", settings });
else fail(`${refused.name}: it is "${refused.text}"; ${refused.expected.replace(/\.$/, "")}. Change it.`, "spec");

function receive(message: Message): void {
  switch (message.type) {
    case "loading": {
      const { what, loaded, total } = message;
      window.report({ event: "loading", what, loaded, total });
      break;
    }
    case "ready":
      request({ type: "fit" });
      if (stopped) request({ type: "pause" });
      break;
    case "event":
      window.report(message.event);
      break;
    case "recovered": {
      const { type, ...recovered } = message;
      window.report({ event: type, ...recovered });
      break;
    }
    case "deviceLost": {
      const where = `device: it was lost after step ${message.step} (${message.message})`;
      fail(`${where}; it was expected to finish its work. Train again.`, "other");
      break;
    }
    case "failed":
      fail(message.message, message.kind);
  }
}
