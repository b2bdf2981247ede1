import { describe, expect, test } from "vitest";
import { SpecError } from "../../src/core/errors.ts";
import { programsOf } from "../../src/gpu/programs.ts";
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
import { tunePrograms } from "../../src/tune/tunePrograms.ts";
import type { Candidate } from "../../src/tune/tuning.ts";

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
}

/** A device on which kernels take the time that is said, and compute what is said. */
class FakeBench implements Bench {
  readonly #truth: Truth;
  readonly checked: string[] = [];
  readonly turns: string[] = [];
  #now = 0;

  constructor(truth: Truth = {}) {
    this.#truth = truth;
  }

  async prepare({ which, program, name }: Entry) {
    if (this.#truth.notTaken?.(name)) return { reason: "too many registers" } satisfies Refusal;
    const known = fieldsOf(which, program).find((rivalry) => rivalry.candidates.has(name))!;
    const predicted = 1000 * known.predicted(known.candidates.get(name)!);
    const ms = (which === "training" ? this.#truth.ms?.[name] : undefined) ?? 1000 * predicted;
    const time = async () => {
      if (which === "training") this.turns.push(name);
      return { ms, dispatches: 1 };
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

test("compiling ends it too: where nothing takes time on the device, the clock on the wall counts", async () => {
  const nothing = Object.fromEntries(rivalries.flatMap(({ serious }) => [...serious].map((name) => [name, 0])));
  const { contested } = await tune({ ms: nothing }, { budget: 0.15 });
  const verdicts = contested.flatMap(({ candidates }) => candidates.map(({ verdict }) => verdict));
  expect(verdicts).toContain("untimed");
  expect(contested[0].candidates.some(({ measuredMs }) => measuredMs === 0)).toBe(true);
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
  const identity = { adapter: "a | b", driver: "d", runtime: "r", shaders: "s", network: "n" };

  test("comes back as it was, and is explained", async () => {
    const tuned = await tune({ ms: { [rival]: 1e-3 }, wrong: (name) => name === byDefault });
    const tuning = { identity, device, preset: "quick", batch: 32, ...tuned };
    expect(readTuning("file", JSON.parse(JSON.stringify(tuning)))).toEqual(tuning);
    const text = formatTuning(tuning);
    for (const name of [rival, byDefault]) expect(text).toContain(name);
    expect(text).toMatch(/→ +\w+\(.*1\.00 µs.*chosen/);
    expect(text).toContain("quick, batch 32, on a:");
  });

  test.each([undefined, null, [], {}, { identity }, "kernels"])("is refused as %j", (value) => {
    expect(() => readTuning("file.json", value)).toThrow(/^file\.json: its .* a choice of kernels was expected/);
  });
});
