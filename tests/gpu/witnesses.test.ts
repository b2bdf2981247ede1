import { beforeAll, describe, expect, it } from "vitest";
import { Executor } from "../../src/gpu/executor.ts";
import type { Program } from "../../src/operations/program.ts";
import { type Plan, planProgram } from "../../src/plan/plan.ts";
import { device, pipelines } from "../device.ts";
import { operationWitnesses } from "../operationWitnesses.ts";
import { traceOf } from "../trace.ts";
import { noted, partOf, trainingWitnesses } from "../trainingWitnesses.ts";
import { allowed, compareWith, evaluated, type Values, wronged } from "../witnesses.ts";

/** Steps of a run that are compared: later, errors that are allowed have grown, and each step is compared by itself in training.test.ts. */
const STEPS = 3;

/** Values as the host writes a tensor. */
function asWritten(program: Program, tensor: string, values: ArrayLike<number>) {
  const { type } = program.tensors.get(tensor)!;
  if (type === "f32") return Float32Array.from(values);
  return type === "u32" ? Uint32Array.from(values) : Uint8Array.from(values);
}

async function executorOf(program: Program, plan: Plan, inputs: Values): Promise<Executor> {
  const executor = await Executor.create(pipelines, device, program, plan);
  for (const [tensor, values] of inputs) executor.write(tensor, asWritten(program, tensor, values));
  return executor;
}

/** With plain kernels and, where that is something else, with fast ones. */
function plansOf(program: Program): Plan[] {
  const plans = [planProgram(program, "plain"), planProgram(program, "fast")];
  const [plain, fast] = plans.map(({ dispatches }) => dispatches.map(({ shader }) => shader).join());
  return plain === fast ? plans.slice(0, 1) : plans;
}

describe("kernels of an operation agree with PyTorch's", () => {
  it.each(operationWitnesses)("$name", async ({ program, inputs, expected }) => {
    const oracle = evaluated(program, inputs);
    for (const plan of plansOf(program)) {
      const executor = await executorOf(program, plan, inputs);
      executor.submit();
      for (const [tensor, values] of expected) {
        const actual = await executor.read(tensor);
        const compareTo = (witness: ArrayLike<number>) =>
          compareWith(tensor, witness, oracle.bound(tensor).data, allowed.f32, actual);
        expect(compareTo(values)).toMatchObject({ wrong: 0 });
        expect(compareTo(wronged(values)), "a wrong sign is found").toMatchObject({ wrong: 1 });
      }
      executor.destroy();
    }
  });
});

describe.each(trainingWitnesses)("training of $name on the device agrees with PyTorch's", (witness) => {
  const { program, start, expected } = witness;
  const losses: number[] = [];
  const correct: number[] = [];
  let gradients: ArrayLike<number>;

  beforeAll(async () => {
    const executor = await executorOf(program, planProgram(program), start);
    for (let step = 0; step < STEPS; step++) {
      executor.submit();
      const metrics = await executor.read("metrics");
      losses.push(metrics[2 * step]);
      correct.push(metrics[2 * step + 1]);
      if (step === 0) gradients = await executor.read("gradients");
    }
    executor.destroy();
  });

  it("in the gradients of the first step", () => {
    const oracle = evaluated(program, start);
    const names = program.network.parameters.map(({ name }) => name);
    const notedOf = (flat: ArrayLike<number>) => names.flatMap((name) => noted(partOf(program, name, flat)));
    const witnessed = names.flatMap((name) => Array.from(expected(`gradient/${name}`)));
    const bounds = notedOf(oracle.bound("gradients").data);
    const compareTo = (numbers: ArrayLike<number>) =>
      compareWith("gradients", numbers, bounds, allowed.f32, notedOf(gradients));
    expect(compareTo(witnessed)).toMatchObject({ wrong: 0 });
    expect(compareTo(wronged(witnessed)), "a wrong sign is found").toMatchObject({ wrong: 1 });
  });

  it("in the loss of the first steps", () => {
    const { reach } = traceOf(witness, STEPS, allowed.f32);
    for (const [step, loss] of losses.entries()) {
      expect(Math.abs(loss - expected("loss")[step]), `step ${step}`).toBeLessThanOrEqual(reach[step]);
    }
  });

  it("in the number of right predictions of the first steps", () => {
    expect(correct).toEqual(Array.from(expected("correct").subarray(0, STEPS)));
  });
});
