import { afterEach, expect, it, vi } from "vitest";
import { pointsSplits } from "../../src/data/toy.ts";
import { presets } from "../../src/model/presets.ts";
import { ReferenceEngine } from "../../src/train/referenceEngine.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

it("lets timers and messages run after every 16 milliseconds of steps, not after every step", async () => {
  const engine = new ReferenceEngine(presets.sigmoid2, pointsSplits());
  let now = 0;
  // A step takes one millisecond.
  vi.spyOn(performance, "now").mockImplementation(() => ++now);
  const timer = vi.spyOn(globalThis, "setTimeout");
  await engine.steps(Array.from({ length: 48 }, () => [0.1, 1, 1, 0]));
  expect(timer).toHaveBeenCalledTimes(3);
});
