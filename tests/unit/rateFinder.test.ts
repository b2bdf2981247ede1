import { describe, expect, it } from "vitest";
import { pointsSplits } from "../../src/data/toy.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { optimizerOf } from "../../src/optimizers/index.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { openRun } from "../../src/train/openRun.ts";
import { findRate, smooth, suggestRate, sweepLength, sweepOf, sweepRates } from "../../src/train/rateFinder.ts";
import { Session } from "../../src/train/session.ts";
import { FakeEngine } from "../fakeEngine.ts";

const data = pointsSplits();
const recipe: Recipe = { ...presets.sigmoid2, batch: 50 };

/** No rate changes anything. */
class FlatEngine extends FakeEngine {
  override async steps(rows: Parameters<FakeEngine["steps"]>[0]) {
    return (await super.steps(rows)).map(() => ({ loss: 2, correct: 0 }));
  }
}

function sessionOn(engine: FakeEngine, changes: Partial<Recipe> = {}): Session {
  const changed = { ...recipe, ...changes };
  return new Session(engine, changed, compileTraining(changed, data.train), data, 1, { steps: 1 });
}

describe("a sweep", () => {
  it("takes its steps with rates that grow by one factor, and an order of samples for each epoch", async () => {
    const engine = new FlatEngine();
    const { rates, total } = await sweepRates(sessionOn(engine));
    expect(total).toBe(100);
    const given = engine.slices.flat().map(([rate]) => rate);
    expect(given).toEqual(rates);
    expect([given[0], given[99]]).toEqual([1e-5, expect.closeTo(10, 9)]);
    for (let i = 2; i < 100; i++) expect(given[i] / given[i - 1]).toBeCloseTo(given[1] / given[0], 9);
    // 1,000 samples are 20 steps of 50.
    expect(engine.orders).toHaveLength(5);
  });

  it("corrects Adam's row by the number of the step", async () => {
    const engine = new FlatEngine();
    const optimizer = { type: "adam", learningRate: 0.1 };
    await sweepRates(sessionOn(engine, { optimizer }));
    const rows = engine.slices.flat();
    for (const i of [0, 50]) expect(rows[i]).toEqual(optimizerOf(optimizer).row(rows[i][0], i + 1));
  });

  it("stops on a signal after what is under way, and tells of every step once", async () => {
    const engine = new FlatEngine();
    const stop = new AbortController();
    const lengths: number[] = [];
    const onProgress = ({ losses }: { losses: readonly number[] }) => {
      lengths.push(losses.length);
      if (losses.length > 3) stop.abort();
    };
    await sweepRates(sessionOn(engine), { signal: stop.signal, onProgress });
    expect(engine.slices.flat().length).toBeLessThan(50);
    expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  });

  it("has more steps of small batches, up to a bound", () => {
    expect([512, 32, 16, 1].map((batch) => sweepLength({ ...recipe, batch }))).toEqual([100, 100, 200, 1600]);
  });

  it("ends where the loss has blown up or is no number, and shows nothing of what comes after", () => {
    const falls = Array.from({ length: 60 }, (_, i) => 2 - i / 40);
    expect(sweepOf(falls, 100).losses).toEqual(falls);
    expect(sweepOf([...falls, Number.NaN, 1, 1], 100).losses).toEqual(falls);
    const blown = sweepOf([...falls, 50, 50, 50], 100);
    expect([blown.losses.length, blown.rates.length, blown.smoothed.length]).toEqual([60, 60, 60]);
    // Half as bad again as fresh weights, though never four times the least.
    const flat = Array<number>(60).fill(2);
    expect(sweepOf([...flat, ...Array<number>(20).fill(3.5)], 100).losses.length).toBeLessThan(80);
  });

  it("leaves the session's own run, on its own engine, as it was: it is another one", async () => {
    const { session } = await openRun({ recipe, data, seed: 3, length: { steps: 60 }, device: "cpu" });
    await session.train({ until: 20 });
    const before = await session.parameters();
    // However long the warm-up of the recipe's own schedule is.
    const warm = { ...recipe, schedule: { type: "constant", warmup: 5000 } };
    const sweep = await findRate({ recipe: warm, data, seed: 3, device: "cpu" });
    expect(await session.parameters()).toEqual(before);
    expect(session.step).toBe(20);
    // Squared error of two clouds: they are told apart at some rate, which the finder sees.
    const suggested = suggestRate(sweep)!;
    expect(suggested.steepest).toBeLessThanOrEqual(suggested.least);
    expect(suggested.tenth).toBeGreaterThan(0.01);
  });
});

describe("the average", () => {
  it("of equal values is that value from the first on", () => {
    for (const value of smooth([3, 3, 3, 3], 0.9)) expect(value).toBeCloseTo(3, 12);
  });

  it("weighs each value by how long ago it was", () => {
    const [, , third] = smooth([1, 2, 4], 0.5);
    expect(third).toBeCloseTo((1 * 0.25 + 2 * 0.5 + 4 * 1) / 1.75, 12);
  });
});

describe("the suggestion", () => {
  const noise = (i: number) => 0.02 * Math.sin(i * i);
  /** Falls about step 60, is least at step 80, rises then. */
  const losses = Array.from(
    { length: 100 },
    (_, i) => 2 - 1.5 / (1 + Math.exp((60 - i) / 4)) + Math.max(0, i - 80) / 20 + noise(i),
  );

  it("is where the loss falls fastest, and a tenth of where it is least", () => {
    const sweep = sweepOf(losses, 100);
    const { steepest, least, tenth } = suggestRate(sweep)!;
    // The average comes a few steps behind.
    const step = (rate: number) => sweep.rates.findIndex((other) => other >= rate);
    expect(step(steepest)).toBeGreaterThan(57);
    expect(step(steepest)).toBeLessThan(68);
    expect(step(least)).toBeGreaterThan(74);
    expect(step(least)).toBeLessThan(90);
    expect(tenth).toBeCloseTo(least / 10, 9);
    for (const rate of [steepest, least, tenth]) expect(Number(rate.toPrecision(1))).toBe(rate);
  });

  it("does not take a lucky batch early on for a fall", () => {
    const lucky = losses.map((loss, i) => (i > 8 && i < 14 ? loss - 0.7 : loss));
    expect(suggestRate(sweepOf(lucky, 100))!.steepest).toBeCloseTo(suggestRate(sweepOf(losses, 100))!.steepest, 9);
  });

  it("is none where nothing falls", () => {
    expect(
      suggestRate(
        sweepOf(
          Array.from({ length: 100 }, (_, i) => 2 + noise(i)),
          100,
        ),
      ),
    ).toBeUndefined();
    expect(suggestRate(sweepOf(Array<number>(100).fill(2), 100))).toBeUndefined();
  });
});
