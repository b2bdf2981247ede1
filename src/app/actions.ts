/** What a person can do, as requests to the worker; and the worker's messages on their way into the state. */

import type { NamedTensor } from "../io/safetensors.ts";
import { type NumberActions, openNumbers } from "./arithmetic/openNumbers.ts";
import type { KeptRun } from "./kept/protocol.ts";
import { type StageActions, stageActions } from "./network/stageActions.ts";
import { settingsForOwn } from "./own/own.ts";
import type { AnyRequest, Message, Request, Subject } from "./protocol.ts";
import { received } from "./received.ts";
import { type RunSettings, sameSettings } from "./settings.ts";
import {
  type Beginning,
  broughtBack,
  canUndo,
  firstSubject,
  hasNetwork,
  isRunning,
  opened,
  type PageState,
} from "./state.ts";
import type { Store } from "./store.ts";
import { type WeightFileActions, weightFiles } from "./weightFiles.ts";

export interface Actions extends NumberActions, WeightFileActions, StageActions {
  /** Starts over with these settings, where weights are given from those. */
  open(settings: RunSettings, beginning?: Beginning, weights?: readonly NamedTensor[]): void;
  /** Goes on with a run that is kept in this browser. */
  goOn(kept: KeptRun): void;
  /** Asks for those; and has one forgotten. */
  listKept(): void;
  forget(kept: Pick<KeptRun, "name">): void;
  train(): void;
  /** One step. */
  step(): void;
  /** Steps one by one, at most so many a second; what trains already goes on at this pace. */
  walk(stepsPerSecond: number): void;
  pause(): void;
  /** Trains or pauses, whichever the big button says. */
  toggle(): void;
  /** Opens no run that is not open yet, or gives up the test of the moment that is visited. */
  cancel(): void;
  /** Starts over with the same settings: the same seed gives the same beginning. */
  reset(): void;
  /** Brings back the run that the last one replaced. */
  undo(): void;
  /** As `open`; but where these are the settings of the run put aside, it is brought back. */
  goTo(settings: RunSettings, beginning?: Beginning): void;
  draw(picture: Float32Array | null): void;
  /** Shows what the network makes of a picture. */
  lookAt(subject: Subject): void;
  /** Shows values, or gradients. */
  show(show: PageState["show"]): void;
  /** Asks for some pictures as a run with these settings would change them. */
  preview(settings: RunSettings): void;
  /** Searches for a learning rate. */
  findRate(): void;
  /** Gives the search up, or puts what it found away. */
  stopFinding(): void;
  loseDevice(): void;
  /** For parts of the page that keep account of the answers themselves. */
  send(request: Request): void;
}

/** What brings other weights, or another way to apply them. */
const asksAgain = new Set<Message["type"]>(["ready", "restored", "weights", "stopped", "deviceLost", "failed"]);

/** Whether what was looked at is something that the network at hand can look at. */
function suits(subject: Subject, { run }: PageState): boolean {
  return subject.from === "test"
    ? subject.index < (run?.tests ?? 1)
    : subject.picture.length === run?.input.reduce((a, b) => a * b);
}

export function createActions(store: Store<PageState>, worker: Worker): Actions {
  let asked = 0;
  let answered = 0;
  let askedAbout: Float32Array | undefined;
  let previews = 0;

  const send = (request: AnyRequest) => worker.postMessage(request);
  const change = (part: Partial<PageState>) => store.set({ ...store.get(), ...part });
  const numbers = openNumbers(store, send);
  const files = weightFiles(send);

  /** One question at a time: while one is open, newer drawings wait and only the newest is asked about next. */
  function ask(): void {
    const state = store.get();
    if (!state.drawing || !hasNetwork(state) || asked !== answered) return;
    // Drawn for another network: this one has no place for it.
    if (!suits({ from: "drawing", picture: state.drawing }, state)) return;
    asked++;
    askedAbout = state.drawing;
    send({ type: "predict", id: asked, image: state.drawing });
    if (state.subject.from === "drawing") look({ ...state.subject, picture: state.drawing });
  }

  /** Trains in one way or another, as long as there are steps to take. */
  function go(request: Request): void {
    const { phase, lessons } = store.get();
    if ((phase !== "ready" && phase !== "paused") || lessons.progress) return;
    const pace = request.type === "walk" ? request.stepsPerSecond : undefined;
    change({ phase: "training", wanted: false, pace: request.type === "train" ? Number.POSITIVE_INFINITY : pace });
    send(request);
  }

  function look(subject: Subject): void {
    change({ subject });
    if (hasNetwork(store.get())) send({ type: "look", subject });
  }

  function receive(message: Message): void {
    if (files.takes(message)) return;
    if (message.type === "prediction") {
      answered = message.id;
      const { drawing } = store.get();
      if (drawing) store.set(received(store.get(), message));
      if (drawing !== askedAbout) ask();
      return;
    }
    if (message.type === "previewed" && message.id !== previews) return;
    if (message.type === "opened" && !numbers.isAwaited(message.id)) return;
    store.set(received(store.get(), message));
    if (message.type === "ownData" && message.is === "read") {
      const { settings, run } = store.get();
      actions.open(settingsForOwn(settings, run, message.report));
    }
    if (message.type === "sight") numbers.renew();
    // Whoever goes on with a run that was kept has pressed for that; of one that is over it is to be seen what it came to.
    if (message.type === "resumed") {
      if (message.finished) send({ type: "judge" });
      else actions.train();
    }
    const { subject, visiting } = store.get();
    // What is visited can be judged now.
    if (message.type === "stopped" && visiting !== undefined) actions.visit(visiting);
    if (message.type === "ready" || message.type === "restored")
      look(suits(subject, store.get()) ? subject : firstSubject);
    if (message.type === "failed" || message.type === "deviceLost") answered = asked;
    if (message.type === "ready") {
      if (store.get().wanted) actions.train();
      // What was loaded has learned something: how much is not known here.
      else if (store.get().origin) send({ type: "judge" });
    }
    // The drawing is read again with every new set of weights: one sees the answer being learned.
    if (asksAgain.has(message.type)) ask();
  }

  const actions: Actions = {
    ...numbers.actions,
    ...files.actions,
    ...stageActions(store, {
      send,
      step: () => actions.step(),
      openNumber: (tensor) => actions.openNumber(tensor),
      ask,
    }),
    open(settings, beginning = {}, weights) {
      answered = asked;
      store.set(opened(settings, store.get(), beginning));
      send({ type: "open", settings, mark: beginning.claim?.step, weights });
    },
    goOn({ name, settings }) {
      answered = asked;
      store.set(opened(settings, store.get(), {}));
      change({ keptRun: undefined, damagedRun: undefined });
      send({ type: "open", settings, kept: name });
    },
    listKept: () => send({ type: "listKept" }),
    forget: ({ name }) => send({ type: "forgetKept", name }),
    train() {
      const { phase } = store.get();
      if (phase === "opening") return change({ wanted: true });
      go({ type: "train" });
    },
    step: () => go({ type: "step" }),
    walk(stepsPerSecond) {
      if (store.get().phase !== "training") return go({ type: "walk", stepsPerSecond });
      change({ pace: stepsPerSecond });
      send({ type: "pace", stepsPerSecond });
    },
    pause() {
      const { phase } = store.get();
      if (phase === "opening") return change({ wanted: false });
      if (phase !== "training") return;
      change({ phase: "pausing" });
      send({ type: "pause" });
    },
    toggle() {
      if (isRunning(store.get())) actions.pause();
      else actions.train();
    },
    reset() {
      // After a loss the parameters kept are the last there are: they go only with the page.
      const { phase, settings, claim } = store.get();
      if (phase !== "lost") actions.open(settings, { claim });
    },
    undo() {
      if (!canUndo(store.get())) return;
      answered = asked;
      store.set(broughtBack(store.get()));
      send({ type: "restore" });
    },
    goTo(settings, beginning) {
      const state = store.get();
      if (canUndo(state) && sameSettings(state.aside!.settings, settings)) actions.undo();
      else actions.open(settings, beginning);
    },
    draw(picture) {
      change({ drawing: picture ?? undefined, ...(picture ? {} : { outputs: undefined }) });
      if (picture === null) look(firstSubject);
      else change({ subject: { from: "drawing", picture } });
      ask();
    },
    lookAt: look,
    show: (show) => change({ show }),
    preview: (settings) => send({ type: "preview", id: ++previews, settings }),
    findRate() {
      change({ rate: { isOver: false } });
      send({ type: "findRate" });
    },
    stopFinding() {
      change({ rate: undefined });
      send({ type: "stopFinding" });
    },
    cancel: () => send({ type: store.get().phase === "opening" ? "stopLoading" : "pause" }),
    loseDevice: () => send({ type: "loseDevice" }),
    send,
  };

  worker.addEventListener("message", ({ data }: MessageEvent<Message>) => receive(data));
  worker.addEventListener("error", (event) => {
    const message = `The worker stopped: ${event.message || "its script did not load"}.`;
    receive({ type: "failed", message, kind: "other" });
  });
  return actions;
}
