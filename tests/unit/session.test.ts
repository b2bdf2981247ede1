import { describe, expect, it, vi } from "vitest";
import { DeviceLostError, DivergedError, SpecError } from "../../src/core/errors.ts";
import type { DataSplits } from "../../src/data/dataset.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { optimizerOf } from "../../src/optimizers/index.ts";
import { compileTraining, RING } from "../../src/plan/compile.ts";
import { scheduleOf } from "../../src/train/schedule.ts";
import { type Progress, Session } from "../../src/train/session.ts";
import { FakeEngine } from "../fakeEngine.ts";

const COUNT = 25;
const recipe: Recipe = { ...presets.sigmoid2, batch: 4 };
const size = { count: COUNT, shape: recipe.input };
const program = compileTraining(recipe, size);
const set = {
  name: "t",
  shape: [2, 1, 1],
  count: COUNT,
  classes: 2,
  images: new Uint8Array(50),
  labels: new Uint8Array(25),
};
const data = { train: set, test: set } as unknown as DataSplits;

function sessionOn(engine: FakeEngine, epochs = 3, changes: Partial<Recipe> = {}): Session {
  return new Session(engine, { ...recipe, ...changes }, compileTraining({ ...recipe, ...changes }, size), data, 1, {
    epochs,
  });
}

describe("a session", () => {
  it("has as many steps an epoch as there are whole batches", () => {
    const session = sessionOn(new FakeEngine(), 3);
    expect([session.stepsPerEpoch, session.totalSteps]).toEqual([6, 18]);
  });

  it("starts from the seed's parameters, and the optimiser from zeros", () => {
    const engine = new FakeEngine();
    const adam = { ...recipe, optimizer: presets.convnet.optimizer };
    new Session(engine, adam, compileTraining(adam, size), data, 7, { steps: 1 });
    const [call] = engine.calls;
    if (!("state" in call)) throw new Error("the state comes first");
    expect(call.step).toBe(0);
    expect([...call.state.keys()]).toEqual(["parameters", "moment1", "moment2"]);
    expect(call.state.get("parameters")).toEqual(initializeParameters(program.network.parameters, 7));
    expect(call.state.get("moment2")!.every((value) => value === 0)).toBe(true);
  });

  it("orders every epoch by a permutation of all samples, each time another", async () => {
    const engine = new FakeEngine();
    await sessionOn(engine, 4).train({ until: Infinity });
    expect(engine.orders).toHaveLength(4);
    for (const order of engine.orders)
      expect(order.toSorted()).toEqual(Uint32Array.from({ length: COUNT }, (_, i) => i));
    expect(new Set(engine.orders.map(String)).size).toBe(4);
  });

  it("orders them the same for the same seed", async () => {
    const engines = [new FakeEngine(), new FakeEngine({ depth: 1, sliceSeconds: 0.001 })];
    for (const engine of engines) await sessionOn(engine).train({ until: Infinity });
    expect(engines[0].orders).toEqual(engines[1].orders);
  });

  it("never crosses an epoch in one call, and sets each order before its first step", async () => {
    const engine = new FakeEngine();
    const session = sessionOn(engine);
    await session.train({ until: Infinity });
    let step = 0;
    for (const call of engine.calls) {
      if ("order" in call) expect(step % session.stepsPerEpoch).toBe(0);
      if ("rows" in call) {
        const left = session.stepsPerEpoch - (step % session.stepsPerEpoch);
        expect(call.rows.length).toBeLessThanOrEqual(left);
        step += call.rows.length;
      }
    }
    expect(step).toBe(18);
  });

  it.each([
    { optimizer: presets.lenet.optimizer },
    { optimizer: presets.convnet.optimizer, schedule: { type: "oneCycle" } },
  ])("hands out the rows of its recipe's schedule: %j", async (changes) => {
    const engine = new FakeEngine();
    const session = sessionOn(engine, 3, changes);
    await session.train({ until: Infinity });
    const { row } = optimizerOf(changes.optimizer);
    const rate = scheduleOf({ ...recipe, ...changes });
    expect(engine.slices.flat()).toEqual(Array.from({ length: 18 }, (_, step) => row(rate(step, 18), step + 1)));
  });

  it("tells of each step once and in order", async () => {
    const seen: Progress[] = [];
    await sessionOn(new FakeEngine()).train({ until: 11, onProgress: (progress) => seen.push(progress) });
    expect(seen.flatMap(({ results }) => results.map(({ loss }) => loss))).toEqual(
      Array.from({ length: 11 }, (_, i) => i),
    );
    for (const { step, results } of seen) expect(results.at(-1)!.loss).toBe(step - 1);
  });

  it("goes on where it stopped", async () => {
    const engine = new FakeEngine();
    const session = sessionOn(engine);
    for (const until of [2, 2, 9, 100]) await session.train({ until });
    expect(session.step).toBe(18);
    expect(engine.slices.flat()).toHaveLength(18);
    expect(engine.orders).toHaveLength(3);
  });

  it.each([1, 2, 3])("has at most %i calls under way where the engine asks for so many", async (depth) => {
    const engine = new FakeEngine({ depth });
    await sessionOn(engine, 9).train({ until: Infinity });
    expect(engine.mostUnderway).toBe(depth);
  });

  it("queues slices that double at most and stay within the ring", async () => {
    const engine = new FakeEngine({ sliceSeconds: 1e9 });
    const steps = 3 * RING;
    const many = { ...data, train: { ...set, count: 4 * steps } } as unknown as DataSplits;
    await new Session(engine, recipe, program, many, 1, { steps }).train({ until: Infinity });
    const lengths = engine.slices.map(({ length }) => length);
    expect(Math.max(...lengths)).toBe(RING / 4);
    for (const [i, length] of lengths.slice(1).entries()) expect(length).toBeLessThanOrEqual(2 * lengths[i]);
    // What is under way at once fits the ring with room to spare: no row is overwritten before it is read.
    expect(engine.depth * Math.max(...lengths)).toBeLessThanOrEqual(RING);
  });

  it("stops at a signal once the steps under way are done", async () => {
    const engine = new FakeEngine({ sliceSeconds: 0.001 });
    const session = sessionOn(engine, 100);
    const stop = new AbortController();
    await session.train({
      until: Infinity,
      signal: stop.signal,
      onProgress: ({ step }) => {
        if (step >= 5) stop.abort();
      },
    });
    expect(engine.underway).toBe(0);
    expect(session.step).toBe(engine.slices.flat().length);
    expect(session.step).toBeGreaterThanOrEqual(5);
    expect(session.step).toBeLessThan(5 + engine.depth * 2 + 1);
  });

  it("fails only when nothing of it is under way any more", async () => {
    const engine = new FakeEngine();
    const onProgress = ({ step }: Progress) => {
      if (step > 3) throw new Error("seen enough");
    };
    await expect(sessionOn(engine).train({ until: Infinity, onProgress })).rejects.toThrow("seen enough");
    expect(engine.mostUnderway).toBe(2);
    expect(engine.underway).toBe(0);
  });

  it("finds the step whose parameters are no numbers, though no loss shows it", async () => {
    const engine = new FakeEngine();
    engine.spoiledAfter = 4;
    const session = sessionOn(engine);
    await session.train({ until: Infinity });
    await expect(session.parameters()).rejects.toThrow(
      new DivergedError(
        "training: step 5 came to a value that is not finite; finite numbers were expected. Try a learning rate far below " +
          "0.5, clipping the gradient (clipNorm 1) or a larger batch.",
      ),
    );
  });

  it("names the step of a loss that is not finite, though the state after it is", async () => {
    const engine = new FakeEngine({ sliceSeconds: 1e9 });
    engine.infiniteAt = 9;
    await expect(sessionOn(engine).train({ until: Infinity })).rejects.toThrow(
      "step 9 came to a value that is not finite",
    );
  });

  it("notices such parameters while it trains, soon", async () => {
    // By a clock of the test's own: how soon it is must not hang on how busy the machine is.
    vi.useFakeTimers({ toFake: ["setTimeout", "performance"] });
    try {
      const engine = new FakeEngine({ sliceSeconds: 0.001 });
      engine.spoiledAfter = 4;
      const training = sessionOn(engine, 100_000).train({ until: Infinity });
      const failed = expect(training).rejects.toThrow("step 5 came to a value that is not finite");
      await vi.advanceTimersByTimeAsync(2000);
      await failed;
      // Two slices a millisecond, for the quarter of a second until the first copy of the state; then it goes back to find the step.
      const back = engine.calls.findIndex((call, at) => at > 0 && "state" in call);
      const before = engine.calls.slice(0, back).filter((call) => "rows" in call);
      expect(before.length).toBeGreaterThan(450);
      expect(before.length).toBeLessThan(550);
    } finally {
      vi.useRealTimers();
    }
  });

  it("has every so many steps watched, each by itself", async () => {
    const engine = new FakeEngine();
    const reports: number[] = [];
    const seen: number[] = [];
    await sessionOn(engine).train({
      until: Infinity,
      shadowEvery: 5,
      onShadow: ({ step }) => reports.push(step),
      onProgress: ({ step, results }) => seen.push(...results.map((_, i) => step - results.length + 1 + i)),
    });
    expect(reports).toEqual([5, 10, 15]);
    expect(seen).toEqual(Array.from({ length: 18 }, (_, i) => i + 1));
  });

  it.each([1, 2])("takes snapshots while every step in %i is watched", async (shadowEvery) => {
    const session = sessionOn(new FakeEngine({ sliceSeconds: 0.001 }), 100_000);
    const begun = performance.now();
    const enough = new AbortController();
    const steps: number[] = [];
    await session.train({
      until: Infinity,
      shadowEvery,
      signal: enough.signal,
      onProgress: () => (performance.now() - begun > 5000 ? enough.abort() : undefined),
      onSnapshot: ({ step }) => steps.push(step) >= 2 && enough.abort(),
    });
    expect(steps.length).toBeGreaterThanOrEqual(2);
    expect(steps[1]).toBeGreaterThan(steps[0]);
  });

  it("does nothing after a signal that came before", async () => {
    const engine = new FakeEngine();
    await sessionOn(engine).train({ until: Infinity, signal: AbortSignal.abort() });
    expect(engine.slices).toEqual([]);
  });

  it("has its last parameters when the device is lost", async () => {
    const engine = new FakeEngine({ sliceSeconds: 0.001 });
    const session = sessionOn(engine, 100);
    await session.train({ until: 3 });
    const known = await session.parameters();
    engine.lostAfter = 8;
    await expect(session.train({ until: Infinity })).rejects.toThrow(DeviceLostError);
    expect(session.step).toBeLessThanOrEqual(8);
    expect(session.snapshot.step).toBe(3);
    expect(await session.parameters()).toEqual(known);
    expect(known[0].data[0]).toBe(3);
  });

  it("names and shapes its parameters as the network does", async () => {
    const parameters = await sessionOn(new FakeEngine()).parameters();
    expect(parameters.map(({ name, shape }) => [name, shape])).toEqual([
      ["dense1.weight", [2, 2]],
      ["dense1.bias", [2]],
      ["dense2.weight", [1, 2]],
      ["dense2.bias", [1]],
    ]);
  });

  it("takes saved parameters, and refuses those of another network", async () => {
    const engine = new FakeEngine();
    const session = sessionOn(engine);
    const saved = session.knownParameters().map((tensor, i) => ({ ...tensor, data: tensor.data.map(() => i + 1) }));
    session.load(saved);
    expect(session.knownParameters()).toEqual(saved);
    expect(() => session.load(saved.slice(1))).toThrow(
      new SpecError(
        "weights: dense1.weight is missing; 2×2 was expected. Choose the preset that the weights were trained with.",
      ),
    );
    const wrong = saved.map((tensor, i) => (i === 1 ? { ...tensor, shape: [1, 2] } : tensor));
    expect(() => session.load(wrong)).toThrow(
      new SpecError(
        "weights: dense1.bias is 1×2; 2 was expected. Choose the preset that the weights were trained with.",
      ),
    );
  });

  it.each([0, -1, 0.5, Number.NaN])("of %s steps is refused", (steps) => {
    expect(() => new Session(new FakeEngine(), recipe, program, data, 1, { steps })).toThrow(
      new SpecError(`run: its length is ${steps} steps; at least 1 was expected. Train for longer.`),
    );
  });
});
