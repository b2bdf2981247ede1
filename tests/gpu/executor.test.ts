import { describe, expect, it } from "vitest";
import { patternOf, programOf } from "../../src/compute/patternProgram.ts";
import { elements } from "../../src/core/shape.ts";
import { Executor } from "../../src/gpu/executor.ts";
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
