/** What does not fit a device is refused before anything is taken, with what would fit; and a device's complaint says what it is about. */
import { describe, expect, it, vi } from "vitest";
import { anyDevice } from "../../src/core/device.ts";
import { SpecError } from "../../src/core/errors.ts";
import type { OpenDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { largestBatch } from "../../src/gpu/memory.ts";
import { programsOf } from "../../src/gpu/programs.ts";
import { presets } from "../../src/model/presets.ts";
import { ProgramBuilder } from "../../src/operations/program.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { plannedBytes } from "../../src/plan/reuse.ts";
import { Interpreter } from "../../src/reference/interpreter.ts";
import { loadNetwork } from "../../src/train/loadNetwork.ts";
import { openRun } from "../../src/train/openRun.ts";
import { ReferenceEngine } from "../../src/train/referenceEngine.ts";
import { programBytes, takeMemory } from "../../src/train/referenceMemory.ts";
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

describe("a run that is too large for the machine", () => {
  const bytesOf = (batch: number) => programBytes(compileTraining({ ...recipe, batch }, data.train));
  const builder = new ProgramBuilder();
  builder.persistent("images", [1000], "u8");
  const thousandBytes = builder;
  const refusalOf = (take: () => unknown): Error => {
    try {
      take();
    } catch (error) {
      return error as Error;
    }
    return expect.unreachable();
  };

  it("is refused before anything is taken, with the batch that fits", () => {
    const memory = Math.floor(bytesOf(256) / 1.7);
    const take = vi.fn();
    const programs = { training: compileTraining(recipe, data.train), others: [thousandBytes] };
    const error = refusalOf(() => takeMemory(recipe, data.train, programs, take, memory));
    expect(error).toBeInstanceOf(SpecError);
    expect(error.message).toContain(
      `it takes ${Math.ceil((bytesOf(256) + 1000) / 1e6)} MB with a batch of 256; at most ${Math.ceil(memory / 1e6)} MB were expected`,
    );
    expect(take).not.toHaveBeenCalled();
    const batch = batchIn(error);
    expect(bytesOf(batch) + 1000).toBeLessThanOrEqual(memory);
    expect(bytesOf(batch + 1) + 1000).toBeGreaterThan(memory);
  });

  it("knows what the reference takes: as many bytes as its arrays have", () => {
    const program = compileTraining(recipe, data.train);
    const interpreter = new Interpreter(program);
    const arrays = new Set(
      [...program.tensors.keys()].map((name) => (interpreter.array(name).data as Float64Array).buffer),
    );
    expect(programBytes(program)).toBe([...arrays].reduce((sum, { byteLength }) => sum + byteLength, 0));
  });

  it.each(["cpu", "auto"] as const)(
    "is told so where no batch fits, by whoever opens it: device %s",
    async (device) => {
      const wide = {
        ...presets.lenet,
        layers: [{ type: "flatten" }, { type: "dense", units: 3e8 }, { type: "dense", units: 10 }],
      };
      const opened = openRun({ recipe: wide, data, device, seed: 1, length: { steps: 1 } });
      await expect(opened).rejects.toThrow(SpecError);
      await expect(opened).rejects.toThrow(
        /device: on the CPU it takes [\d,]{7,} MB .* A batch of 1 does not fit either: /,
      );
    },
  );

  it("is told so where arrays are not given, with the batch that takes half", async () => {
    const most = 5e5;
    class Scarce extends Float64Array {
      constructor(length: number) {
        if (length > most) throw new RangeError("Array buffer allocation failed");
        super(length);
      }
    }
    vi.stubGlobal("Float64Array", Scarce);
    const error = refusalOf(() => new ReferenceEngine(recipe, data));
    vi.unstubAllGlobals();
    expect(error).toBeInstanceOf(SpecError);
    expect(error.message).toMatch(
      /which it is not given \(Array buffer allocation failed\); .* Try a batch of \d+, with which it takes half/,
    );
  });

  it("has weights that are not there named before an array is made for them", () => {
    const wide = { input: [1, 1, 1], layers: [{ type: "flatten" }, { type: "dense", units: 2 ** 45 }] } as const;
    expect(() => loadNetwork(wide, [])).toThrow(SpecError);
  });
});
