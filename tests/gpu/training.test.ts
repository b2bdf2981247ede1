/** Whole steps of training on the device beside the reference, from the same parameters at the start of each. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deriveKey, permutation } from "../../src/core/random.ts";
import { elements } from "../../src/core/shape.ts";
import { Executor } from "../../src/gpu/executor.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { arraysOf, SEED } from "../../src/layers/network.ts";
import { presets } from "../../src/model/presets.ts";
import { optimizerOf } from "../../src/optimizers/index.ts";
import { type Compiled, compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { scheduleOf } from "../../src/train/schedule.ts";
import { checkStep, type StageCheck } from "../../src/verify/checkStep.ts";
import { compare } from "../../src/verify/compare.ts";
import { Oracle } from "../../src/verify/oracle.ts";
import { device, pipelines, traits } from "../device.ts";
import { isComposable } from "../networks.ts";
import { splitsFor } from "../pictures.ts";

/** The executor gives no result by itself, and checking a step does not ask for it. */
const result = { loss: 0, correct: 0 };

const BATCH = 4;

/** A step of `deep` is as much work as a hundred of the others. */
const stepsOf = (name: string) => (name === "deep" ? 2 : 10);

type Values = Float32Array | Uint32Array | Uint8Array;

/** How many choices of a step rounding could turn: places of maxima, and ReLUs open or shut. */
function openChoices({ operations }: Compiled, oracle: Oracle): number {
  const count = (tensor: string, isOpen: (bound: number, value: number) => boolean) => {
    const { data: values } = oracle.value(tensor);
    return Array.from(oracle.bound(tensor).data).filter((bound, i) => isOpen(bound, values[i])).length;
  };
  return operations.reduce((sum, { op, inputs, outputs }) => {
    if (op === "maxPool2d") return sum + count(outputs.index, (bound) => bound > 0);
    return op === "reluGrad" ? sum + count(inputs.y, (bound, y) => bound > 0 && y <= bound) : sum;
  }, 0);
}

describe.each(Object.keys(presets))("the first steps of %s", (name) => {
  const count = stepsOf(name);
  const recipe = { ...presets[name], batch: BATCH };
  const { train } = splitsFor(recipe);
  const program = compileTraining(recipe, train);
  const lengthOf = (tensor: string) => elements(program.tensors.get(tensor)!.shape);
  const state = program.state;
  /** Each step's dispatches on its own values; what it gave; and what the reference makes of the step as a whole. */
  const steps: { checks: StageCheck[]; read: Map<string, Values>; whole: Oracle }[] = [];
  let executor: Executor;

  /** What the tensors hold that nobody computes, before the first step. */
  function start(): Map<string, Values> {
    const optimizer = optimizerOf(recipe.optimizer);
    const rate = scheduleOf(recipe);
    const schedule = new Float32Array(lengthOf("schedule"));
    schedule.set(Array.from({ length: count }, (_, i) => optimizer.row(rate(i, count), i + 1)).flat());
    return new Map<string, Values>([
      ["images", train.images],
      ["labels", train.labels],
      ["order", permutation(train.count, 1, 0).slice(0, lengthOf("order"))],
      ["schedule", schedule],
      ["step", new Uint32Array(1)],
      ["metrics", new Float32Array(lengthOf("metrics"))],
      ...program.state.map((tensor): [string, Values] => [tensor, new Float32Array(lengthOf(tensor))]),
      ["parameters", initializeParameters(arraysOf(program.network), 1, recipe.initialization)],
      ...(program.tensors.has(SEED) ? [[SEED, new Uint32Array(deriveKey(1, "training"))] as [string, Values]] : []),
    ]);
  }

  beforeAll(async () => {
    executor = await Executor.create(pipelines, device, program, planProgram(program, "fast", { device: traits }));
    const before = start();
    for (const [tensor, values] of before) executor.write(tensor, values);
    for (let step = 0; step < count; step++) {
      executor.submit();
      const whole = new Oracle(program);
      for (const [tensor, values] of before) whole.set(tensor, values);
      for (const operation of program.operations) whole.compute(operation);
      const checks: StageCheck[] = [];
      const observation = {
        program,
        stages: executor.stages,
        before,
        result,
        read: (name: string) => executor.read(name),
      };
      for await (const check of checkStep(observation)) checks.push(check);
      const read = new Map<string, Values>();
      for (const tensor of [...state, "gradients", "metrics", "step"]) read.set(tensor, await executor.read(tensor));
      steps.push({ checks, read, whole });
      for (const tensor of [...state, "metrics", "step"]) before.set(tensor, read.get(tensor)!);
    }
  });

  afterAll(() => executor.destroy());

  it("agree dispatch by dispatch with the reference on the values they came to", () => {
    for (const [step, { checks }] of steps.entries()) {
      for (const { stage, comparisons } of checks)
        for (const result of comparisons) expect(result, `${step}: ${stage.layers}`).toMatchObject({ wrong: 0 });
    }
  });

  if (isComposable(name)) {
    it("have the reference's loss, count of hits, every gradient and every new parameter within the composed bound", () => {
      for (const [step, { read, whole }] of steps.entries()) {
        for (const tensor of ["metrics", "gradients", ...state]) {
          const expectation = { tensor, expected: whole.value(tensor).data, bounds: whole.bound(tensor).data };
          const result = compare(expectation, read.get(tensor)!);
          expect(result, `step ${step}`).toMatchObject({ wrong: 0 });
        }
      }
    });

    it("leave hardly a choice to rounding", () => {
      // The bounds of what such a choice reaches allow for both outcomes.
      const choices = program.operations.filter(({ op }) => op === "maxPool2d" || op === "reluGrad");
      const all = choices.reduce((sum, { outputs }) => sum + lengthOf(Object.values(outputs)[0]), 0);
      for (const { whole } of steps) expect(openChoices(program, whole)).toBeLessThanOrEqual(all / 1000);
    });
  }

  it("are counted", () => {
    expect(steps.map(({ read }) => read.get("step")![0])).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  });
});
