import { describe, expect, test } from "vitest";
import { SpecError } from "../../src/core/errors.ts";
import type { OpenDevice } from "../../src/gpu/device.ts";
import { programsOf } from "../../src/gpu/programs.ts";
import { kernels } from "../../src/kernels/index.ts";
import { presets } from "../../src/model/presets.ts";
import { chooseKernels } from "../../src/plan/chooseKernels.ts";
import { groupName } from "../../src/plan/contest.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { profiles } from "../../src/plan/profiles.ts";
import { formatTuning } from "../../src/tune/formatTuning.ts";
import { identityOf, kernelsSha256 } from "../../src/tune/identity.ts";
import { readTuning } from "../../src/tune/readTuning.ts";
import { tuneNetwork } from "../../src/tune/tuneNetwork.ts";
import type { Tuning } from "../../src/tune/tuning.ts";
import { byDefault, device, predictedNames, programs, recipe, rival, size, tune } from "../fakeBench.ts";

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
  const identity = { adapter: "a | b", driver: "d", runtime: "r", kernels: "s", network: "n", storage: "f32" } as const;

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
