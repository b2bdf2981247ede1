/** Several steps in a row on the device and on the reference, which starts them with the errors that the steps before have left. */
import { describe, expect, it } from "vitest";
import { elements } from "../../src/core/shape.ts";
import { Executor } from "../../src/gpu/executor.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { presets } from "../../src/model/presets.ts";
import type { OptimizerSpec, Recipe } from "../../src/model/recipe.ts";
import { optimizerNames, optimizerOf } from "../../src/optimizers/index.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { checkDispatch } from "../../src/verify/checkDispatch.ts";
import { compare } from "../../src/verify/compare.ts";
import { plausible } from "../../src/verify/fill.ts";
import { Oracle } from "../../src/verify/oracle.ts";
import { device, pipelines } from "../device.ts";
import { splitsFor } from "../pictures.ts";

const STEPS = 4;

/** Every optimiser with all that it can have. */
const specs = optimizerNames.map((type): OptimizerSpec => {
  const isSecond = /omentum|nesterov|rmsProp/.test(type);
  const common = { weightDecay: 0.01, clipNorm: 0.05, averageDecay: 0.5 };
  return { type, learningRate: 0.01, ...common, ...(isSecond ? { momentum: 0.9 } : {}) };
});

describe.each(specs)("four steps of $type", (optimizer) => {
  it("end within the bounds composed of all of them", async () => {
    const recipe: Recipe = { ...presets.sigmoid2, batch: 4, optimizer };
    const { train } = splitsFor(recipe);
    const program = compileTraining(recipe, train);
    const { row } = optimizerOf(optimizer);
    const lengthOf = (name: string) => elements(program.tensors.get(name)!.shape);
    const parameters = initializeParameters(program.network.parameters, 1);
    const schedule = new Float32Array(lengthOf("schedule"));
    schedule.set(Array.from({ length: STEPS }, (_, i) => row(optimizer.learningRate, i + 1)).flat());
    const before = new Map<string, Float32Array | Uint32Array | Uint8Array>([
      ["images", train.images],
      ["labels", train.labels],
      ["order", Uint32Array.from({ length: lengthOf("order") }, (_, i) => i)],
      ["schedule", schedule],
      ["step", new Uint32Array(1)],
      ["metrics", new Float32Array(lengthOf("metrics"))],
      ...program.state.map((name) => [name, new Float32Array(lengthOf(name))] as const),
      ["parameters", parameters],
    ]);
    const executor = await Executor.create(pipelines, device, program, planProgram(program));
    const oracle = new Oracle(program);
    try {
      for (const [name, values] of before) {
        executor.write(name, values);
        oracle.set(name, values);
      }
      for (let step = 0; step < STEPS; step++) {
        executor.submit();
        for (const operation of program.operations) oracle.compute(operation);
      }
      expect(program.state).toContain("average");
      for (const tensor of program.state) {
        const [expected, bounds] = [oracle.value(tensor).data, oracle.bound(tensor).data];
        expect(compare({ tensor, expected, bounds }, await executor.read(tensor))).toMatchObject({ wrong: 0 });
        // Were they wide, it would mean nothing to be within them.
        expect(Math.max(...bounds), tensor).toBeLessThan(Math.max(...expected.map(Math.abs)) / 100);
      }
    } finally {
      executor.destroy();
    }
  });
});

describe("the end of a step whose gradients lie as partial sums", () => {
  const optimizer = { ...presets.lenet.optimizer, weightDecay: 0.01, clipNorm: 0.5, averageDecay: 0.9 };
  const recipe: Recipe = { ...presets.lenet, batch: 64, optimizer };
  const program = compileTraining(recipe, { count: 64, shape: recipe.input });
  const plan = planProgram(program);
  const ends = plan.dispatches.filter(({ label }) => label.startsWith("update."));

  it("has some", () => {
    expect(Math.max(...program.network.parameters.map(({ name }) => partialsOf(name)))).toBeGreaterThan(1);
  });

  /** As how many sums a parameter's gradient is left. */
  function partialsOf(parameter: string): number {
    const { offset } = program.network.parameters.find(({ name }) => name === parameter)!;
    const gradient = [...program.tensors.values()].find(
      ({ name, storage }) => storage.of === "gradients" && storage.offset === offset && name !== "gradients",
    )!;
    return plan.places.get(gradient.name)!.partials;
  }

  it.each(ends)("$label computes what the reference does", async (dispatch) => {
    const subject = { device, pipelines, program, plan };
    for (const result of await checkDispatch(subject, dispatch, plausible(program))) {
      expect(result).toMatchObject({ wrong: 0, unstable: 0 });
    }
  });
});
