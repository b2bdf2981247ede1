import { beforeAll, describe, expect, it } from "vitest";
import { Executor } from "../../src/gpu/executor.ts";
import type { Program } from "../../src/operations/program.ts";
import { type Plan, planProgram } from "../../src/plan/plan.ts";
import { device, pipelines, traits } from "../device.ts";
import { isComposable } from "../networks.ts";
import { operationWitnesses } from "../operationWitnesses.ts";
import { expectFirstStep, expectNear, notedBoth, notedGradients, type Trace, traceOf } from "../trace.ts";
import {
  notedArrays,
  notedParameters,
  trainingWitnesses,
  witnessedArrays,
  witnessedGradients,
} from "../trainingWitnesses.ts";
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

/** As an engine plans for this device. */
const fastPlan = (program: Program) => planProgram(program, "fast", { device: traits });

/** With plain kernels and, where that is something else, with fast ones. */
function plansOf(program: Program): Plan[] {
  const plans = [planProgram(program, "plain"), fastPlan(program)];
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
  let gradients: readonly number[];
  let trace: Trace;

  beforeAll(async () => {
    trace = traceOf(witness, STEPS, allowed.f32);
    const executor = await executorOf(program, fastPlan(program), start);
    for (let step = 0; step < STEPS; step++) {
      executor.submit();
      const metrics = await executor.read("metrics");
      losses.push(metrics[2 * step]);
      correct.push(metrics[2 * step + 1]);
      if (step === 0) gradients = notedParameters(program, await executor.read("gradients"));
    }
    executor.destroy();
  }, 300_000);

  if (isComposable(witness.name)) {
    it("in the loss and the gradients of the first step, within bounds", () => {
      expectFirstStep(witness, trace, allowed.f32, losses[0], gradients);
    });
  }

  it("in the gradients of the first step, as far as rounding carries them", () => {
    expectNear(gradients, witnessedGradients(witness), notedGradients(witness, trace.first.gradients));
  });

  it("in the losses of the first steps", () => {
    expectNear(losses, expected("loss").subarray(0, STEPS), trace.losses);
  });

  it("in the number of right predictions of the first steps", () => {
    expect(correct).toEqual(Array.from(expected("correct").subarray(0, STEPS)));
  });
});

const averaged = trainingWitnesses.filter(({ program }) => program.judged !== "parameters");

describe.each(averaged)("ten steps of $name on the device", (witness) => {
  it("come to PyTorch's average of parameters and running statistics", async () => {
    const { program, start, rates } = witness;
    const trace = traceOf(witness, rates.length, allowed.f32);
    const executor = await executorOf(program, fastPlan(program), start);
    for (const _ of rates) executor.submit();
    const average = notedArrays(program, await executor.read(program.judged));
    executor.destroy();
    expectNear(average, witnessedArrays(witness, "average"), notedBoth(witness, trace.end(program.judged)));
  });
});
