import { afterEach, describe, expect, it, vi } from "vitest";
import { patternOf, programOf } from "../../src/compute/patternProgram.ts";
import { elements } from "../../src/core/shape.ts";
import { openDevice } from "../../src/gpu/device.ts";
import { Executor } from "../../src/gpu/executor.ts";
import { PipelineCache } from "../../src/gpu/pipelines.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { checkCase } from "../../src/verify/checkCase.ts";
import { caseOf } from "../../src/verify/kernelCases.ts";
import { device, pipelines } from "../device.ts";
import { smallNetworks } from "../networks.ts";

describe("an executor", () => {
  it("reads back what it wrote, the whole and its parts", async () => {
    const recipe = smallNetworks.lenet;
    const program = compileTraining(recipe, { count: 9, shape: recipe.input });
    const executor = await Executor.create(pipelines, device, program, planProgram(program));
    const values = Float32Array.from({ length: program.network.flat }, (_, i) => Math.fround(Math.sin(i)));
    executor.write("parameters", values);
    expect(await executor.read("parameters")).toEqual(values);
    for (const { name, shape, offset } of program.network.parameters) {
      expect(await executor.read(name)).toEqual(values.slice(offset, offset + elements(shape)));
    }
    executor.destroy();
  });

  it("reads back gradients that it wrote as partial sums, to the last bit", async () => {
    const recipe = smallNetworks.lenet;
    const program = compileTraining(recipe, { count: 9, shape: recipe.input });
    const plan = planProgram(program);
    const executor = await Executor.create(pipelines, device, program, plan);
    const values = new Float32Array(program.network.flat);
    const partials = new Set<number>();
    for (const { name, shape, storage } of program.tensors.values()) {
      if (storage.of !== "gradients" || name === "gradients") continue;
      partials.add(plan.places.get(name)!.partials);
      for (let i = 0; i < elements(shape); i++) values[storage.offset + i] = Math.fround(Math.sin(storage.offset + i));
    }
    expect(Math.max(...partials)).toBeGreaterThan(2);
    executor.write("gradients", values);
    expect(await executor.read("gradients")).toEqual(values);
    executor.destroy();
  });

  it("dispatches more workgroups than fit a line", async () => {
    const folded = programOf(patternOf("relu"), { x: [65_536 * 64 + 1] });
    expect(planProgram(folded).dispatches[0].workgroups[1]).toBe(2);
    for (const result of await checkCase(caseOf(folded, {}), { device, pipelines }))
      expect(result).toMatchObject({ wrong: 0, unstable: 0 });
  });
});

describe("without the global names of WebGPU", () => {
  const without = (...names: string[]) => {
    for (const name of names) vi.stubGlobal(name, undefined);
  };
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("a device is refused, with the way out", async () => {
    without("GPUBufferUsage", "GPUMapMode");
    await expect(openDevice(navigator.gpu)).rejects.toThrow(
      "WebGPU: GPUBufferUsage, GPUMapMode are not there; the global names of WebGPU were expected. " +
        'In Node: Object.assign(globalThis, globals), with the globals of the package "webgpu".',
    );
  });

  it("an executor fails where it can be caught", async () => {
    const program = programOf(patternOf("relu"), { x: [64] });
    without("GPUBufferUsage", "GPUShaderStage");
    const creating = Executor.create(new PipelineCache(device), device, program, planProgram(program));
    // What nobody catches besides fails the whole run of the tests.
    await expect(creating).rejects.toThrow(TypeError);
  });
});
