/** Arrays that take turns in a buffer, and buffers of the size that the plan says. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { permutation } from "../../src/core/random.ts";
import { elements } from "../../src/core/shape.ts";
import { type OpenDevice, openDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { Executor } from "../../src/gpu/executor.ts";
import { programsOf } from "../../src/gpu/programs.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { arraysOf, SEED } from "../../src/layers/network.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { optimizerOf } from "../../src/optimizers/index.ts";
import { outputsOf } from "../../src/plan/boundary.ts";
import { type Compiled, compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { plannedBytes } from "../../src/plan/reuse.ts";
import { device, pipelines, traits } from "../device.ts";
import { splitsFor } from "../pictures.ts";

const STEPS = 3;

/** Puts everything in place for a first step. */
function begin(executor: Executor, recipe: Recipe, program: Compiled): void {
  const { train } = splitsFor(recipe);
  const lengthOf = (tensor: string) => elements(program.tensors.get(tensor)!.shape);
  const schedule = new Float32Array(lengthOf("schedule"));
  const { row } = optimizerOf(recipe.optimizer);
  schedule.set(Array.from({ length: STEPS }, (_, i) => row(0.01, i + 1)).flat());
  executor.write("images", train.images);
  executor.write("labels", train.labels);
  executor.write("order", permutation(train.count, 1, 0).slice(0, lengthOf("order")));
  executor.write("schedule", schedule);
  executor.write("parameters", initializeParameters(arraysOf(program.network), 1, recipe.initialization));
  if (program.tensors.has(SEED)) executor.write(SEED, new Uint32Array([1, 2]));
}

/** Fast kernels may keep so much to themselves that nothing is left to share; plain ones never do. */
const planned = [
  ...Object.keys(presets).map((name) => ({ name, kernels: "fast" as const })),
  { name: "lenet", kernels: "plain" as const },
];

describe.each(planned)("a step of $name by $kernels kernels whose arrays take turns", ({ name, kernels }) => {
  const recipe = { ...presets[name], batch: 4 };
  const program = compileTraining(recipe, splitsFor(recipe).train);
  const plans = [false, true].map((reuse) => planProgram(program, kernels, { device: traits, reuse }));
  let own: Executor;
  let shared: Executor;

  beforeAll(async () => {
    [own, shared] = await Promise.all(plans.map((plan) => Executor.create(pipelines, device, program, plan)));
    for (const executor of [own, shared]) begin(executor, recipe, program);
  });

  afterAll(() => {
    for (const executor of [own, shared]) executor.destroy();
  });

  it("takes no more memory, and less where there is something to share", () => {
    const [one, other] = [shared.plan, own.plan].map(plannedBytes);
    if (kernels === "plain") expect(one).toBeLessThan(other);
    else expect(one).toBeLessThanOrEqual(other);
  });

  it("comes to the same bits as with a buffer for each", async () => {
    for (let step = 0; step < STEPS - 1; step++) for (const executor of [own, shared]) executor.submit();
    for (const tensor of [...program.state, "gradients", "metrics", "step", program.pictures!]) {
      expect(await shared.read(tensor), tensor).toEqual(await own.read(tensor));
    }
  });

  it("can be laid open: whatever is overwritten is copied before", async () => {
    own.submit();
    const encoder = device.createCommandEncoder();
    const copies = shared.encodeOpen(encoder);
    device.queue.submit([encoder.finish()]);
    const overwritten = await copies();
    if (kernels === "plain") expect(overwritten.size).toBeGreaterThan(0);
    for (const dispatch of own.plan.dispatches) {
      for (const tensor of outputsOf(own.plan, dispatch)) {
        expect(overwritten.get(tensor) ?? (await shared.read(tensor)), tensor).toEqual(await own.read(tensor));
      }
    }
  });

  it("refuses to read what is no longer there", async () => {
    const gone = shared.plan.buffers.flatMap(({ holds = [] }) => holds.slice(0, -1));
    for (const tensor of gone) await expect(shared.read(tensor)).rejects.toThrow("is overwritten");
  });
});

describe("the memory of an engine", () => {
  /** Bytes of storage that are asked for while the work is done on a device. */
  async function allocatedBy(work: (open: OpenDevice) => Promise<void>): Promise<number> {
    const open = await openDevice(navigator.gpu);
    const create = open.device.createBuffer.bind(open.device);
    let bytes = 0;
    open.device.createBuffer = (descriptor) => {
      if (descriptor.usage & GPUBufferUsage.STORAGE) bytes += descriptor.size;
      return create(descriptor);
    };
    await work(open);
    return bytes;
  }

  const sizes: number[] = [];

  it.each([4, 8, 16])("is what its plans say, at batch %i", async (batch) => {
    const recipe = { ...presets.quick, batch };
    const data = splitsFor(recipe);
    let planned = 0;
    const allocated = await allocatedBy(async (open) => {
      const engine = await GpuEngine.create({ open, recipe, data });
      const { evaluation, prediction } = programsOf(recipe, data);
      const others = [evaluation, prediction].map((program) =>
        planProgram(program, "fast", { device: open.traits, reuse: true }),
      );
      // The parameters are one buffer for all three.
      const shared = others.map(({ buffers }) => buffers.filter(({ label }) => label !== "parameters"));
      planned = plannedBytes(engine.plan) + shared.reduce((sum, buffers) => sum + plannedBytes({ buffers }), 0);
      sizes.push(plannedBytes(engine.plan));
      engine.destroy();
    });
    expect(allocated).toBe(planned);
  });

  it("grows with the batch", () => {
    expect(sizes[1]).toBeGreaterThan(sizes[0]);
    expect(sizes[2]).toBeGreaterThan(sizes[1]);
  });
});
