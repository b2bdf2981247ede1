import { describe, expect, test } from "vitest";
import { chooseKernels } from "../../src/plan/chooseKernels.ts";
import { groupName } from "../../src/plan/contest.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { checkPrograms } from "../../src/tune/checkFixed.ts";
import { formatTuning } from "../../src/tune/formatTuning.ts";
import type { Progress } from "../../src/tune/tuner.ts";
import { tasksOf } from "../../src/tune/tuningTask.ts";
import {
  byDefault,
  candidateOf,
  device,
  FakeBench,
  first,
  parts,
  predictedNames,
  programs,
  rival,
  tasks,
  tune,
} from "../fakeBench.ts";

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

describe("what is not timed", () => {
  const small = tasksOf("training", programs.training, { device }).find(({ isTimed }) => !isTimed)!;
  const name = groupName(programs.training, small.byDefault.groups[0]);

  test("is compared with the reference all the same, each thing that is done once", async () => {
    const bench = new FakeBench();
    const { contested, kernels } = await tune({}, {}, bench);
    expect(new Set(bench.checked)).toEqual(new Set(kernels.training));
    expect(bench.checked).toContain(name);
    expect(bench.prepared).not.toContain(name);
    expect(candidateOf(contested, name)).toBeUndefined();
  });

  test("is compared though there is no time at all", async () => {
    const bench = new FakeBench();
    const { kernels } = await tune({}, { budget: 0 }, bench);
    expect(bench.prepared).toEqual([]);
    expect(new Set(bench.checked)).toEqual(new Set(kernels.training));
  });

  test("is refused where it disagrees, and said so", async () => {
    const single = tasksOf("prediction", programs.prediction, { device });
    const { byDefault: cover } = single.find(({ serious, byDefault: { groups } }) => serious.size > groups.length)!;
    const wrong = groupName(programs.prediction, cover.groups[0]);
    const { kernels, contested } = await tune({ wrong: (other) => other === wrong });
    expect(kernels.prediction).not.toContain(wrong);
    const found = contested.filter(({ program }) => program === "prediction");
    expect(found).toHaveLength(1);
    expect(candidateOf(found, wrong)).toMatchObject({ verdict: "refused" });
    expect(found[0].candidates.every(({ measuredMs }) => measuredMs === undefined)).toBe(true);
  });
});

describe("a choice that was made elsewhere", () => {
  const kernels = {
    training: predictedNames("training"),
    evaluation: predictedNames("evaluation"),
    prediction: predictedNames("prediction"),
  };

  test("is compared with the reference, all of it", async () => {
    const bench = new FakeBench();
    await checkPrograms(programs, kernels, { device }, bench);
    expect(new Set(bench.checked)).toEqual(new Set(kernels.training));
  });

  test.each(["training", "evaluation", "prediction"] as const)(
    "is refused where one of %s disagrees",
    async (which) => {
      const [wrong] = kernels[which].slice(-1);
      const bench = new FakeBench({ wrong: (name) => name === wrong });
      const refusal = `the choice given has ${wrong}, and it disagrees with the reference`;
      await expect(checkPrograms(programs, kernels, { device }, bench)).rejects.toThrow(refusal);
    },
  );

  test("is refused where it does not fit", async () => {
    const lacking = { ...kernels, evaluation: kernels.evaluation.slice(1) };
    await expect(checkPrograms(programs, lacking, { device }, new FakeBench())).rejects.toThrow("does not fit");
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
  const others = tasks.filter((task) => task !== first);
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
const nearlyNothing = ({ serious }: (typeof tasks)[number]) => [...serious].map((name) => [name, 1e-9] as const);

test("compiling has a limit of its own, which is none of the budget's: what is compiled by then has its turns", async () => {
  const truth = { ms: Object.fromEntries(tasks.flatMap(nearlyNothing)) };
  for (const compiling of [2, 4]) {
    // Whoever looks at the clock makes it go on: by one for what is compiled at once, and by one for each candidate.
    const bench = new FakeBench(truth);
    const { contested } = await tune(truth, { compiling }, bench);
    expect(bench.prepared).toHaveLength(compiling - 1);
    expect(bench.turns.filter((name) => name === bench.prepared[0])).toHaveLength(3);
    const verdicts = contested.flatMap(({ candidates }) => candidates.map(({ verdict }) => verdict));
    expect(verdicts).toContain("untimed");
  }
  const bench = new FakeBench(truth);
  await tune(truth, { budget: 1e-3 }, bench);
  expect(bench.prepared.length).toBeGreaterThan(4);
});

test("several candidates are compiled at once, each before it is prepared", async () => {
  const bench = new FakeBench();
  let most = 0;
  const prepare = bench.prepare.bind(bench);
  bench.prepare = (trial) => {
    expect(bench.compiled).toContain(trial.name);
    most = Math.max(most, bench.compiled.length - bench.prepared.length);
    return prepare(trial);
  };
  await tune({}, {}, bench);
  expect(most).toBeGreaterThan(1);
});

test("a clock that tells time in steps changes nothing by that alone", async () => {
  // What is predicted to be best takes as long as the ways that do everything at one go; all others take longer.
  const all = tasks.flatMap(({ candidates, contest, byDefault: { groups } }) =>
    [...candidates].map(([name, group]) => {
      const isWhole = group.members.length === contest.places.length;
      const isDefault = groups.some((own) => groupName(programs.training, own) === name);
      return [name, isDefault ? 0.4 / groups.length : isWhole ? 0.4 : 40] as const;
    }),
  );
  // It is told one step longer than the others.
  const predicted = new Set(predictedNames("training"));
  const truth = { ms: Object.fromEntries(all), ticks: 0.43, isLate: (name: string) => predicted.has(name) };
  const changed = async (step: number) =>
    (await tune({ ...truth, step })).kernels.training.filter((name) => !predicted.has(name));
  expect(await changed(0.43)).toEqual([]);
  // Were the step not known, something would change.
  expect(await changed(0)).not.toEqual([]);
});

describe("a turn of which the clock tells no time", () => {
  test("does not win", async () => {
    const { kernels, contested } = await tune({ turnMs: { [rival]: 0 }, ms: { [rival]: 1e-3 } });
    expect(kernels.training).not.toContain(rival);
    expect(candidateOf(contested, rival).measuredMs).toBeUndefined();
  });

  test("leaves all as predicted where it is every turn's", async () => {
    const none = Object.fromEntries(tasks.flatMap(({ serious }) => [...serious].map((name) => [name, 0])));
    const tuned = await tune({ ms: none });
    expect(new Set(tuned.kernels.training)).toEqual(new Set(predictedNames("training")));
    const identity = { adapter: "a", driver: "d", runtime: "r", kernels: "s", network: "n", storage: "f32" } as const;
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
