import { expect, test } from "vitest";
import { noticeWords, statusWords } from "../../../src/app/evidence/wording.ts";
import type { Message } from "../../../src/app/protocol.ts";
import { received } from "../../../src/app/received.ts";
import { deviceName } from "../../../src/app/recipe/deviceName.ts";
import type { RunSettings } from "../../../src/app/settings.ts";
import { broughtBack, canUndo, hasNetwork, opened, type PageState } from "../../../src/app/state.ts";

const settings: RunSettings = {
  preset: "lenet",
  seed: 1,
  batch: 128,
  epochs: 1,
  device: "auto",
  shadow: 0,
  kernels: "default",
};
const swiftShader = {
  kind: "gpu",
  vendor: "google",
  architecture: "swiftshader",
  description: "SwiftShader Device (Subzero)",
  software: true,
} as const;
const ready: Message = {
  type: "ready",
  device: swiftShader,
  settings,
  parameters: 44426,
  stepsPerEpoch: 468,
  steps: 468,
  input: [1, 28, 28],
  classes: 10,
  tests: 10_000,
  weights: [],
};
const step: Message = {
  type: "step",
  step: 120,
  epoch: 0.26,
  losses: [0.5, 0.4],
  batchAccuracies: [0.9],
  learningRate: 0.01,
  imagesPerSecond: 1000,
};
const lost: Message = { type: "deviceLost", step: 213, message: "the driver was reset." };

const after = (...messages: readonly Message[]) => messages.reduce(received, opened(settings));
const training = (state: PageState): PageState => ({ ...state, phase: "training" });

test("messages of a run that a newer one has ended change nothing", () => {
  const state = opened(settings);
  expect(received(state, step)).toBe(state);
  expect(received(state, { ...ready, settings: { ...settings, seed: 2 } })).toBe(state);
});

test("every loss between two messages lands at its own step", () => {
  const { losses, loss, step: at } = received(training(after(ready)), step);
  expect([losses.steps, losses.means, loss, at]).toEqual([[119, 120], [0.5, 0.4], 0.4, 120]);
});

test("at the end more epochs are advised, but not of what fails on purpose", () => {
  const finished = (preset: string, changes?: RunSettings["changes"]) =>
    statusWords({ ...after(ready), settings: { ...settings, preset, ...(changes && { changes }) }, phase: "finished" });
  expect(finished("lenet")).toContain("What next");
  expect(finished("zeroInitialization")).not.toContain("What next");
  expect(finished("zeroInitialization", { layers: [] })).toContain("What next");
});

test("the status names a software adapter plainly", () => {
  expect(statusWords(after(ready))).toBe(
    "Ready on a software adapter (SwiftShader), slower than a graphics card. Press Train.",
  );
});

test.each([
  [{ description: "NVIDIA GeForce RTX 3060 (0x2504)", software: false }, "NVIDIA GeForce RTX 3060"],
  [{ description: "", vendor: "apple", architecture: "metal-3", software: false }, "apple metal-3"],
  [{ description: "", vendor: "", architecture: "", software: false }, "GPU"],
  [{ description: "google swiftshader" }, "SwiftShader (software)"],
  [{ description: "llvmpipe (LLVM 15.0.6, 256 bits)", architecture: "" }, "llvmpipe (software)"],
  [{ kind: "cpu" as const }, "CPU reference"],
])("a device is named shortly: %o", (part, name) => {
  expect(deviceName({ ...swiftShader, ...part })).toBe(name);
});

test("the status names the CPU reference, and why", () => {
  const device = { ...swiftShader, kind: "cpu", description: "" } as const;
  const words = statusWords(after({ ...ready, device, reason: "this browser has no WebGPU" }));
  expect(words).toBe("Ready on the CPU reference (this browser has no WebGPU): exact, and slow. Press Train.");
});

test("loading says how far", () => {
  const words = statusWords(after({ type: "loading", what: "MNIST", loaded: 3.21e6, total: 11.4e6 }));
  expect(words).toBe("Loading MNIST: 3.2 of 11.4\u202fMB.");
  const there = statusWords(after({ type: "loading", what: "MNIST", loaded: 11.4e6, total: 11.4e6 }));
  expect(there).toBe("The data are here: preparing the network.");
});

test("training says how far and how long", () => {
  expect(statusWords(received(training(after(ready)), step))).toBe("Training: step 120 of 468, 45\u202fs left.");
});

test("a test says how far it is", () => {
  const state = received(training(after(ready)), { type: "judging", done: 3250, total: 10_000 });
  expect(statusWords(state)).toBe("Testing: 3,250 of 10,000.");
  expect(statusWords(received(state, step))).toContain("Training: step 120");
});

test("of the tests the curve keeps a bounded number, the latest among them", () => {
  let state = training(after(ready));
  for (let at = 1; at <= 5000; at++) {
    state = received(state, {
      type: "evaluation",
      step: at,
      testLoss: 1,
      testAccuracy: at,
      confusion: [],
      mistakes: [],
    });
  }
  expect(state.tests.length).toBeGreaterThan(100);
  expect(state.tests.length).toBeLessThanOrEqual(256);
  expect(state.tests.at(-1)).toBe(state.evaluation);
  expect(state.evaluation).toMatchObject({ step: 5000, testAccuracy: 5000 });
});

test.each([
  ["ready", after(ready)],
  ["paused", { ...after(ready), phase: "paused" } as PageState],
])("a device lost while %s is told of at once", (_, state) => {
  expect(received(state, lost)).toMatchObject({ phase: "lost", failure: "the driver was reset." });
});

test("after a failure of the engine the network is kept to draw with and to save", () => {
  const failed: Message = { type: "failed", message: "device: it refused its work.", kind: "other", kept: 100 };
  const state = received(training(after(ready)), failed);
  expect(hasNetwork(state)).toBe(true);
  expect(noticeWords(state)?.safe).toBe("The parameters of step 100 are kept: you can still draw and save.");
  expect(hasNetwork(after({ type: "failed", message: "data: not there.", kind: "data" }))).toBe(false);
});

test("a recipe that cannot work is to be changed, not loaded again", () => {
  const state = after({ type: "failed", message: "recipe: batch is 70000.", kind: "spec" });
  expect(noticeWords(state)).toEqual({
    what: "recipe: batch is 70000.",
    safe: "Change the recipe: it then starts anew.",
  });
});

test("a run that had learned something can be brought back, until its successor has too", () => {
  const trained = received(training(after(ready)), step);
  const fresh = received(opened({ ...settings, seed: 2 }, trained), { ...ready, settings: { ...settings, seed: 2 } });
  expect(canUndo(fresh)).toBe(true);
  expect(canUndo(received(training(fresh), step))).toBe(false);
  expect(canUndo(opened(settings, after(ready)))).toBe(false);
  const back = received(broughtBack(fresh), {
    type: "restored",
    step: 130,
    finished: false,
    weightsSha256: "",
    weights: [],
  });
  expect(back).toMatchObject({ phase: "paused", step: 130, settings, losses: trained.losses });
});

test("a lost device ends the run; a late stop does not revive it", () => {
  const state = received(training(after(ready)), lost);
  expect(state.phase).toBe("lost");
  const late: Message = { type: "stopped", step: 213, finished: false, weightsSha256: "" };
  expect(received(state, late)).toBe(state);
});

test("the notice of a loss says what happened, what is safe and what to do", () => {
  expect(noticeWords(received(training(after(ready)), lost))).toEqual({
    what: "Device lost at step 213: the driver was reset.",
    safe: "The parameters of step 213 are kept: you can still draw and save.",
    action: "Reload to train again",
  });
});

test("one need not wait for the timing of kernels", () => {
  const progress = { type: "tuning", done: 3, total: 40 } as const;
  // Of the run before.
  expect(received(opened(settings), progress).tuning).toBeUndefined();
  const timing = received(received(opened(settings), ready), progress);
  expect(statusWords(timing)).toMatch(/^Ready.* Press Train\. Timing kernels: 3 of 40\.$/);
  const tuned = { stored: false, chosenMs: 3, defaultMs: 4, changed: 2 };
  const timed = received(timing, { type: "tuned", tuned });
  expect(statusWords(timed)).toBe(statusWords(received(opened(settings), ready)));
  expect(timed.timed).toEqual({ type: "tuned", tuned });
});
