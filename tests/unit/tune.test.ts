import { describe, expect, test } from "vitest";
import { SpecError } from "../../src/core/errors.ts";
import type { OpenDevice } from "../../src/gpu/device.ts";
import { programsOf } from "../../src/gpu/programs.ts";
import { kernels } from "../../src/kernels/index.ts";
import { presets } from "../../src/model/presets.ts";
import { chooseKernels } from "../../src/plan/chooseKernels.ts";
import { groupName } from "../../src/plan/contest.ts";
import type { Group } from "../../src/plan/match.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { profiles } from "../../src/plan/profiles.ts";
import type { Bench, Entry, Finding, Refusal } from "../../src/tune/bench.ts";
import { formatTuning } from "../../src/tune/formatTuning.ts";
import type { Progress } from "../../src/tune/match.ts";
import { readTuning } from "../../src/tune/readTuning.ts";
import { fieldOf } from "../../src/tune/rivalry.ts";
import { identityOf, kernelsSha256, tuneNetwork } from "../../src/tune/tuneNetwork.ts";
import { tunePrograms } from "../../src/tune/tunePrograms.ts";
import type { Candidate, Tuning } from "../../src/tune/tuning.ts";

const { device } = profiles.find(({ name }) => name === "rtx4070")!;
const recipe = { ...presets.quick, batch: 32 };
const size = { count: 64, shape: recipe.input };
const programs = programsOf(recipe, { train: size, test: size });

const nameIn = (group: Group) => groupName(programs.training, group);

/** What there is to choose for the convolution: its default does all at one go, so does a rival, and others do it in parts. */
const { rivalries } = fieldOf("training", programs.training, device);
const first = rivalries.find(({ contest }) =>
  contest.places.some((place) => programs.training.operations[place].op === "conv2d"),
)!;
const byDefault = nameIn(first.byDefault.groups[0]);
const doesAll = (name: string) => first.candidates.get(name)!.members.length === first.contest.places.length;
const rival = [...first.serious].find((name) => name !== byDefault && doesAll(name))!;
const parts = [...first.serious].filter((name) => !doesAll(name));

interface Truth {
  /** Milliseconds of candidates of a training step; of others as predicted, a thousandfold. */
  readonly ms?: Readonly<Record<string, number>>;
  readonly wrong?: (name: string) => boolean;
  readonly notTaken?: (name: string) => boolean;
  /** What the device takes, and then refuses in a turn. */
  readonly failsInTurn?: (name: string) => boolean;
  /** What a clock says of turns, in place of `ms`. */
  readonly turnMs?: Readonly<Record<string, number>>;
}

/** A device on which kernels take the time that is said, and compute what is said. */
class FakeBench implements Bench {
  readonly #truth: Truth;
  readonly checked: string[] = [];
  readonly turns: string[] = [];
  readonly prepared: string[] = [];
  #now = 0;

  constructor(truth: Truth = {}) {
    this.#truth = truth;
  }

  async prepare({ which, program, name }: Entry) {
    this.prepared.push(name);
    if (this.#truth.notTaken?.(name)) return { reason: "too many registers" } satisfies Refusal;
    const known = fieldsOf(which, program).find((rivalry) => rivalry.candidates.has(name))!;
    const predicted = 1000 * known.predicted(known.candidates.get(name)!);
    const ms = (which === "training" ? this.#truth.ms?.[name] : undefined) ?? 1000 * predicted;
    const time = async () => {
      if (which === "training") this.turns.push(name);
      if (this.#truth.failsInTurn?.(name)) return { reason: "no memory is left" } satisfies Refusal;
      return { ms: (which === "training" ? this.#truth.turnMs?.[name] : undefined) ?? ms, dispatches: 1 };
    };
    return { first: { ms, dispatches: 1 }, time, destroy: () => {} };
  }

  /** Whoever is asked often enough sees the time go by. */
  now(): number {
    this.#now += 1;
    return this.#now;
  }

  async check({ name }: Entry): Promise<Finding> {
    this.checked.push(name);
    return this.#truth.wrong?.(name) ? { pass: false, worst: 7, batch: 2 } : { pass: true, worst: 0.5, batch: 2 };
  }
}

const known = new Map<unknown, typeof rivalries>();
function fieldsOf(which: Entry["which"], program: Entry["program"]) {
  const found = known.get(program) ?? fieldOf(which, program, device).rivalries;
  known.set(program, found);
  return found;
}

const tune = (truth: Truth, options: Parameters<typeof tunePrograms>[3] = {}, bench = new FakeBench(truth)) =>
  tunePrograms(programs, device, bench, { budget: 1e9, ...options });

const predictedNames = (which: keyof typeof programs) =>
  chooseKernels(programs[which], "fast", { device }).map((group) => groupName(programs[which], group));

function candidateOf(contested: readonly { readonly candidates: readonly Candidate[] }[], name: string): Candidate {
  return contested.flatMap(({ candidates }) => candidates).find((candidate) => candidate.name === name)!;
}

describe("what is timed", () => {
  test("stays as predicted where measurement agrees", async () => {
    const { kernels, contested } = await tune({});
    for (const which of ["training", "evaluation", "prediction"] as const) {
      expect(new Set(kernels[which])).toEqual(new Set(predictedNames(which)));
    }
    expect(contested.map(({ program }) => program)).toContain("evaluation");
    expect(candidateOf(contested, byDefault)).toMatchObject({ verdict: "chosen", isDefault: true, checkedBatch: 2 });
  });

  test("is the fastest, whatever is predicted, and can be planned with", async () => {
    const { kernels, contested } = await tune({ ms: { [rival]: 1e-3 } });
    expect(kernels.training).toContain(rival);
    expect(kernels.training).not.toContain(byDefault);
    expect(candidateOf(contested, rival)).toMatchObject({ verdict: "chosen", isDefault: false, measuredMs: 1e-3 });
    expect(candidateOf(contested, byDefault)).toMatchObject({ verdict: "slower", isDefault: true });
    const only = kernels.training;
    const groups = chooseKernels(programs.training, "fast", { device, only });
    expect(new Set(groups.map((group) => groupName(programs.training, group)))).toEqual(new Set(only));
    const { dispatches } = planProgram(programs.training, "fast", { device, only });
    expect(dispatches).toHaveLength(only.length);
  });

  test("is chosen for the sum of what covers the operations, not one by one", async () => {
    expect(first.byDefault.groups).toHaveLength(1);
    // Each part is faster than the whole, two of them together are not.
    const ms = Object.fromEntries([[byDefault, 1], ...parts.map((name) => [name, 0.6])]);
    expect((await tune({ ms })).kernels.training).toContain(byDefault);
    const faster = Object.fromEntries([[byDefault, 1], ...parts.map((name) => [name, 0.2])]);
    expect((await tune({ ms: faster })).kernels.training).not.toContain(byDefault);
  });

  test("is not changed by what noise could be", async () => {
    const predicted = first.predicted(first.candidates.get(byDefault)!) * 1e6;
    const { kernels } = await tune({ ms: { [rival]: 0.995 * predicted } });
    expect(kernels.training).toContain(byDefault);
  });

  test("has no more turns once it is seen to be far behind", async () => {
    const bench = new FakeBench({ ms: { [rival]: 1e5 } });
    const { contested } = await tune({}, {}, bench);
    expect(bench.turns).not.toContain(rival);
    expect(candidateOf(contested, rival)).toMatchObject({ verdict: "slower", measuredMs: 1e5 });
  });
});

describe("what disagrees with the reference", () => {
  test("is never chosen, however fast it is", async () => {
    const { kernels, contested } = await tune({ ms: { [rival]: 1e-3 }, wrong: (name) => name === rival });
    expect(kernels.training).not.toContain(rival);
    expect(candidateOf(contested, rival)).toMatchObject({ verdict: "refused" });
  });

  test("is not chosen by default either", async () => {
    const { kernels } = await tune({ wrong: (name) => name === byDefault });
    expect(kernels.training).not.toContain(byDefault);
    expect(() => chooseKernels(programs.training, "fast", { device, only: kernels.training })).not.toThrow();
  });

  test("leaves what is right, though it was not worth timing", async () => {
    const { kernels } = await tune({
      wrong: (name) => first.serious.has(name) && first.candidates.get(name)!.members.length > 1,
    });
    const chosen = kernels.training.filter((name) => first.candidates.has(name));
    expect(chosen.length).toBeGreaterThan(1);
    for (const name of chosen) expect(!first.serious.has(name) || !name.includes(", ")).toBe(true);
  });

  test("ends it where nothing is right", async () => {
    await expect(tune({ wrong: () => true })).rejects.toThrow(/every kernel for it disagrees with the reference/);
  });
});

test("what a device does not take is refused with its reason, and not checked", async () => {
  const bench = new FakeBench({ notTaken: (name) => name === byDefault });
  const { kernels, contested } = await tune({}, {}, bench);
  expect(kernels.training).not.toContain(byDefault);
  expect(bench.checked).not.toContain(byDefault);
  expect(candidateOf(contested, byDefault)).toMatchObject({ verdict: "refused", reason: "too many registers" });
});

test("what there is no time for stays as predicted, and nothing is chosen of what was not timed", async () => {
  const others = rivalries.filter((rivalry) => rivalry !== first);
  const bench = new FakeBench({ ms: { [rival]: 1e-3 } });
  const { kernels, contested, measuringMs } = await tune({}, { budget: 1 }, bench);
  expect(measuringMs).toBeGreaterThan(0);
  for (const { byDefault: cover } of others) {
    for (const group of cover.groups) expect(kernels.training).toContain(groupName(programs.training, group));
  }
  const untimed = contested.flatMap(({ candidates }) => candidates).filter(({ verdict }) => verdict === "untimed");
  expect(untimed.length).toBeGreaterThan(0);
  for (const { measuredMs } of untimed) expect(measuredMs).toBeUndefined();
});

/** Times of candidates that never use up a budget. */
const nearlyNothing = ({ serious }: (typeof rivalries)[number]) => [...serious].map((name) => [name, 1e-9] as const);

test("compiling ends it too: where nothing takes time on the device, the clock on the wall counts", async () => {
  const nothing = Object.fromEntries(rivalries.flatMap(nearlyNothing));
  // Time for the first group; how long it takes is seen where there is time for all.
  const bench = new FakeBench({ ms: nothing });
  await tune({}, {}, bench);
  const { contested } = await tune({ ms: nothing }, { budget: bench.now() / 20 });
  const verdicts = contested.flatMap(({ candidates }) => candidates.map(({ verdict }) => verdict));
  expect(verdicts).toContain("untimed");
  expect(contested[0].candidates.some(({ measuredMs }) => measuredMs! > 0)).toBe(true);
});

test("nothing is compiled once ten times the budget has passed, and what is by then has one turn at most", async () => {
  for (const budget of [0.2, 0.3]) {
    const bench = new FakeBench({ ms: Object.fromEntries(rivalries.flatMap(nearlyNothing)) });
    await tune({}, { budget }, bench);
    // Whoever looks at the clock makes it go on: each candidate was begun at a look of its own.
    expect(bench.prepared.length).toBeLessThanOrEqual(10 * budget);
    expect(bench.prepared.length).toBeGreaterThan(0);
    expect(bench.turns[0]).toBe(bench.prepared[0]);
    expect(new Set(bench.turns).size).toBe(bench.turns.length);
  }
});

describe("a turn of which the clock tells no time", () => {
  test("does not win", async () => {
    const { kernels, contested } = await tune({ turnMs: { [rival]: 0 }, ms: { [rival]: 1e-3 } });
    expect(kernels.training).not.toContain(rival);
    expect(candidateOf(contested, rival).measuredMs).toBeUndefined();
  });

  test("leaves all as predicted where it is every turn's", async () => {
    const none = Object.fromEntries(rivalries.flatMap(({ serious }) => [...serious].map((name) => [name, 0])));
    const tuned = await tune({ ms: none });
    expect(new Set(tuned.kernels.training)).toEqual(new Set(predictedNames("training")));
    const identity = { adapter: "a", driver: "d", runtime: "r", kernels: "s", network: "n" };
    const text = formatTuning({ identity, device, preset: "quick", batch: 32, ...tuned });
    expect(text).not.toContain("0.00 µs");
    expect(text).toContain("Of a training step nothing was timed");
  });
});

test("what a device refuses in a turn is refused, and has no more turns", async () => {
  const bench = new FakeBench({ failsInTurn: (name) => name === byDefault });
  const { kernels, contested } = await tune({}, {}, bench);
  expect(kernels.training).not.toContain(byDefault);
  expect(bench.turns.filter((name) => name === byDefault)).toHaveLength(1);
  expect(candidateOf(contested, byDefault)).toMatchObject({ verdict: "refused", reason: "no memory is left" });
});

test("progress is told to the end, and a signal ends it with its reason", async () => {
  const told: Progress[] = [];
  await tune({}, { onProgress: (progress) => told.push(progress) });
  expect(told.map(({ done }) => done)).toEqual(told.map(({ done }) => done).toSorted((a, b) => a - b));
  expect(told.at(-1)).toMatchObject({ doing: "checking", done: told[0].total });
  await expect(tune({}, { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
});

describe("a fixed choice", () => {
  const names = predictedNames("training");
  const plan = (only: readonly string[]) => planProgram(programs.training, "fast", { device, only });

  test("gives the plan that was chosen", () => {
    expect(plan(names)).toEqual(planProgram(programs.training, "fast", { device }));
  });

  test("is refused where it leaves something out, or has what is not asked for", () => {
    expect(() => plan(names.slice(1))).toThrow(SpecError);
    expect(() => plan([...names, "relu(relu9.relu)"])).toThrow(/relu9.relu/);
  });

  test("is refused for another network, and on an adapter that lacks what it needs", () => {
    const other = programsOf(presets.lenet, { train: { count: 256, shape: [1, 28, 28] }, test: size });
    expect(() => planProgram(other.training, "fast", { device, only: names })).toThrow(/does not fit/);
    const { device: lavapipe } = profiles.find(({ name }) => name === "lavapipe")!;
    const lanes = chooseKernels(other.training, "fast", { device: lavapipe });
    const only = lanes.map((group) => groupName(other.training, group));
    expect(() => planProgram(other.training, "fast", { device, only })).not.toThrow(TypeError);
    expect(() => planProgram(other.training, "fast", { device: { ...device, subgroupSize: 0 }, only })).toThrow(
      /on this adapter/,
    );
  });
});

describe("a tuning as JSON", () => {
  const identity = { adapter: "a | b", driver: "d", runtime: "r", kernels: "s", network: "n" };

  test("comes back as it was, and is explained", async () => {
    const tuned = await tune({ ms: { [rival]: 1e-3 }, wrong: (name) => name === byDefault });
    const tuning = { identity, device, preset: "quick", batch: 32, ...tuned };
    expect(readTuning("file", JSON.parse(JSON.stringify(tuning)))).toEqual(tuning);
    const text = formatTuning(tuning);
    for (const name of [rival, byDefault]) expect(text).toContain(name);
    expect(text).toMatch(/→ +\w+\(.*1\.00 µs.*chosen/);
    expect(text).toContain("quick, batch 32, on a:");
  });

  test("is refused without a part of what it was planned for", async () => {
    const tuning = { identity, device, preset: "quick", batch: 32, ...(await tune({})) };
    for (const name of Object.keys(device)) {
      const lacking = { ...tuning, device: { ...device, [name]: undefined } };
      expect(() => readTuning("file", JSON.parse(JSON.stringify(lacking)))).toThrow(/its device is missing/);
    }
  });

  test.each([undefined, null, [], {}, { identity }, "kernels"])("is refused as %j", (value) => {
    expect(() => readTuning("file.json", value)).toThrow(/^file\.json: its .* a choice of kernels was expected/);
  });
});

describe("what is stored", () => {
  const measures = () => {
    throw new Error("it measures");
  };
  const open = {
    adapter: { info: { vendor: "v", architecture: "a", device: "d", description: "driver" } },
    description: { description: "adapter" },
    traits: device,
    device: { lost: new Promise(() => {}), features: { has: measures } },
  } as unknown as OpenDevice;

  /** Tunes where this is stored, made fit for who asks. */
  async function stored(change: (tuning: Tuning) => unknown) {
    const kernels = Object.fromEntries(
      (["training", "evaluation", "prediction"] as const).map((which) => [which, predictedNames(which)]),
    );
    const options = { open, recipe, data: { train: size, test: size }, runtime: "r" };
    const identity = await identityOf(options, programs);
    const tuning = { identity, device, preset: "quick", batch: 32, kernels, contested: [], measuringMs: 1 };
    const store = { load: async () => change(tuning as unknown as Tuning), save: async () => {} };
    return tuneNetwork({ ...options, store });
  }

  test("is used for the same things", async () => {
    expect((await stored((tuning) => tuning)).isStored).toBe(true);
  });

  test("is measured anew where its kernels cannot be planned with any more", async () => {
    for (const which of ["training", "evaluation", "prediction"] as const) {
      const gone = (tuning: Tuning) => ({ ...tuning, kernels: { ...tuning.kernels, [which]: ["gone(conv1.conv2d)"] } });
      await expect(stored(gone)).rejects.toThrow("it measures");
    }
  });

  test("is measured anew where a kernel has another name, pattern or shader, or the version is another", async () => {
    const [one, ...others] = kernels;
    const own = await kernelsSha256();
    expect(await kernelsSha256([...kernels])).toBe(own);
    const changed = [
      { ...one, name: "renamed" },
      { ...one, patterns: one.patterns.slice(1) },
      { ...one, shader: { ...one.shader, code: "" } },
    ];
    for (const other of changed) expect(await kernelsSha256([other, ...others])).not.toBe(own);
    expect(await kernelsSha256(kernels, "another")).not.toBe(own);
  });
});
