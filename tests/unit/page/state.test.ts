import { expect, test } from "vitest";
import type { Message, RunSettings } from "../../../src/app/protocol.ts";
import { deviceName, opened, type PageState, received } from "../../../src/app/state.ts";
import { noticeWords, statusWords } from "../../../src/app/wording.ts";

const settings: RunSettings = { preset: "lenet", seed: 1, batch: 128, epochs: 1, device: "auto" };
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
  weights: [],
};
const step: Message = {
  type: "step",
  step: 120,
  epoch: 0.26,
  losses: [0.5, 0.4],
  batchAccuracy: 0.9,
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

test("the status names a software adapter plainly", () => {
  expect(statusWords(after(ready))).toBe(
    "Ready on a software adapter (SwiftShader): expect a few hundred images a second. Press Train.",
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
});

test("training says how far and how long", () => {
  expect(statusWords(received(training(after(ready)), step))).toBe("Training: step 120 of 468, 45\u202fs left.");
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
