import { describe, expect, it } from "vitest";
import { shaders } from "../../src/kernels/index.ts";
import { presets } from "../../src/model/presets.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { explain, predictDispatch } from "../../src/plan/explain.ts";
import { type Plan, planProgram } from "../../src/plan/plan.ts";
import { type Profile, predict } from "../../src/plan/profile.ts";
import { profileFor, profiles } from "../../src/plan/profiles.ts";
import { trainingFor } from "../../src/plan/splitStatistics.ts";

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
      const program = trainingFor(recipe, { count: 60_000, shape: recipe.input }, profile.device);
      const plan = planProgram(program, "fast", { device: profile.device });
      for (const { shader } of plan.dispatches) {
        for (const feature of shaders.get(shader)!.features) {
          expect(feature === "subgroups" ? profile.device.subgroupSize > 0 : profile.device.f16).toBe(true);
        }
      }
      const { dispatches, predictedMsPerStep } = explain(program, plan, profile);
      // Dispatches of a stage go side by side.
      const longest = new Map<number, number>();
      for (const { stage, predictedMs } of dispatches) {
        longest.set(stage, Math.max(longest.get(stage) ?? 0, predictedMs!));
      }
      expect(predictedMsPerStep).toBeCloseTo(
        [...longest.values()].reduce((total, ms) => total + ms, 0),
        9,
      );
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
  ["amd", "rdna-3", "rx7800xt"],
  ["intel", "xe", "integrated"],
  ["", "", "integrated"],
])("a card of %s that calls itself %s is planned for as %s", (vendor, name, expected) => {
  expect(profileFor({ software: false, subgroupSize: 32, vendor }, name).name).toBe(expected);
});

const presetNames = ["lenet", "convnet", "deep"] as const;

/** At their own batches, and one of the size that a large card is bought for. */
const steps = [
  ["lenet", 128],
  ["convnet", 256],
  ["deep", 64],
  ["deep", 512],
] as const;

type PresetName = (typeof presetNames)[number];

const planFor = (name: PresetName, { device }: Profile, batch = presets[name].batch, program = trainingFor) => {
  const recipe = { ...presets[name], batch };
  return planProgram(program(recipe, { count: 60_000, shape: recipe.input }, device), "fast", { device });
};

/** What a dispatch is predicted to take beyond its own cost, and what share of a step that is. */
const workIn = (plan: Plan, profile: Profile) => {
  const predicted = plan.dispatches.map((dispatch) => ({ dispatch, ...predictDispatch(profile, dispatch) }));
  const step = predicted.reduce((sum, { seconds }) => sum + seconds, 0);
  return predicted.map((each) => ({
    ...each,
    work: each.seconds - profile.dispatch,
    share: (each.seconds - profile.dispatch) / step,
  }));
};

/** Share of a step below which nothing is worth speaking of. */
const LEAST_SHARE = 0.03;

/** Share of a step that one dispatch may leave a card idle for, unless it is less than what it costs to part work in two dispatches. */
const MOST_IDLE = { share: 0.04, dispatches: 2 };

/** How many times as long as anything else loads may take where a tile keeps what it can. */
const MOST_LOADS = 2;

/**
 * What loads more all the same, because every other kernel there is for it is predicted to take longer: of convolutions what loads both operands
 * from caches, since its tiles are small where a card is large or has slow workgroup memory; of the head one workgroup, which saves a dispatch.
 */
const knownToLoad: Readonly<Record<string, readonly string[]>> = {
  "integrated lenet 128": ["conv2.conv2dGrads"],
  "integrated convnet 256": ["conv2.conv2dGradsMaxPoolRelu"],
  "integrated deep 64": ["conv2.conv2dParameterGrads"],
  "integrated deep 512": ["conv2.conv2dParameterGrads"],
  "rx7800xt lenet 128": ["conv2.conv2dGrads"],
  "rx7800xt convnet 256": ["conv2.conv2dGrads"],
  "rx7800xt deep 64": ["conv4.conv2dGrads", "conv3.conv2dGrads"],
  "rtx4070 deep 64": ["conv4.conv2dGrads", "conv3.conv2dGrads"],
  "h100 lenet 128": ["dense3.denseCrossEntropyHead", "conv2.conv2dGradsMaxPoolRelu"],
  "h100 convnet 256": ["conv2.conv2dBiasMaxPoolRelu", "conv2.conv2dGrads"],
  "h100 deep 64": ["conv3.conv2dGrads"],
  "h100 deep 512": ["conv3.conv2dInputGradStrips"],
};

describe.each(profiles.filter(({ device }) => !device.software))("the default choice for $name", (profile) => {
  const idleIn = (plan: Plan) => {
    const most = (share: number, work: number) =>
      Math.max((MOST_IDLE.share * work) / share, MOST_IDLE.dispatches * profile.dispatch);
    return workIn(plan, profile)
      .filter(({ fill, work, share }) => (1 - fill) * work > most(share, work))
      .map(({ dispatch }) => dispatch.label);
  };

  it.each(steps)("leaves no card empty: %s %i", (name, batch) => {
    const plan = planFor(name, profile, batch);
    expect(workIn(plan, profile).filter(({ share }) => share > LEAST_SHARE)).not.toEqual([]);
    expect(idleIn(plan)).toEqual([]);
  });

  it.each(steps)("reloads nothing that a tile could keep: %s %i", (name, batch) => {
    const products = workIn(planFor(name, profile, batch), profile).filter(
      ({ share, dispatch }) => share > LEAST_SHARE && dispatch.operations.some(({ op }) => /^(conv2d|dense)/.test(op)),
    );
    expect(products).not.toEqual([]);
    const reloading = products.filter(
      ({ loads, arithmetic, memory, shared }) => loads > MOST_LOADS * Math.max(arithmetic, memory, shared),
    );
    expect(reloading.map(({ dispatch }) => dispatch.label)).toEqual(
      knownToLoad[`${profile.name} ${name} ${batch}`] ?? [],
    );
  });

  it("parts the sums of batch normalisation where that is quicker, and only there", () => {
    for (const batch of [64, 512]) {
      const whole = planFor("deep", profile, batch, (recipe, data) => compileTraining(recipe, data));
      const parted = planFor("deep", profile, batch);
      const secondsOf = (plan: Plan) => workIn(plan, profile).reduce((sum, { seconds }) => sum + seconds, 0);
      if (parted.dispatches.length > whole.dispatches.length) {
        expect(secondsOf(parted)).toBeLessThan(secondsOf(whole));
      } else expect(parted.dispatches.map(({ label }) => label)).toEqual(whole.dispatches.map(({ label }) => label));
    }
  });
});

it("a large card has its batch statistics computed in groups of samples, and would be idle else", () => {
  const h100 = profiles.find(({ name }) => name === "h100")!;
  const statistics = (plan: Plan) =>
    workIn(plan, h100).filter(({ dispatch }) => /^bn1.batch(Statistics|NormParameterGrads)/.test(dispatch.label));
  const [parted, whole] = [
    planFor("deep", h100, 512),
    planFor("deep", h100, 512, (...given) => compileTraining(given[0], given[1])),
  ];
  for (const { fill } of statistics(parted)) expect(fill).toBeGreaterThan(0.45);
  expect(statistics(whole).map(({ fill }) => fill < 0.15)).toEqual([true, true]);
  const total = (plan: Plan) => workIn(plan, h100).reduce((sum, { seconds }) => sum + seconds, 0);
  expect(total(parted)).toBeLessThan(0.97 * total(whole));
});

describe.each(profiles.filter(({ device }) => device.software))("the default choice for $name", (profile) => {
  it.each(presetNames)("takes no kernel whose lanes wait for each other term by term: %s", (name) => {
    expect(planFor(name, profile).dispatches.filter(({ shader }) => shader.includes("Product"))).toEqual([]);
  });
});
