import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { quoted } from "../../src/cli/sweep/again.ts";
import { linear, logarithmic } from "../../src/cli/sweep/chart.ts";
import { readSweep } from "../../src/cli/sweep/readSweep.ts";
import { sweepHtml } from "../../src/cli/sweep/report.ts";
import { curveOf, type RunResult, readResults, writeResults } from "../../src/cli/sweep/results.ts";
import { withSettings } from "../../src/cli/sweep/settings.ts";
import { type Row, ranked, summaryText } from "../../src/cli/sweep/summary.ts";
import { SpecError } from "../../src/core/errors.ts";
import { presets } from "../../src/model/presets.ts";

const folder = mkdtempSync(join(tmpdir(), "circledast-sweep-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, "sweep.json");
function read(value: unknown) {
  writeFileSync(file, typeof value === "string" ? value : JSON.stringify(value));
  return readSweep(file);
}

const rates = { from: 1e-4, to: 1, log: true };

describe("a plan", () => {
  test("of a grid is every choice, the last path's changing fastest", async () => {
    const grid = { "optimizer.learningRate": [0.1, 0.2], batch: [1, 2, 4] };
    const { runs, varied } = await read({ preset: "sigmoid2", steps: 5, grid });
    const pairs = [0.1, 0.2].flatMap((rate) => [1, 2, 4].map((batch) => [rate, batch]));
    expect(runs.map(({ recipe }) => [recipe.optimizer.learningRate, recipe.batch])).toEqual(pairs);
    expect(runs.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(varied).toEqual(Object.keys(grid));
    for (const { length, seed } of runs) expect([length, seed]).toEqual([{ steps: 5 }, 1]);
  });

  test("drawn at random is the same again, goes on where fewer end, and stays in its ranges", async () => {
    const random = {
      "optimizer.learningRate": rates,
      batch: { from: 1, to: 9, whole: true },
      order: ["stored", "shuffled"],
    };
    const few = await read({ preset: "sigmoid2", random, runs: 20 });
    const many = await read({ preset: "sigmoid2", random, runs: 200 });
    expect(many.runs.slice(0, few.runs.length)).toEqual(few.runs);
    const drawn = many.runs.map(({ recipe }) => recipe.optimizer.learningRate);
    for (const { recipe } of many.runs) {
      expect(recipe.optimizer.learningRate).toBeGreaterThanOrEqual(1e-4);
      expect(recipe.optimizer.learningRate).toBeLessThanOrEqual(1);
      expect(Number.isInteger(recipe.batch) && recipe.batch >= 1 && recipe.batch <= 9).toBe(true);
    }
    // Evenly in the logarithm: of 200 in four decades 50 in each, within four standard deviations of a binomial, 6.1.
    for (const decade of [1e-4, 1e-3, 1e-2, 1e-1]) {
      const within = drawn.filter((rate) => rate >= decade && rate < 10 * decade).length;
      expect(Math.abs(within - 50)).toBeLessThan(25);
    }
    const other = await read({ preset: "sigmoid2", random, runs: 20, seed: 2 });
    expect(other.runs.map(({ recipe }) => recipe.optimizer.learningRate)).not.toEqual(drawn.slice(0, 20));
  });

  test("of both has the grid for each draw", async () => {
    const random = { "optimizer.learningRate": rates };
    const { runs } = await read({ preset: "sigmoid2", random, runs: 3, grid: { seed: [1, 2] } });
    expect(runs.map(({ seed }) => seed)).toEqual([1, 2, 1, 2, 1, 2]);
    expect(new Set(runs.map(({ recipe }) => recipe.optimizer.learningRate)).size).toBe(3);
  });

  test("has no run twice, and knows a run again in another plan", async () => {
    const { runs, varied } = await read({ preset: "sigmoid2", grid: { seed: [1, 2, 1], batch: [1] } });
    expect(runs).toHaveLength(2);
    expect(varied).toEqual(["seed"]);
    const other = await read({ preset: "sigmoid2", grid: { seed: [3, 2] } });
    expect(other.runs[1].id).toBe(runs[1].id);
    expect((await read({ preset: "sigmoid2", steps: 9, grid: { seed: [2] } })).runs[0].id).not.toBe(runs[1].id);
    expect((await readSweep(file, { device: "cpu" })).runs[0].id).not.toBe((await readSweep(file)).runs[0].id);
  });

  test("takes a recipe of one's own, in the file or beside it", async () => {
    const own = { ...presets.sigmoid2, name: "own" };
    writeFileSync(join(folder, "own.json"), JSON.stringify(own));
    const grid = { seed: [1] };
    const [inside, beside] = [await read({ model: own, grid }), await read({ model: "own.json", grid })];
    expect(inside.runs[0].recipe).toEqual(own);
    expect(beside.runs).toEqual(inside.runs);
  });
});

describe("settings", () => {
  const base = { recipe: presets.lenet, seed: 1, length: { epochs: 1 } };
  const put = (settings: Record<string, unknown>) => withSettings("sweep", base, settings);

  test("kinds come first and bring constants of their own; what is varied stays as it was elsewhere", () => {
    const { recipe, seed, length } = put({
      "optimizer.learningRate": 0.5,
      "optimizer.type": "adam",
      steps: 7,
      seed: 3,
    });
    expect(recipe).toEqual({ ...presets.lenet, optimizer: { type: "adam", learningRate: 0.5 } });
    expect([seed, length]).toEqual([3, { steps: 7 }]);
    expect(base.recipe).toBe(presets.lenet);
  });

  test("a place in the layers, and objects where there were none", () => {
    const { recipe } = put({
      "layers.0.filters": 3,
      "schedule.type": "cosine",
      "schedule.end": 0.1,
      "loss.labelSmoothing": 0.1,
    });
    expect(recipe.layers[0]).toEqual({ ...presets.lenet.layers[0], filters: 3 });
    expect(recipe.schedule).toEqual({ type: "cosine", end: 0.1 });
    expect(recipe.loss).toEqual({ type: presets.lenet.loss, labelSmoothing: 0.1 });
    expect(presets.lenet.layers[0].filters).not.toBe(3);
  });
});

describe("refused, with the place in the file", () => {
  const grid = { batch: [1, 2] };
  test.each([
    ["no JSON", "{", "sweep.json: it is no JSON"],
    ["no object", [], "sweep.json: it is []; an object was expected"],
    ["an unknown field", { preset: "lenet", gird: grid }, `sweep.json: "gird" is not a field of a sweep`],
    ["neither preset nor model", { grid }, `preset is missing; one of "preset" and "model"`],
    ["an unknown preset", { preset: "lent", grid }, `preset is "lent"; one of sigmoid2`],
    ["nothing to vary", { preset: "lenet" }, "grid is missing"],
    ["no list", { preset: "lenet", grid: { batch: 64 } }, `grid."batch" is 64; a list of values`],
    ["an empty list", { preset: "lenet", grid: { batch: [] } }, `grid."batch" is []; a list of values`],
    ["a place that is none", { preset: "lenet", grid: { optimiser: [1] } }, `grid."optimiser": there is no such place`],
    ["a prototype", { preset: "lenet", grid: { "optimizer.__proto__.x": [1] } }, "there is no such place"],
    ["a layer too many", { preset: "lenet", grid: { "layers.99.filters": [1] } }, "99 is no place of a list"],
    [
      "a field that no layer has",
      { preset: "lenet", grid: { "layers.0.filter": [3] } },
      "run 1 (layers.0.filter=3): conv1",
    ],
    ["a value that cannot be", { preset: "lenet", grid: { batch: [64, 0] } }, "run 2 (batch=0)"],
    ["a seed that is none", { preset: "lenet", grid: { seed: [1, 1.5] } }, "seed is 1.5; a whole number from 0 on"],
    ["both lengths", { preset: "lenet", steps: 1, epochs: 1, grid }, `steps is 1; one length`],
    ["random without runs", { preset: "lenet", random: { batch: [1, 2] } }, "runs is missing"],
    ["runs without random", { preset: "lenet", grid, runs: 3 }, `runs is 3; "random" beside it`],
    [
      "a range upside down",
      { preset: "lenet", random: { batch: { from: 2, to: 1 } }, runs: 1 },
      `random."batch" is {"from":2`,
    ],
    [
      "a logarithm of 0",
      { preset: "lenet", random: { batch: { from: 0, to: 1, log: true } }, runs: 1 },
      `random."batch".from is 0`,
    ],
    [
      "a range with more",
      { preset: "lenet", random: { batch: { from: 0, to: 1, base: 2 } }, runs: 1 },
      `random."batch" is`,
    ],
    [
      "a path in both",
      { preset: "lenet", grid, random: { batch: [1] }, runs: 1 },
      `random."batch" is "batch"; one place`,
    ],
    [
      "too many",
      { preset: "lenet", grid: { seed: Array.from({ length: 200 }, (_, i) => i), batch: Array(51).fill(1) } },
      "10200 runs",
    ],
    ["no data set", { preset: "lenet", data: 3, grid }, "data is 3"],
  ])("%s", async (_, value, message) => {
    const error = await read(value).catch((caught) => caught);
    expect(error).toBeInstanceOf(SpecError);
    expect(error.message).toContain(message);
    expect(error.message).toContain(file);
  });
});

const resultOf = (id: string, part: Partial<RunResult> = {}): RunResult => ({
  id,
  settings: { seed: 1 },
  ended: "done",
  device: "a device",
  version: "0.1.0",
  steps: 10,
  seconds: 1.5,
  testAccuracy: 0.5,
  testLoss: 0.7,
  weightsSha256: "ab".repeat(32),
  judgements: [{ step: 10, testLoss: 0.7, testAccuracy: 0.5 }],
  curve: { stepsEach: 1, losses: [3, null, 1] },
  ...part,
});

describe("results", () => {
  test("come back as they were written; lines that are not whole are as if they were not", async () => {
    const all = ["a", "b", "c"].map((id) => resultOf(id));
    await writeResults(folder, all);
    expect(await readResults(folder)).toEqual({ all: new Map(all.map((one) => [one.id, one])), torn: 0 });
    const path = join(folder, "results.jsonl");
    const text = readFileSync(path, "utf8");
    for (let cut = 0; cut < text.length; cut++) {
      writeFileSync(path, text.slice(0, cut));
      const { all: left, torn } = await readResults(folder);
      const whole = text.slice(0, cut + 1).split("\n").length - 1;
      expect([left.size, torn]).toEqual([whole, text[cut] === "\n" || text[cut - 1] === "\n" || cut === 0 ? 0 : 1]);
    }
    writeFileSync(path, `${text}{"id":"d","ended":"done"}\n[]\nnull\n`);
    expect((await readResults(folder)).torn).toBe(3);
  });

  test("a curve has the mean of so many steps at each point, and few points", () => {
    const losses = Array.from({ length: 200 }, (_, i) => i);
    const { stepsEach, losses: means } = curveOf(losses);
    expect(stepsEach).toBe(3);
    expect(means[0]).toBe(1);
    expect(means.at(-1)).toBe((198 + 199) / 2);
    expect(means).toHaveLength(67);
    expect(curveOf([Number.NaN, 2]).losses).toEqual([null, 2]);
  });
});

describe("what is shown", () => {
  const rows = async (): Promise<Row[]> => {
    const { runs } = await read({ preset: "sigmoid2", grid: { seed: [1, 2, 3, 4] } });
    const results = [
      resultOf(runs[0].id),
      resultOf(runs[1].id, { testAccuracy: 0.9, testLoss: 0.2 }),
      { ...resultOf(runs[2].id), ended: "diverged" as const, reason: "step 3 came to <NaN>" },
    ];
    const { testAccuracy: _, testLoss: __, weightsSha256: ___, ...diverged } = results[2];
    return runs.map((run, i) => ({
      run,
      result: i === 2 ? diverged : results[i],
      again: ["train", "--seed", `${i + 1}`],
    }));
  };

  test("the best comes first, then what diverged, then what is to come", async () => {
    expect(ranked(await rows()).map(({ run }) => run.number)).toEqual([2, 1, 3, 4]);
    const tied = (await rows())
      .slice(0, 2)
      .map((row, i) => ({ ...row, result: resultOf(row.run.id, { testLoss: 2 - i }) }));
    expect(ranked(tied).map(({ run }) => run.number)).toEqual([2, 1]);
  });

  test("the table says how each stands, why, and how to train it alone", async () => {
    const text = summaryText(await rows(), ["seed"]);
    for (const words of [
      "90.00 %",
      "diverged",
      "to come",
      "Run 3: step 3 came to <NaN>",
      "    2  circledast train --seed 2",
    ]) {
      expect(text).toContain(words);
    }
  });

  test("the report has no script, fetches nothing, and takes words for words", async () => {
    const html = sweepHtml(await readSweep(file), await rows(), { version: "0.1.0", date: "2026-01-02T03:04:05.000Z" });
    expect(html).not.toMatch(/<script|https?:|url\(/);
    expect(html).toContain("step 3 came to &lt;NaN&gt;");
    expect(html).toContain("Best: run 2, 90.00 % of the test set, with seed=2.");
    expect(html.match(/class="line /g)).toHaveLength(3);
    expect(html).toContain("test accuracy (%)");
  });

  test("axes have round numbers at their places", () => {
    const { at, ticks } = linear("x", [3, 96]);
    expect(ticks.map(({ words }) => words)).toEqual(["0", "50", "100"]);
    for (const tick of ticks) expect(at(Number(tick.words))).toBeCloseTo(tick.at, 12);
    const log = logarithmic("x", [0.002, 30]);
    expect(log.ticks.map(({ words }) => words)).toEqual(["0.01", "0.1", "1", "10"]);
    for (const tick of log.ticks) expect(log.at(Number(tick.words))).toBeCloseTo(tick.at, 12);
    for (const scale of [linear, logarithmic]) expect(scale("x", [5, 5]).at(5)).toBeCloseTo(0.5, 1);
  });

  test("words that a shell would take apart are quoted", () => {
    expect(["a/b-1.json", "my runs/a", "it's"].map(quoted)).toEqual(["a/b-1.json", "'my runs/a'", "'it'\\''s'"]);
  });
});
