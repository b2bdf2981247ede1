/** What does not fit a device is refused before anything is taken, with what would fit; and a device's complaint says what it is about. */
import { describe, expect, it } from "vitest";
import { anyDevice } from "../../src/core/device.ts";
import { SpecError } from "../../src/core/errors.ts";
import type { OpenDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { largestBatch } from "../../src/gpu/memory.ts";
import { programsOf } from "../../src/gpu/programs.ts";
import { presets } from "../../src/model/presets.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { plannedBytes } from "../../src/plan/reuse.ts";
import { type Faults, fakeDevice } from "../fakeDevice.ts";
import { splitsFor } from "../pictures.ts";

const recipe = { ...presets.lenet, batch: 256 };
const data = splitsFor(recipe);

/** Plans of a run with another batch, as the engine makes them. */
function plansOf(batch: number) {
  const programs = programsOf({ ...recipe, batch }, data, anyDevice);
  return Object.values(programs).map((program) => planProgram(program, "fast", { device: anyDevice, reuse: true }));
}
const largestArray = (batch: number) => Math.max(...plansOf(batch)[0].buffers.map(({ bytes }) => bytes));

async function failureOn(faults: Faults) {
  const { device, kept, made } = fakeDevice(faults);
  const listening = Object.assign(device, { addEventListener() {} });
  const open = { device: listening, traits: anyDevice, description: {} } as unknown as OpenDevice;
  const error: Error = await GpuEngine.create({ open, recipe, data }).then(
    () => expect.unreachable(),
    (reason) => reason,
  );
  expect(kept()).toEqual([]);
  return { error, made: made() };
}

/** The batch that is advised. */
const batchIn = ({ message }: Error) => Number(/(?:that fits is|Try a batch of) (\d+)/.exec(message)![1]);

describe("the largest batch that fits", () => {
  it("fits, and the next one does not, whichever it is", () => {
    for (let tooLarge = 1; tooLarge < 70; tooLarge++) {
      for (let most = 0; most < tooLarge; most++) {
        let asked = 0;
        const found = largestBatch(tooLarge, (batch) => {
          asked++;
          expect(batch).toBeGreaterThan(0);
          expect(batch).toBeLessThan(tooLarge);
          return batch <= most;
        });
        expect(found).toBe(most);
        expect(asked).toBeLessThanOrEqual(Math.ceil(Math.log2(tooLarge)));
      }
    }
  });
});

describe("a run that is too large for the device", () => {
  it("is refused before a buffer is made, with the batch that fits", async () => {
    const maxBufferSize = Math.floor(largestArray(256) / 1.7);
    const { error, made } = await failureOn({ maxBufferSize });
    expect(error).toBeInstanceOf(SpecError);
    expect(error.message).toContain("what the adapter allows one array");
    expect(made).toBe(0);
    const batch = batchIn(error);
    expect(largestArray(batch)).toBeLessThanOrEqual(maxBufferSize);
    expect(largestArray(batch + 1)).toBeGreaterThan(maxBufferSize);
  });

  it("is told so where no batch fits: the data set alone is too large", async () => {
    const { error, made } = await failureOn({ maxBufferSize: 1000 });
    expect(error.message).toContain("A batch of 1 does not fit either");
    expect(made).toBe(0);
  });
});

describe("a device that complains", () => {
  it("of memory is told of with what the run takes, and the batch that takes half", async () => {
    const { error } = await failureOn({ errors: ["vkAllocateMemory failed\nmore"] });
    expect(error).toBeInstanceOf(SpecError);
    const bytes = plansOf(256).reduce((sum, plan) => sum + plannedBytes(plan), 0);
    expect(error.message).toContain(
      `its memory does not suffice (vkAllocateMemory failed); ${Math.ceil(bytes / 1e6)} MB were expected to be free`,
    );
    const batch = batchIn(error);
    expect(plannedBytes(plansOf(batch)[0])).toBeLessThanOrEqual(bytes / 2);
    expect(plannedBytes(plansOf(batch + 1)[0])).toBeGreaterThan(bytes / 2);
  });

  it("of a kernel is told of with its dispatch", async () => {
    const compile = () => Promise.reject(Object.assign(new Error("no registers"), { name: "GPUPipelineError" }));
    const { error } = await failureOn({ compile });
    const { label, shader } = plansOf(256)[0].dispatches.find(({ label }) => error.message.includes(label))!;
    expect(error.message).toContain(`device: it refused the dispatch ${label} of the kernel ${shader} (no registers)`);
  });

  it("of something in a submit is told of with the first dispatch that it refuses", async () => {
    // Caught by the scopes of memory, the driver and validity: at first for all, then for each dispatch.
    const fine = [null, null, null];
    const { error } = await failureOn({ errors: [null, null, "invalid", ...fine, ...fine, null, null, "bad binding"] });
    const { label, shader } = plansOf(256)[0].dispatches[2];
    expect(error.message).toContain(`device: it refused the dispatch ${label} of the kernel ${shader} (bad binding)`);
  });

  it("of something that no dispatch brings up again is told of as it complained", async () => {
    const { error } = await failureOn({ errors: [null, "lost its way"] });
    expect(error.message).toContain("device: it refused its work (lost its way)");
  });
});
