import { describe, expect, it } from "vitest";
import { shaders } from "../../src/kernels/index.ts";
import { presets } from "../../src/model/presets.ts";
import { inputsOf } from "../../src/plan/boundary.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { explain } from "../../src/plan/explain.ts";
import { type Dispatch, planProgram } from "../../src/plan/plan.ts";
import { type Profile, predict } from "../../src/plan/profile.ts";
import { profileFor, profiles } from "../../src/plan/profiles.ts";

const card = profiles.find(({ name }) => name === "rtx4070")!;
const task = { flops: 1e6, bytes: 1e9, workgroups: 1e4, lanes: 64, effort: { loads: 1e6, registers: 32 } };
const workOf = (changes: Partial<typeof task>) => predict(card, { ...task, ...changes }).seconds - card.dispatch;

describe("a prediction", () => {
  it("is the memory's time where memory is what limits, whatever else there is to do", () => {
    expect(workOf({})).toBeCloseTo(1e9 / card.bandwidth, 9);
    expect(workOf({ flops: 2e6 })).toBe(workOf({}));
    expect(workOf({ bytes: 2e9 })).toBeCloseTo(2 * workOf({}), 9);
  });

  it("is longer where few invocations leave the adapter idle, or many registers crowd them out", () => {
    const busy = { flops: 1e12, bytes: 0 };
    expect(workOf({ ...busy, workgroups: card.fill / 64 / 4 })).toBeCloseTo(4 * workOf(busy), 6);
    const effort = { ...task.effort, registers: 2 * card.registers };
    expect(workOf({ ...busy, effort })).toBeCloseTo(2 * workOf(busy), 6);
  });

  it("is that of the longest kind of workgroup, where there are too few of it to share in a full card", () => {
    const few = { flops: 1e6, bytes: 0, workgroups: card.fill / 64 };
    const kinds = [
      { flops: 1e3, loads: 1e4 },
      { flops: 7e4, loads: 10, uniform: 5 },
    ];
    const effort = { ...task.effort, kinds };
    expect(workOf({ ...few, effort })).toBeCloseTo((1e4 * card.fill) / card.loads, 12);
    const crowded = { ...effort, registers: 2 * card.registers };
    expect(workOf({ ...few, effort: crowded })).toBeCloseTo((2 * 1e4 * card.fill) / card.loads, 12);
    expect(workOf({ ...few, flops: 1e12, effort })).toBe(workOf({ ...few, flops: 1e12 }));
    expect(predict({ ...card, threads: 2 }, { ...task, effort }).seconds).toBe(
      predict({ ...card, threads: 2 }, task).seconds,
    );
  });

  it("is half as long where a second thread of a processor has a workgroup, however few lanes they have", () => {
    const program = profiles.find(({ name }) => name === "lavapipe")!;
    const alone = { flops: 1e9, bytes: 0, workgroups: 1, lanes: 8, effort: { loads: 0, registers: 32 } };
    const secondsOf = (changes: Partial<typeof alone>) => predict(program, { ...alone, ...changes }).arithmetic;
    expect(secondsOf({ workgroups: 2 })).toBeCloseTo(secondsOf({}) / 2, 9);
    expect(secondsOf({ lanes: 256 })).toBe(secondsOf({}));
  });

  it("knows what workgroups cost whose subgroups wait for each other, or share memory, before they begin", () => {
    const program = profiles.find(({ name }) => name === "swiftshader")!;
    const secondsOf = (workgroups: number, effort: object) =>
      predict(program, { ...task, workgroups, effort: { ...task.effort, ...effort } }).seconds -
      predict(program, { ...task, workgroups }).seconds;
    const subgroups = 64 / program.device.subgroupSize;
    expect(secondsOf(1, { barriers: 1 })).toBeCloseTo(program.barrier + subgroups * program.waiting!, 9);
    expect(secondsOf(1, { workgroupWords: 100 })).toBeCloseTo((subgroups * 100) / program.zeroing!, 9);
    expect(secondsOf(2, { workgroupWords: 100 })).toBeCloseTo(secondsOf(1, { workgroupWords: 100 }), 9);
    expect(secondsOf(6, { workgroupWords: 100 })).toBeCloseTo(3 * secondsOf(1, { workgroupWords: 100 }), 9);
  });

  it("adds up arithmetic and loads where a program on the processor does one after the other", () => {
    const program = profiles.find(({ name }) => name === "lavapipe")!;
    const { arithmetic, memory, loads, seconds } = predict(program, task);
    expect(seconds).toBeCloseTo(program.dispatch + arithmetic + memory + loads, 9);
  });
});

describe.each(profiles)("the plan for $name", (profile) => {
  it.each(["lenet", "convnet", "deep"] as const)(
    "takes kernels that it can run, and is predicted whole: %s",
    (name) => {
      const recipe = presets[name];
      const program = compileTraining(recipe, { count: 60_000, shape: recipe.input });
      const plan = planProgram(program, "fast", { device: profile.device });
      for (const { shader } of plan.dispatches) {
        for (const feature of shaders.get(shader)!.features) {
          expect(feature === "subgroups" ? profile.device.subgroupSize > 0 : profile.device.f16).toBe(true);
        }
      }
      const { dispatches, predictedMsPerStep } = explain(program, plan, profile);
      const sum = dispatches.reduce((total, { predictedMs }) => total + predictedMs!, 0);
      expect(predictedMsPerStep).toBeCloseTo(sum, 9);
      const plain = explain(program, planProgram(program, "plain"), profile);
      expect(predictedMsPerStep).toBeLessThan(plain.predictedMsPerStep!);
    },
  );

  it("is that of a device like it", () => {
    expect(profileFor(profile.device)).toBe(profile);
  });
});

it.each([
  ["nvidia", "hopper", "h100"],
  ["nvidia", "NVIDIA H200 (NVIDIA: 570.86.15)", "h100"],
  ["nvidia", "ampere", "rtx4070"],
  ["nvidia", "NVIDIA GeForce RTX 3060 (0x2504)", "rtx4070"],
  ["apple", "common-3", "m2"],
  ["intel", "xe", "integrated"],
  ["", "", "integrated"],
])("a card of %s that calls itself %s is planned for as %s", (vendor, name, expected) => {
  expect(profileFor({ software: false, subgroupSize: 32, vendor }, name).name).toBe(expected);
});

const presetNames = ["lenet", "convnet", "deep"] as const;

const planFor = (name: (typeof presetNames)[number], { device }: Profile) => {
  const recipe = presets[name];
  return planProgram(compileTraining(recipe, { count: 60_000, shape: recipe.input }), "fast", { device });
};

const workgroupsOf = ({ workgroups }: Dispatch) => workgroups.reduce((product, count) => product * count, 1);

/** Share of a card that a dispatch has to occupy whose arithmetic takes longer than to start it. */
const LEAST_FILL = 0.4;

/** Multiply-adds that a loaded word has to serve at least: those of a plain kernel serve half a one. */
const LEAST_REUSE = 2;

describe.each(profiles.filter(({ device }) => !device.software))("the default choice for $name", (profile) => {
  const busy = (name: (typeof presetNames)[number]) => {
    const { dispatches, places } = planFor(name, profile);
    return dispatches
      .map((dispatch) => ({
        dispatch,
        read: inputsOf(dispatch).reduce((sum, tensor) => sum + places.get(tensor)!.bytes, 0),
        ...predict(profile, { ...dispatch, workgroups: workgroupsOf(dispatch) }),
      }))
      .filter(({ arithmetic }) => arithmetic > profile.dispatch);
  };

  it.each(presetNames)("leaves no card empty: %s", (name) => {
    const idle = busy(name).filter(({ fill }) => fill < LEAST_FILL);
    expect(idle.map(({ dispatch, fill }) => `${dispatch.label}: ${fill}`)).toEqual([]);
  });

  it.each(presetNames)("reloads nothing that a tile could keep: %s", (name) => {
    const products = busy(name).filter(({ dispatch }) =>
      dispatch.operations.some(({ op }) => /^(conv2d|dense)/.test(op)),
    );
    // What is there once has to be loaded once.
    const reloading = products.filter(
      ({ read, dispatch: { flops, effort } }) =>
        flops / 2 < LEAST_REUSE * (effort.loads - (effort.uniform ?? 0) - read / 4),
    );
    expect(reloading.map(({ dispatch }) => dispatch.label)).toEqual([]);
  });
});

describe.each(profiles.filter(({ device }) => device.software))("the default choice for $name", (profile) => {
  it.each(presetNames)("takes no kernel whose lanes wait for each other term by term: %s", (name) => {
    expect(planFor(name, profile).dispatches.filter(({ shader }) => shader.includes("Product"))).toEqual([]);
  });
});
