import { describe, expect, test } from "vitest";
import { disagreement, ratioOf, type Slice, toleranceOf } from "../../src/cli/bench/peers/figures.ts";
import { best, compare } from "../../src/cli/bench/peers/measure.ts";
import { reportOf, reportText } from "../../src/cli/bench/peers/report.ts";
import { pyTorchSettings } from "../../src/cli/bench/peers/run.ts";
import type { System } from "../../src/cli/bench/peers/system.ts";
import { describe as describeWorkload, firstSamples, workloadOf } from "../../src/cli/bench/peers/workload.ts";
import { workloadsOf } from "../../src/cli/bench/peers.ts";
import { presets } from "../../src/model/presets.ts";
import type { OptimizerSpec } from "../../src/model/recipe.ts";
import { openRun } from "../../src/train/openRun.ts";
import { splitsFor } from "../pictures.ts";

// A plain script, which has no types.
const peersFile = (name: string) => import(new URL(`../../bench/peers/${name}`, import.meta.url).href);
const [{ outputShape }, { runnable }] = [await peersFile("workload.js"), await peersFile("peer.js")];

const slice = (images: number): Slice => ({ images, seconds: 1, submits: 2, dispatches: 20 });
const slices = (...images: number[]) => images.map(slice);

test("a ratio is taken of the medians, and of what both did in the same round", () => {
  const { ofMedians, perRound } = ratioOf(slices(100, 300, 200), slices(50, 100, 20));
  expect(ofMedians).toBe(4);
  expect(perRound).toEqual({ min: 2, median: 3, max: 10 });
});

test("losses within eight units in the last place agree, and one a millionth off is named", () => {
  const unit = 2 ** -23;
  expect(disagreement([2, 1.9], [2 + 14 * unit, 1.9], "momentum")).toBeUndefined();
  expect(disagreement([2, 1.9], [2, 1.9 + 20 * unit], "momentum")).toMatch("the loss of step 2 is 1.90000");
  expect(disagreement([2, 1.9], [2, Number.NaN], "momentum")).toMatch("the loss of step 2 is NaN");
  expect(disagreement([2], [], "momentum")).toMatch("no values");
});

test("Adam is allowed more from step to step, and less than a hundredth in the first three", () => {
  expect(toleranceOf("adam", 0)).toBe(toleranceOf("momentum", 4));
  expect(toleranceOf("adam", 1)).toBeGreaterThan(toleranceOf("adam", 0));
  expect(toleranceOf("adam", 2)).toBeLessThan(0.01);
});

describe("three steps of the reference tell an optimiser that is not ours", () => {
  /** Losses of the first steps; the learning rate stays. */
  async function losses(preset: string, change: Partial<OptimizerSpec>): Promise<number[]> {
    const { recipe } = workloadOf(presets[preset], "training", 4);
    const changed = { ...recipe, optimizer: { ...recipe.optimizer, ...change } as OptimizerSpec };
    const train = firstSamples(splitsFor(recipe).train, 64);
    const data = { train, test: firstSamples(train, 4) };
    const { session } = await openRun({ recipe: changed, data, seed: 1, length: { steps: 100 }, device: "cpu" });
    const values: number[] = [];
    await session.train({ until: 3, onProgress: ({ results }) => values.push(...results.map(({ loss }) => loss)) });
    return values;
  }

  const rate = (preset: string, times: number) => presets[preset].optimizer.learningRate * times;
  test.each<readonly [string, string, string, Partial<OptimizerSpec>]>([
    ["convnet", "β₁", "loss of step 3", { beta1: 0.5 }],
    ["convnet", "β₂", "loss of step 3", { beta2: 0.5 }],
    ["convnet", "ε", "loss of step 2", { epsilon: 1e-5 }],
    ["convnet", "learning rate", "loss of step 2", { learningRate: rate("convnet", 1.01) }],
    ["deep", "β₁", "loss of step 3", { beta1: 0.75 }],
    ["deep", "β₂", "loss of step 3", { beta2: 0.5 }],
    ["deep", "ε", "loss of step 2", { epsilon: 1e-4 }],
    ["deep", "learning rate", "loss of step 2", { learningRate: rate("deep", 1.01) }],
    ["lenet", "momentum", "loss of step 3", { momentum: 0.91 }],
    ["lenet", "learning rate", "loss of step 2", { learningRate: rate("lenet", 1.01) }],
  ])("%s: another %s", async (preset, _, where, change) => {
    const { type } = presets[preset].optimizer;
    const truth = await losses(preset, {});
    // Rounded as an f32 is: that is no difference.
    expect(disagreement(truth, truth.map(Math.fround), type)).toBeUndefined();
    expect(disagreement(truth, await losses(preset, change), type)).toMatch(where);
  });
});

test("behind the first step two more are compared at least, however slow a system is", async () => {
  const asked: object[] = [];
  const check: System["check"] = async (range) => {
    asked.push(range);
    return [1, 0.5];
  };
  const slow = { ...system("a", [2], 1), check };
  await compare([slow], "adam", { rounds: 1, seconds: 1 });
  expect(asked).toEqual([expect.objectContaining({ least: 2, most: 5 })]);
});

test("a peer does so many steps at least, though the time is up", async () => {
  const step = { step: (index: number) => index, finish: async (index: number) => [index], discard: () => {} };
  const peer = runnable(step, { recipe: { batch: 1 } });
  await peer.first();
  expect(await peer.check({ least: 2, most: 5, seconds: 0 })).toEqual([1, 2]);
  expect(await peer.check({ least: 2, most: 5, seconds: 60 })).toEqual([3, 4, 5, 6, 7]);
});

test("as many steps are compared as the slower system had time for", () => {
  expect(disagreement([2, 1.9, 1.8], [2, 1.9], "momentum")).toBeUndefined();
});

function system(name: string, values: readonly number[], images: number): System & { readonly turns: number[] } {
  const turns: number[] = [];
  return {
    name,
    adapter: "test",
    turns,
    first: async () => ({ values: values.slice(0, 1), ms: 12 }),
    check: async () => values.slice(1),
    run: async (seconds) => {
      turns.push(seconds);
      return slice(images);
    },
    close: async () => {},
  };
}

test("a peer with other losses is not timed, and says why", async () => {
  const [ours, right, wrong] = [system("a", [2, 1], 10), system("b", [2, 1], 5), system("c", [2, 1.1], 99)];
  const outcomes = await compare([ours, right, wrong], "momentum", { rounds: 3, seconds: 7 });
  expect(outcomes.map(({ slices }) => slices.length)).toEqual([3, 3, 0]);
  expect(outcomes[2].error).toMatch("it does other work");
  expect(wrong.turns).not.toContain(7);
  expect(right.turns.filter((seconds) => seconds === 7)).toHaveLength(3);
});

test("what ours fails at ends the comparison", async () => {
  const broken = { ...system("a", [], 1), first: () => Promise.reject(new Error("lost")) };
  await expect(compare([broken], "momentum", { rounds: 1, seconds: 1 })).rejects.toThrow("lost");
});

test("of two settings of one system the faster stays", () => {
  const outcome = (name: string, ...images: number[]) => ({
    name,
    adapter: "test",
    firstStepMs: 1,
    slices: slices(...images),
  });
  const outcomes = [outcome("a", 1), outcome("pytorch-1", 7, 8, 9), outcome("pytorch-2", 1, 6, 99)];
  expect(best(outcomes, "pytorch-").map(({ name }) => name)).toEqual(["a", "pytorch-1"]);
});

const lenet = workloadOf(presets.lenet, "training", 10);

test("a report has a row for each system and a ratio for each that was timed", () => {
  const outcomes = [
    { name: "circledast", adapter: "x", firstStepMs: 1700, slices: slices(40, 40, 40) },
    { name: "tfjs", adapter: "x", firstStepMs: 900, slices: slices(10, 10, 10) },
    { name: "jax-js", adapter: "x", slices: [], error: "lost" },
  ];
  const report = reportOf(lenet, "node", outcomes);
  expect(report.rows[0]).toMatchObject({
    system: "circledast",
    preset: "lenet",
    batch: 10,
    imagesPerSecond: { min: 40, median: 40, max: 40 },
    firstStepMs: 1700,
    submitsPerStep: 0.5,
    dispatchesPerStep: 5,
  });
  expect(report.rows[2]).toMatchObject({ system: "jax-js", error: "lost" });
  expect(report.ratios).toHaveLength(1);
  expect(report.ratios[0]).toMatchObject({ ratio: "circledast / tfjs", imagesPerSecond: { ofMedians: 4 } });
  const lines = reportText(report).split("\n");
  expect(lines[0]).toBe("lenet, training, batch 10, in Node (x): images a second");
  expect(lines.at(-2)).toMatch(/^tfjs +10[.]0 +10[.]0 +10[.]0 +4[.]00× +4[.]00× – 4[.]00× +2[.]0 +20[.]0 +0[.]90 s$/);
  expect(lines.at(-1)).toMatch(/^jax-js +failed$/);
});

test("without a preset every network is measured, and inference; on the CPU lenet alone", () => {
  const chosen = { preset: undefined, batch: undefined, inference: undefined, device: undefined } as const;
  const names = (workloads: ReturnType<typeof workloadsOf>) =>
    workloads.map(({ kind, recipe }) => `${recipe.name} ${recipe.batch} ${kind}`);
  expect(names(workloadsOf(chosen))).toEqual([
    "lenet 128 training",
    "convnet 256 training",
    "deep 64 training",
    "lenet 256 inference",
  ]);
  expect(names(workloadsOf({ ...chosen, device: "cpu" }))).toEqual(["lenet 128 training"]);
  expect(names(workloadsOf({ ...chosen, inference: true, batch: 8 }))).toEqual(["lenet 8 inference"]);
});

test("peers have no schedule to follow", () => {
  expect(workloadOf(presets.convnet, "training", 256).recipe).not.toHaveProperty("schedule");
});

interface Layer {
  readonly type: string;
  readonly kernel: readonly number[];
}

/** What each kind of layer keeps to train, by the maps that go in and out. */
const sizes: Readonly<Record<string, (layer: Layer, input: readonly number[], output: readonly number[]) => number>> = {
  conv2d: ({ kernel }, [C], [filters]) => filters * (C * kernel[0] * kernel[1] + 1),
  dense: (_, [inputs], [units]) => units * (inputs + 1),
  batchNorm: (_, [C]) => 2 * C,
};

test.each(["lenet", "convnet", "deep"])("the layers that peers build of %s hold as many parameters as ours", (name) => {
  const workload = workloadOf(presets[name], "training", 8);
  const { json } = describeWorkload(workload, { count: 16, shape: [1, 28, 28], classes: 10 });
  let shape: readonly number[] = json.shape;
  let total = 0;
  for (const layer of json.layers as unknown as Layer[]) {
    const output: number[] = outputShape(layer, shape);
    total += sizes[layer.type]?.(layer, shape, output) ?? 0;
    shape = output;
  }
  expect(shape).toEqual([10]);
  expect(total).toBe(json.parameterCount);
  const trained = json.parameters.filter(({ name }) => !json.statistics.includes(name));
  const listed = trained.reduce((sum, { shape }) => sum + shape.reduce((product, size) => product * size, 1), 0);
  expect(listed).toBe(json.parameterCount);
});

test("PyTorch takes part with several numbers of threads, or on a card both ways; without one it says so", () => {
  const torch = { python: "python3", version: "2.0" };
  expect(pyTorchSettings(undefined, "cpu")).toEqual([]);
  expect(pyTorchSettings(torch, "cpu")).toContain("1");
  expect(pyTorchSettings({ ...torch, card: "a card" }, "cuda")).toEqual(["cuda-eager", "cuda-graph"]);
  expect(() => pyTorchSettings(torch, "cuda")).toThrow("PyTorch has no CUDA here");
  expect(() => pyTorchSettings(undefined, "cuda")).toThrow("there is no PyTorch");
});
