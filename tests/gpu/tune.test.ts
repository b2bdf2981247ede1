import { beforeAll, expect, test } from "vitest";
import { openDevice } from "../../src/gpu/device.ts";
import { PipelineCache } from "../../src/gpu/pipelines.ts";
import { programsOf } from "../../src/gpu/programs.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import type { Storage } from "../../src/plan/halfStorage.ts";
import { type Dispatch, dispatchName, planProgram } from "../../src/plan/plan.ts";
import { checkFixed } from "../../src/tune/checkFixed.ts";
import { GpuBench, type ProgramOf } from "../../src/tune/gpuBench.ts";
import { measureKernels } from "../../src/tune/measureKernels.ts";
import { tuneNetwork } from "../../src/tune/tuneNetwork.ts";
import type { Progress } from "../../src/tune/tuner.ts";
import type { Tuning, TuningStore } from "../../src/tune/tuning.ts";
import { plannerOf } from "../../src/tune/tuningTask.ts";
import { device, pipelinesWith, traits } from "../device.ts";
import { mutations } from "../mutations.ts";

const recipe: Recipe = {
  name: "small",
  input: [1, 12, 12],
  layers: [
    { type: "conv2d", filters: 4, kernel: 5 },
    { type: "relu" },
    { type: "maxPool2d", size: 2 },
    { type: "flatten" },
    { type: "dense", units: 10 },
  ],
  loss: "softmaxCrossEntropy",
  optimizer: { type: "momentum", learningRate: 0.1, momentum: 0.9 },
  batch: 16,
} as Recipe;
const size = { count: 64, shape: recipe.input };
const data = { train: size, test: size };

let open: Awaited<ReturnType<typeof openDevice>>;
beforeAll(async () => {
  open = await openDevice(navigator.gpu);
});

class MemoryStore implements TuningStore {
  readonly kept = new Map<string, unknown>();

  async load(name: string): Promise<unknown> {
    return this.kept.get(name);
  }

  async save(name: string, tuning: Tuning): Promise<void> {
    this.kept.set(name, JSON.parse(JSON.stringify(tuning)));
  }
}

test("kernels are timed on the device, chosen, kept, and found again for the same things alone", async () => {
  const store = new MemoryStore();
  const tune = (runtime = "tests", budget = 0.1) => tuneNetwork({ open, recipe, data, store, runtime, budget });
  const first = await tune("tests", 1000);
  expect(first.isStored).toBe(false);
  const timed = first.tuning.contested.flatMap(({ candidates }) => candidates).filter((one) => one.measuredMs! > 0);
  expect(timed.length).toBeGreaterThan(1);
  for (const { verdict, worst } of timed.filter((one) => one.verdict === "chosen")) {
    expect([verdict, worst! <= 1]).toEqual(["chosen", true]);
  }
  const { training } = programsOf(recipe, data);
  const { dispatches } = planProgram(training, "fast", { device: open.traits, only: first.tuning.kernels.training });
  expect(dispatches).toHaveLength(first.tuning.kernels.training.length);

  const again = await tune();
  expect(again).toEqual({ tuning: first.tuning, isStored: true });
  expect((await tune("another driver")).isStored).toBe(false);

  // Whoever wrote it: what was made with other kernels, or cannot be planned with, or is no tuning at all, is not used.
  for (const stale of [
    { ...first.tuning, identity: { ...first.tuning.identity, kernels: "others" } },
    { ...first.tuning, kernels: undefined },
    { ...first.tuning, kernels: { ...first.tuning.kernels, training: ["gone(conv1.conv2d)"] } },
    "nonsense",
  ]) {
    for (const name of store.kept.keys()) store.kept.set(name, stale);
    expect((await tune()).isStored).toBe(false);
  }
});

const programOf: ProgramOf = (_, batch) =>
  compileTraining({ ...recipe, batch }, { count: 2 * batch, shape: recipe.input });

/** What the tuner finds of some candidates, by name, with pipelines that may have been tampered with. */
async function findings(names: readonly string[], pipelines: PipelineCache, storage: Storage = "f32") {
  const { find } = plannerOf("training", programOf("training", recipe.batch), { device: traits, storage });
  const batches = { small: 2, training: recipe.batch, evaluation: recipe.batch, prediction: 1 };
  const bench = await GpuBench.create({ open: { ...open, device, traits }, pipelines, programOf, batches, storage });
  try {
    const found = [];
    for (const name of names) found.push(await bench.check(find(name)!));
    return found;
  } finally {
    bench.destroy();
  }
}

test("a kernel that computes something else, or nothing, disagrees; one that is right does not", async () => {
  const names = ["gatherBatchWords", "gatherBatch"].map((kernel) => `${kernel}(batch.gatherBatch)`);
  const checked = (pipelines: PipelineCache) => findings(names, pipelines);
  const right = { pass: true, batch: 2 };
  expect(await checked(new PipelineCache(device))).toMatchObject([right, right]);
  const broken = await checked(pipelinesWith("gatherBatchWords", ...mutations.gatherBatchWords));
  const disagrees = expect.stringContaining("disagrees with the reference in a batch of 2");
  expect(broken).toMatchObject([{ pass: false, reason: disagrees }, right]);
  const idle = await checked(pipelinesWith("gatherBatch", "if (o >= N * SIZE)", "if (o >= 0u)"));
  expect(idle).toMatchObject([right, { pass: false, reason: expect.stringContaining("unwritten") }]);
});

/** Pipelines in which one shader, as it is specialised for one dispatch, does nothing. */
async function emptied(dispatch: Dispatch): Promise<PipelineCache> {
  let empty: string | undefined;
  const create = (descriptor: GPUShaderModuleDescriptor) => {
    empty ??= descriptor.code;
    const code = `@compute @workgroup_size(1) fn ${dispatch.entry}() {}`;
    return device.createShaderModule(descriptor.code === empty ? { ...descriptor, code } : descriptor);
  };
  const cache = new PipelineCache(
    new Proxy(device, {
      get(target, name) {
        if (name === "createShaderModule") return create;
        const value = Reflect.get(target, name);
        return typeof value === "function" ? value.bind(target) : value;
      },
    }),
  );
  await cache.get(dispatch);
  return cache;
}

test.each([
  ["adam", { type: "adam", learningRate: 0.1 }],
  ["momentum", { type: "momentum", learningRate: 0.1, momentum: 0.9 }],
])("every kind of dispatch is refused that does nothing at the shapes that are timed: %s", async (_, optimizer) => {
  const [conv, ...behind] = recipe.layers;
  const normal = { ...recipe, layers: [conv, { type: "batchNorm" }, ...behind], optimizer } as Recipe;
  const of: ProgramOf = (_, batch) => compileTraining({ ...normal, batch }, { count: 2 * batch, shape: recipe.input });
  const program = of("training", recipe.batch);
  const plan = planProgram(program, "fast", { device: traits });
  const batches = { small: 2, training: recipe.batch, evaluation: recipe.batch, prediction: 1 };
  const passes = [];
  for (const dispatch of plan.dispatches) {
    const options = { open: { ...open, device, traits }, programOf: of, batches };
    const bench = await GpuBench.create({ ...options, pipelines: await emptied(dispatch) });
    const name = dispatchName(dispatch);
    const { pass } = await bench.check({ which: "training", program, plan, dispatch, name });
    bench.destroy();
    passes.push([name, pass]);
  }
  expect(passes).toEqual(plan.dispatches.map((dispatch) => [dispatchName(dispatch), false]));
});

test("measured are the kernels that are given, each compared with the reference; what does nothing has no time", async () => {
  const programs = programsOf(recipe, data);
  const only = planProgram(programs.training, "plain").dispatches.map(dispatchName);
  const bench = { recipe, storage: "f32", signal: new AbortController().signal } as const;
  const { dispatches, rows } = await measureKernels({ ...open, device, traits }, { ...bench, only });
  expect(dispatches.map(dispatchName).sort()).toEqual(only.sort());
  for (const { worst } of rows) expect(worst).toBeLessThanOrEqual(1);
  const update = dispatches.find(({ shader }) => shader === "momentum")!;
  const pipelines = await emptied(update);
  await expect(measureKernels({ ...open, device, traits }, { ...bench, pipelines })).rejects.toThrow(update.label);
});

test("what was made elsewhere is compared with the reference before it is used, what was made here is not again", async () => {
  const options = { open, recipe, data, runtime: "tests" };
  const { tuning } = await tuneNetwork({ ...options, store: new MemoryStore(), budget: 0.1 });
  const compared: Progress[] = [];
  const onProgress = (progress: Progress) => compared.push(progress);
  await checkFixed({ ...options, onProgress }, tuning);
  expect(compared).toEqual([]);
  await checkFixed({ ...options, runtime: "another", onProgress }, tuning);
  expect(compared.length).toBeGreaterThan(1);
});

if (traits.f16) {
  test("with arrays kept as f16 they are timed and compared so, and the choice is kept for that alone", async () => {
    const store = new MemoryStore();
    const options = { open, recipe, data, store, runtime: "tests", budget: 0.1 };
    const { tuning } = await tuneNetwork({ ...options, storage: "f16" });
    expect(tuning.identity.storage).toBe("f16");
    expect((await tuneNetwork(options)).isStored).toBe(false);
    expect((await tuneNetwork({ ...options, storage: "f16" })).isStored).toBe(true);
    expect(store.kept.size).toBe(2);

    // The factor with which the gradients of a batch of two are kept.
    const broken = () => pipelinesWith("reluGrad", ") * 256.0", ")");
    const { label } = programOf("training", 2).operations.find(({ op }) => op === "reluGrad")!;
    const names = [`reluGrad(${label}.reluGrad)`];
    expect(await findings(names, new PipelineCache(device), "f16")).toMatchObject([{ pass: true, batch: 2 }]);
    expect(await findings(names, broken(), "f16")).toMatchObject([{ pass: false, batch: 2 }]);
    expect(await findings(names, broken())).toMatchObject([{ pass: true, batch: 2 }]);
  });
} else {
  test("with arrays kept as f16 nothing is timed where the adapter has no f16", async () => {
    const options = { open, recipe, data, store: new MemoryStore(), runtime: "tests" };
    await expect(tuneNetwork({ ...options, storage: "f16" })).rejects.toThrow("has no f16");
  });
}
