/**
 * Arrays that are kept as f16: kernels, whole networks and training, on a device that has it. One that has not refuses, by its name; what
 * can be known without one is in tests/unit/halfVariant.test.ts and halfStorage.test.ts.
 */
import { describe, expect, it } from "vitest";
import { openDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { Executor } from "../../src/gpu/executor.ts";
import { kernels } from "../../src/kernels/index.ts";
import { presets } from "../../src/model/presets.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { Session } from "../../src/train/session.ts";
import type { ShadowReport } from "../../src/train/shadow.ts";
import { checkCase } from "../../src/verify/checkCase.ts";
import { casesOf } from "../../src/verify/kernelCases.ts";
import { kernelChecks } from "../../src/verify/kernelChecks.ts";
import { networkChecks } from "../../src/verify/networkChecks.ts";
import { device, pipelines, pipelinesWith, traits } from "../device.ts";
import { eachPasses } from "../eachPasses.ts";
import { oddNetworks, smallNetworks } from "../networks.ts";
import { splitsFor } from "../pictures.ts";

const recipe = { ...presets.lenet, batch: 8 };
const data = splitsFor(recipe);
const engineOf = async () => GpuEngine.create({ open: await openDevice(navigator.gpu), recipe, data, storage: "f16" });

it("has f16 where the adapter has it", () => {
  expect(traits.f16).toBe(device.features.has("shader-f16"));
});

if (traits.f16) {
  describe.each(
    kernels
      .map(({ name }, index) => ({ name, checks: kernelChecks([kernels[index]], traits, "f16") }))
      .filter(({ checks }) => checks.length > 0),
  )("kernel $name with arrays kept as f16 computes what the reference does", ({ checks }) => {
    eachPasses(checks);
  });

  describe.each(Object.entries({ ...smallNetworks, ...oddNetworks }))(
    "every dispatch of %s with arrays kept as f16 computes what the reference does",
    (_, network) => {
      eachPasses(networkChecks(network, 3, { device: traits, storage: "f16" }));
    },
  );

  describe("a mistake in how an array is kept is found", () => {
    const wrongIn = async (name: string, search: string, replacement: string) => {
      const kernel = kernels.find((other) => other.name === name)!;
      const broken = pipelinesWith(name, search, replacement);
      const [kernelCase] = casesOf(kernel, traits, "f16");
      return (await checkCase(kernelCase, { device, pipelines: broken })).reduce((sum, { wrong }) => sum + wrong, 0);
    };

    it.each([
      ["a store without its factor", "reluGrad", ") * 256.0", ")"],
      ["a store with another one", "reluGrad", ") * 256.0", ") * 257.0"],
      ["a load without its factor", "reluGrad", " * 0.00390625f", ""],
      ["digits that are lost", "addBias", "f16(f32(x[i])", "f16(0.998 * f32(x[i])"],
    ])("%s", async (_, name, search, replacement) => {
      expect(await wrongIn(name, "no such text", "")).toBe(0);
      expect(await wrongIn(name, search, replacement)).toBeGreaterThan(0);
    });
  });

  describe("an executor", () => {
    it("reads back what it wrote, rounded", async () => {
      const network = smallNetworks.lenet;
      const program = compileTraining(network, { count: 9, shape: network.input });
      const plan = planProgram(program, "fast", { device: traits, storage: "f16" });
      const executor = await Executor.create(pipelines, device, program, plan);
      for (const [name, { half }] of plan.places) {
        if (half === undefined || executor.plan.buffers.every(({ label }) => label !== name)) continue;
        const { shape } = program.tensors.get(name)!;
        const count = shape.reduce((product, side) => product * side, 1);
        const values = Float32Array.from({ length: count }, (_, i) => (i % 2048) / half);
        executor.write(name, values);
        expect(await executor.read(name)).toEqual(values);
      }
      executor.destroy();
    });
  });

  describe("training", () => {
    it("is watched, each layer within its bound", async () => {
      const engine = await engineOf();
      expect(engine.storage).toBe("f16");
      const session = new Session(engine, recipe, compileTraining(recipe, data.train), data, 1, { steps: 40 });
      const reports: ShadowReport[] = [];
      await session.train({ until: 7, shadowEvery: 3, onShadow: (report) => reports.push(report) });
      expect(reports.map(({ step }) => step)).toEqual([3, 6]);
      for (const { outside, worst } of reports) {
        expect(outside).toBeUndefined();
        expect(worst).toBeGreaterThan(0.01);
      }
      engine.destroy();
    });
  });
} else {
  it("is refused by an adapter without it, which is named", async () => {
    const { description } = await openDevice(navigator.gpu);
    await expect(engineOf()).rejects.toThrow(`storage: ${description.description} has no f16`);
  });
}
