/** Steps of training that draw random numbers: augmentation and dropout, and batch normalisation beside them. */
import { describe, expect, it } from "vitest";
import { openDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { presets } from "../../src/model/presets.ts";
import type { LayerSpec, Recipe } from "../../src/model/recipe.ts";
import { compileEvaluation, compileTraining } from "../../src/plan/compile.ts";
import type { Engine } from "../../src/plan/engine.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { ReferenceEngine } from "../../src/train/referenceEngine.ts";
import { Session } from "../../src/train/session.ts";
import { checkProgram } from "../../src/verify/checkDispatch.ts";
import { device, pipelines, traits } from "../device.ts";
import { splitsFor } from "../pictures.ts";

const STEPS = 12;

const recipe = (...layers: LayerSpec[]): Recipe => ({
  ...presets.lenet,
  layers: [
    { type: "conv2d", filters: 4, kernel: 5 },
    { type: "relu" },
    { type: "maxPool2d", size: 3 },
    ...layers,
    { type: "flatten" },
    { type: "dropout", rate: 0.4 },
    { type: "dense", units: 10 },
  ],
  augmentation: { shift: 2, rotation: 15, scale: 0.1, shear: 10, noise: 0.05 },
  batch: 4,
});

describe.each(["plain", "fast"] as const)("every dispatch, by %s kernels,", (choice) => {
  it.each([
    ["of a training step", compileTraining],
    ["of judging", (spec: Recipe, data: Parameters<typeof compileTraining>[1]) => compileEvaluation(spec, data, 4)],
  ])("%s computes what the reference does", async (_, compile) => {
    const program = compile(recipe({ type: "batchNorm" }), { count: 7, shape: [1, 28, 28] });
    const plan = planProgram(program, choice, { device: traits });
    for await (const { dispatch, comparisons } of checkProgram({ device, pipelines, program, plan })) {
      for (const result of comparisons) expect(result, dispatch.label).toMatchObject({ wrong: 0, unstable: 0 });
    }
  });
});

describe("a run with augmentation and dropout", () => {
  const spec = recipe();
  const data = splitsFor(spec);

  async function run(engine: Engine, seed = 1) {
    const session = new Session(engine, spec, compileTraining(spec, data.train), data, seed, { steps: STEPS });
    const losses: number[] = [];
    const onProgress = ({ results }: { results: readonly { loss: number }[] }) =>
      losses.push(...results.map(({ loss }) => loss));
    await session.train({ until: STEPS, onProgress });
    const state = await engine.readState();
    engine.destroy();
    return { losses, state };
  }
  const onDevice = async () => GpuEngine.create({ open: await openDevice(navigator.gpu), recipe: spec, data });

  it("has the reference's losses to 1e-4, for it draws the same numbers", async () => {
    const { losses } = await run(await onDevice());
    const reference = await run(new ReferenceEngine(spec, data));
    expect(losses).toHaveLength(STEPS);
    for (const [step, loss] of reference.losses.entries()) {
      expect(Math.abs(losses[step] - loss), `step ${step}`).toBeLessThanOrEqual(1e-4 * Math.abs(loss));
    }
  });

  it("ends in the same state to the last bit when it is repeated, and in another from another seed", async () => {
    const first = await run(await onDevice());
    expect(await run(await onDevice())).toEqual(first);
    expect((await run(await onDevice(), 2)).losses).not.toEqual(first.losses);
  });
});
