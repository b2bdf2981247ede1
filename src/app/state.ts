/**
 * All that the page knows, and how each message of the worker changes it. Pure: views read it, tests call it, nothing here
 * touches the DOM.
 */
import type { DeviceDescription } from "../core/device.ts";
import { Curve } from "./curve.ts";
import type { Message, RunSettings, WeightPicture } from "./protocol.ts";

type Ready = Extract<Message, { type: "ready" }>;
type Evaluation = Extract<Message, { type: "evaluation" }>;

/** Where a run stands. `lost` and `failed` are ends; `finished` and `paused` keep a trained network. */
export type Phase = "opening" | "ready" | "training" | "pausing" | "paused" | "finished" | "lost" | "failed";

export interface PageState {
  readonly settings: RunSettings;
  readonly phase: Phase;
  /** Train was pressed before the network was ready: begin as soon as it is. */
  readonly wanted: boolean;
  readonly loading?: { readonly what: string; readonly loaded: number; readonly total: number } | undefined;
  readonly run?: Ready | undefined;
  readonly step: number;
  readonly loss?: number | undefined;
  readonly imagesPerSecond?: number | undefined;
  /** Losses of all steps and accuracies of batches: appended in place, so views compare `step` instead. */
  readonly losses: Curve;
  readonly batchAccuracies: Curve;
  readonly evaluations: readonly Evaluation[];
  readonly weights: readonly WeightPicture[];
  readonly weightsSha256?: string | undefined;
  /** The 28×28 picture that was last asked about, and its answer. */
  readonly drawing?: Float32Array | undefined;
  readonly outputs?: readonly number[] | undefined;
  /** What went wrong, in the worker's words. */
  readonly failure?: string | undefined;
}

const freshRun = () => ({
  wanted: false,
  loading: undefined,
  step: 0,
  loss: undefined,
  imagesPerSecond: undefined,
  losses: new Curve(),
  batchAccuracies: new Curve(),
  evaluations: [],
  weightsSha256: undefined,
  outputs: undefined,
  failure: undefined,
});

/** A run about to be opened. The last one's device and picture stay in view until the new ones arrive: nothing flickers. */
export function opened(settings: RunSettings, before?: PageState): PageState {
  const sameNetwork = before?.settings.preset === settings.preset;
  return {
    settings,
    phase: "opening",
    run: before?.run,
    weights: sameNetwork ? (before?.weights ?? []) : [],
    drawing: before?.drawing,
    ...freshRun(),
  };
}

/** Messages of a run that a newer `open` has ended may still be on their way; these are the ones that answer an `open`. */
const answersOpen = new Set<Message["type"]>(["loading", "ready", "failed"]);

export function received(state: PageState, message: Message): PageState {
  if (state.phase === "opening" && !answersOpen.has(message.type)) return state;
  const ended = state.phase === "lost" || state.phase === "failed";
  if (ended && (message.type === "step" || message.type === "stopped")) return state;
  switch (message.type) {
    case "loading":
      return { ...state, loading: message };
    case "ready":
      if (!sameSettings(message.settings, state.settings)) return state;
      return { ...state, phase: "ready", loading: undefined, run: message, weights: message.weights };
    case "step": {
      const first = message.step - message.losses.length + 1;
      message.losses.forEach((loss, i) => state.losses.push(first + i, loss));
      state.batchAccuracies.push(message.step, message.batchAccuracy);
      const { step, imagesPerSecond } = message;
      return { ...state, step, imagesPerSecond, loss: message.losses.at(-1) };
    }
    case "weights":
      return { ...state, weights: message.weights };
    case "evaluation":
      return { ...state, evaluations: [...state.evaluations, message] };
    case "stopped": {
      const { step, weightsSha256 } = message;
      return { ...state, phase: message.finished ? "finished" : "paused", step, weightsSha256 };
    }
    case "prediction":
      return { ...state, outputs: message.outputs };
    case "deviceLost":
      return { ...state, phase: "lost", step: message.step, failure: message.message };
    case "failed":
      return { ...state, phase: "failed", wanted: false, loading: undefined, failure: message.message };
    case "saved":
      return state;
  }
}

export function isRunning(state: PageState): boolean {
  return state.phase === "training" || state.phase === "pausing" || (state.phase === "opening" && state.wanted);
}

/** A network is there to draw with and to save. */
export function hasNetwork(state: PageState): boolean {
  return state.phase !== "opening" && state.phase !== "failed";
}

/** Programs that stand in for a GPU, by what drivers and browsers call them. */
const softwareAdapters = [
  [/swiftshader/i, "SwiftShader"],
  [/llvmpipe|lavapipe/i, "llvmpipe"],
  [/basic render/i, "Microsoft Basic Render Driver"],
] as const;

/** What the device is called where there is little room; it says so where it is software. */
export function deviceName(device: DeviceDescription): string {
  if (device.kind === "cpu") return "CPU reference";
  return device.software ? `${adapterName(device)} (software)` : adapterName(device);
}

export function adapterName({ description, vendor, architecture, software }: DeviceDescription): string {
  const known = softwareAdapters.find(([pattern]) => software && pattern.test(`${description} ${architecture}`));
  if (known) return known[1];
  // Drivers append versions and compilers in brackets; the first words name the thing.
  const name = description.replace(/\s*[([].*$/, "").trim();
  return name || [vendor, architecture].filter(Boolean).join(" ") || "GPU";
}

function sameSettings(a: RunSettings, b: RunSettings): boolean {
  return (
    a.preset === b.preset && a.seed === b.seed && a.batch === b.batch && a.epochs === b.epochs && a.device === b.device
  );
}
