import { afterEach, expect, it, vi } from "vitest";
import { pointsSplits } from "../../src/data/toy.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { ReferenceEngine } from "../../src/train/referenceEngine.ts";
import { Session } from "../../src/train/session.ts";

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

it("lays a step open with the learning rate that it is done with: the reference compared with itself is exact", async () => {
  const recipe: Recipe = { ...presets.sigmoid2, batch: 4 };
  const data = pointsSplits();
  const program = compileTraining(recipe, data.train);
  const session = new Session(new ReferenceEngine(recipe, data), recipe, program, data, 1, { steps: 3 });
  const worst: number[] = [];
  await session.train({ until: 3, shadowEvery: 1, onShadow: (report) => worst.push(report.worst) });
  expect(worst).toEqual([0, 0, 0]);
});
