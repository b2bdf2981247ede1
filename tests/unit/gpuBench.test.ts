/** What becomes of a candidate on a device that fails: it is told, and its memory is freed. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { anyDevice } from "../../src/core/device.ts";
import { CircledastError, DeviceLostError } from "../../src/core/errors.ts";
import type { OpenDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { Executor } from "../../src/gpu/executor.ts";
import { PipelineCache } from "../../src/gpu/pipelines.ts";
import { accepted } from "../../src/gpu/refusal.ts";
import { timeDispatches } from "../../src/gpu/timing.ts";
import { presets } from "../../src/model/presets.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { groupName } from "../../src/plan/contest.ts";
import type { Ready, Trial } from "../../src/tune/bench.ts";
import { GpuBench } from "../../src/tune/gpuBench.ts";
import { plannerOf } from "../../src/tune/tuningTask.ts";
import { type Faults, fakeDevice } from "../fakeDevice.ts";
import { splitsFor } from "../pictures.ts";

const recipe = { ...presets.quick, batch: 4 };
const program = compileTraining(recipe, { count: 8, shape: recipe.input });
const planner = plannerOf("training", program, { device: anyDevice });
const [{ contest, byDefault }] = planner.forecasts;
const trial: Trial = planner.trialOf(contest, groupName(program, byDefault.groups[0]));

afterEach(() => {
  vi.unstubAllGlobals();
});

async function benchOn(faults: Faults) {
  const fake = fakeDevice(faults);
  const bench = await GpuBench.create({
    open: { device: fake.device, traits: anyDevice } as OpenDevice,
    programOf: () => program,
    batches: { small: 4, training: 4, evaluation: 4, prediction: 1 },
  });
  return { ...fake, bench };
}

const ticking = () => [1_000_000n, 3_000_000n] as const;
const fails = (name: string) => Object.assign(new Error(`${name} happened`), { name });

describe("a candidate leaves no memory behind", () => {
  test("where it is ready and then given back", async () => {
    const { bench, kept } = await benchOn({ stamps: ticking });
    const ready = (await bench.prepare(trial)) as Ready;
    expect(ready.first).toEqual({ ms: 2, dispatches: 1 });
    expect(kept().length).toBeGreaterThan(1);
    ready.destroy();
    expect(kept()).toEqual(["clock"]);
  });

  test("where the device is found to have refused it only when all is done", async () => {
    const { bench, kept } = await benchOn({ stamps: ticking, errors: ["no memory is left"] });
    expect(await bench.prepare(trial)).toEqual({ reason: expect.stringContaining("no memory is left") });
    expect(kept()).toEqual(["clock"]);
  });

  test("where a pipeline is refused", async () => {
    const compile = () => Promise.reject(fails("GPUPipelineError"));
    const { bench, kept } = await benchOn({ stamps: ticking, compile });
    expect(await bench.prepare(trial)).toEqual({ reason: expect.stringContaining("GPUPipelineError happened") });
    expect(kept()).toEqual(["clock"]);
  });

  test.each(["write", "map"] as const)("where it cannot %s", async (what) => {
    const fault = () => {
      throw fails("OperationError");
    };
    const { bench, kept } = await benchOn({ stamps: ticking, [what]: fault });
    await expect(bench.prepare(trial)).rejects.toThrow("OperationError happened");
    expect(kept()).toEqual(["clock"]);
  });
});

test("an executor that cannot be made frees what is its own, and leaves what is shared", async () => {
  const { device, kept } = fakeDevice({ compile: () => Promise.reject(fails("GPUPipelineError")) });
  await expect(Executor.create(new PipelineCache(device), device, program, trial.plan)).rejects.toThrow("happened");
  expect(kept()).toEqual([]);
});

test.each([
  ["a pipeline is refused", { compile: () => Promise.reject(fails("GPUPipelineError")) }],
  ["it turns out that memory was refused", { errors: ["no memory is left"] }],
])("an engine that cannot be made frees what it took: %s", async (_, faults) => {
  const { device, kept } = fakeDevice(faults);
  const listening = Object.assign(device, { addEventListener() {} });
  const open = { device: listening, traits: anyDevice, description: {} } as unknown as OpenDevice;
  await expect(GpuEngine.create({ open, recipe, data: splitsFor(recipe) })).rejects.toThrow();
  expect(kept()).toEqual([]);
});

test("what a device refuses afterwards is given back to be freed, once", async () => {
  const { device } = fakeDevice({ errors: ["too much", "invalid"] });
  const discard = vi.fn();
  await expect(accepted(device, async () => "made", discard)).rejects.toThrow("too much");
  expect(discard.mock.calls).toEqual([["made"]]);
});

describe("a device that is lost in a turn", () => {
  test("is told so, though the clock fails before", async () => {
    let isLost = false;
    const map = async () => {
      if (!isLost) return;
      setTimeout(() => lose("unplugged"), 5);
      throw fails("AbortError");
    };
    const { bench, lose } = await benchOn({ stamps: ticking, map });
    const ready = (await bench.prepare(trial)) as Ready;
    isLost = true;
    await expect(ready.time(2)).rejects.toThrow(DeviceLostError);
  });

  test("is not fast: the host's clock sees no work", async () => {
    const { bench, lose } = await benchOn({});
    const ready = (await bench.prepare(trial)) as Ready;
    lose("unplugged");
    await expect(ready.time(2)).rejects.toThrow(DeviceLostError);
    await expect(ready.time(2)).rejects.toThrow(/unplugged/);
    await expect(bench.prepare(trial)).rejects.toThrow(DeviceLostError);
  });

  test("other failures are told as they are", async () => {
    let fault: (() => void) | undefined;
    const { bench } = await benchOn({ stamps: ticking, submit: () => fault?.() });
    const ready = (await bench.prepare(trial)) as Ready;
    fault = () => {
      throw fails("OperationError");
    };
    await expect(ready.time(2)).rejects.toThrow("OperationError happened");
  });
});

describe("a clock that goes backwards", () => {
  test("tells no time", async () => {
    const { bench } = await benchOn({ stamps: () => [3n, 1n] });
    const ready = (await bench.prepare(trial)) as Ready;
    expect(ready.first.ms).toBe(0);
    expect(await ready.time(2)).toMatchObject({ ms: 0 });
  });

  const ready = { pipeline: {}, bindGroup: {}, workgroups: [1, 1, 1] } as never;

  test("has these rounds left out", async () => {
    // Three to calibrate, and then two of three go backwards.
    const ends = [20n, 20n, 20n, 0n, 30n, 0n];
    const { device } = fakeDevice({ stamps: () => [1_000_000n, 1_000_000n * ends.shift()!] });
    const [{ ms, dispatches }] = await timeDispatches(device, [ready], { rounds: 3, turn: 10 });
    expect(ms).toBe(29);
    expect(dispatches).toBe(1 + 2 + 3);
  });

  test("a turn that something disturbed is not taken for long enough", async () => {
    // The second one, of 19 ms, takes 1 ms when it is looked at again: eight at once are tried next.
    const ends = [20n, 20n, 2n, 33n, 33n, 33n];
    const { device } = fakeDevice({ stamps: () => [1_000_000n, 1_000_000n * ends.shift()!] });
    const [{ ms, dispatches }] = await timeDispatches(device, [ready], { rounds: 1, turn: 10 });
    expect(ms).toBe(32 / 8);
    expect(dispatches).toBe(1 + 2 + 2 * 8 + 8);
  });

  test("gives no figure where it never tells any", async () => {
    const { device } = fakeDevice({ stamps: () => [3n, 3n] });
    await expect(timeDispatches(device, [ready], { rounds: 3 })).rejects.toThrow(CircledastError);
  });
});
