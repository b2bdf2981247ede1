/** Which tensors are kept as f16, and that a step computed so stays within the bounds that follow from it. */
import { describe, expect, it } from "vitest";
import { anyDevice, referenceDevice } from "../../src/core/device.ts";
import { DeviceError } from "../../src/core/errors.ts";
import { roundHalf } from "../../src/core/half.ts";
import { elements } from "../../src/core/shape.ts";
import { presets } from "../../src/model/presets.ts";
import { type Compiled, compileEvaluation, compileTraining } from "../../src/plan/compile.ts";
import { checkStorage, halvesOf } from "../../src/plan/halfStorage.ts";
import { type Plan, planProgram } from "../../src/plan/plan.ts";
import { openRun } from "../../src/train/openRun.ts";
import { valuesOf } from "../../src/verify/checkDispatch.ts";
import { compare } from "../../src/verify/compare.ts";
import { plausible } from "../../src/verify/fill.ts";
import { storable, storedBounds } from "../../src/verify/halfBounds.ts";
import { Oracle } from "../../src/verify/oracle.ts";
import { oddNetworks, smallNetworks } from "../networks.ts";
import { splitsFor } from "../pictures.ts";

const mnist = { count: 60_000, shape: [1, 28, 28] } as const;
const networks = { ...smallNetworks, ...oddNetworks };
const trainingOf = (name: string): Compiled =>
  compileTraining(networks[name], { count: 9, shape: networks[name].input });

describe("of a training step of lenet at batch 128", () => {
  const program = compileTraining(presets.lenet, mnist);

  it("these arrays are kept as f16, gradients as 128 · 128 times themselves", () => {
    const { buffers, places } = planProgram(program, "fast", { storage: "f16" });
    const kept = buffers.flatMap(({ label }) => {
      const { half } = places.get(label) ?? {};
      return half === undefined ? [] : [[label, half]];
    });
    expect(Object.fromEntries(kept)).toMatchInlineSnapshot(`
      {
        "batch.gatherBatch": 1,
        "pool1.maxPool2dGrad": 16384,
        "pool2.maxPool2dGrad": 16384,
        "relu1.relu": 1,
        "relu2.relu": 1,
        "relu3.relu": 1,
        "relu3.reluGrad": 16384,
        "relu4.relu": 1,
        "relu4.reluGrad": 16384,
      }
    `);
  });

  it("a part of one begins behind so many elements of two bytes", () => {
    const whole = program.tensors.get("relu1.relu")!;
    const part = { ...whole, name: "part", shape: [64], storage: { of: whole.name, offset: 192 } };
    const { places } = planProgram({ ...program, tensors: new Map([...program.tensors, ["part", part]]) }, "fast", {
      storage: "f16",
    });
    expect(places.get("part")).toMatchObject({ buffer: "relu1.relu", half: 1, offset: 2 * 192, bytes: 2 * 64 });
  });

  it("plans keep none unless they are asked to", () => {
    const { places, dispatches } = planProgram(program);
    for (const { half } of places.values()) expect(half).toBeUndefined();
    for (const { halves } of dispatches) expect(halves).toEqual({});
  });
});

describe.each(Object.keys(networks))("of %s", (name) => {
  const program = trainingOf(name);
  const evaluation = compileEvaluation(networks[name], { count: 9, shape: networks[name].input }, 3);
  const programs = [program, evaluation];

  it.each(["fast", "plain"] as const)("every kernel knows how every array is kept: %s", (choice) => {
    for (const one of programs) {
      const { dispatches, places, buffers } = planProgram(one, choice, { storage: "f16" });
      for (const { bindings, halves, label } of dispatches) {
        for (const [binding, { buffer }] of Object.entries(bindings)) {
          expect(halves[binding], `${label}: ${binding}`).toBe(places.get(buffer)?.half);
        }
      }
      for (const { label, bytes } of buffers) {
        const { half } = places.get(label) ?? {};
        if (half !== undefined) expect(bytes).toBe(4 * Math.ceil(elements(one.tensors.get(label)!.shape) / 2));
      }
    }
  });

  it("nothing is kept as f16 that outlives a step, is an output, or does not grow with the batch", () => {
    for (const one of programs) {
      const halves = halvesOf(one);
      const { output } = one.network;
      for (const root of [output, one.loss!, one.prediction!, "parameters", "gradients", "metrics"]) {
        expect(halves.has(one.tensors.get(root)?.storage.of ?? root), root).toBe(false);
      }
      for (const root of halves.keys()) {
        const { shape, persistent, type } = one.tensors.get(root)!;
        expect(shape[0]).toBe(one.batch);
        expect(shape.length).toBeGreaterThan(1);
        expect([persistent, type]).toEqual([false, "f32"]);
      }
    }
  });

  it("gradients are kept as many times themselves, and values as they are", () => {
    const factors = new Set(halvesOf(program).values());
    const gradient = 128 * 2 ** Math.ceil(Math.log2(program.batch));
    for (const [root, factor] of halvesOf(program)) {
      const computed = program.operations.findIndex(({ outputs }) => Object.values(outputs).includes(root));
      const loss = program.operations.findIndex(({ outputs }) => Object.values(outputs).includes(program.loss!));
      expect(factor, root).toBe(computed > loss ? gradient : 1);
    }
    expect(factors.has(1)).toBe(true);
  });
});

/**
 * Computes a step in float64 on both sides, on the one with every array that is kept as f16 rounded to it.
 *
 * @returns how each array compares with the bounds that follow from its rounding and those before it
 */
function roundedStep(program: Compiled, plan: Plan) {
  const [exact, rounded] = [new Oracle(program), new Oracle(program)];
  const fill = plausible(program);
  const written = new Set<string>();
  for (const { operations } of plan.dispatches) {
    for (const { inputs } of operations) {
      for (const name of Object.values(inputs)) {
        const root = program.tensors.get(name)!.storage.of;
        if (written.has(root) || !program.tensors.get(root)!.persistent) continue;
        written.add(root);
        const values = storable(valuesOf(program, root, fill), undefined);
        for (const oracle of [exact, rounded]) oracle.set(root, values);
      }
    }
    for (const operation of operations) {
      exact.compute(operation);
      rounded.compute(operation);
      for (const name of Object.values(operation.outputs)) written.add(program.tensors.get(name)!.storage.of);
    }
    for (const name of new Set(operations.flatMap(({ outputs }) => Object.values(outputs)))) {
      const { half } = plan.places.get(name)!;
      if (half === undefined) continue;
      const [value, bound] = [exact.value(name).data, exact.bound(name).data];
      bound.set(storedBounds(value, bound, half));
      rounded.value(name).data.set(rounded.value(name).data.map((one) => roundHalf(one, half)));
    }
  }
  return program.network.parameters.map(({ name }) => {
    const part = [...program.tensors.values()].find(
      ({ storage, shape }) =>
        storage.of === "gradients" &&
        storage.offset === program.network.parameters.find((other) => other.name === name)!.offset &&
        elements(shape) === elements(program.tensors.get(name)!.shape),
    )!;
    const [expected, bounds] = [exact.value(part.name).data, exact.bound(part.name).data];
    return compare({ tensor: part.name, expected, bounds }, rounded.value(part.name).data);
  });
}

describe("a step whose arrays are rounded to f16", () => {
  it.each(["lenet", "quick", "sigmoid2"])("has gradients within the bounds that follow: %s", (name) => {
    const program = trainingOf(name);
    const comparisons = roundedStep(program, planProgram(program, "fast", { storage: "f16" }));
    for (const { worst, tensor } of comparisons) expect(worst, tensor).toBeLessThanOrEqual(1);
    // They are rounded, and not by nothing.
    expect(Math.max(...comparisons.map(({ worst }) => worst))).toBeGreaterThan(1e-4);
  });
});

describe("bounds of what is kept as f16", () => {
  const boundOf = (value: number, bound: number, factor: number) => storedBounds([value], [bound], factor)[0];

  it("are those of the kernel and the distance of two halves", () => {
    expect(boundOf(1 / 3, 1e-6, 1)).toBeCloseTo(1e-6 + (1 / 3 + 1e-6) * 2 ** -10, 12);
    expect(boundOf(1e-6, 0, 1)).toBe(2 ** -24);
    expect(boundOf(1e-6, 0, 4096)).toBeCloseTo(1e-6 * 2 ** -10, 15);
    expect(storedBounds([1], [0.5], undefined)).toEqual([0.5]);
  });

  it("are nothing where the number is a half and right", () => {
    expect(boundOf(0.5, 0, 1)).toBe(0);
    expect(boundOf(3 / 4096, 0, 4096)).toBe(0);
    expect(boundOf(0, 0, 1)).toBe(0);
  });

  it("pass nothing where the number may be too large", () => {
    expect(boundOf(65_504, 0, 1)).toBe(0);
    expect(boundOf(65_510, 0, 1)).toBe(Number.POSITIVE_INFINITY);
    expect(boundOf(65_500, 10, 1)).toBe(Number.POSITIVE_INFINITY);
    const [expected, bounds] = [[65_510], storedBounds([65_510], [0], 1)];
    expect(compare({ tensor: "y", expected, bounds }, [Number.POSITIVE_INFINITY]).wrong).toBe(1);
    expect(compare({ tensor: "y", expected, bounds }, [65_504]).wrong).toBe(1);
  });
});

describe("values for an array that is kept as f16", () => {
  it("are what it can hold, gradients as small as those of a mean", () => {
    const values = Float32Array.of(1 / 3, -1, 0.1);
    expect(storable(values, undefined)).toBe(values);
    const half = storable(values, 1);
    expect(half.every((value) => roundHalf(value, 1) === value)).toBe(true);
    expect(half).not.toEqual(values);
    expect(storable(values, 1024)).toEqual(half.map((value) => value / 1024));
  });
});

describe("a run with storage as f16", () => {
  const recipe = { ...presets.lenet, batch: 8 };
  const options = { recipe, data: splitsFor(recipe), seed: 1, length: { steps: 1 }, storage: "f16" } as const;

  it("has no use for the CPU reference, and nothing takes the place of a GPU", async () => {
    await expect(openRun({ ...options, device: "cpu" })).rejects.toThrow(
      /^storage: it is f16 beside the CPU reference/,
    );
    await expect(openRun({ ...options, device: "auto" })).rejects.toThrow(DeviceError);
    const { session } = await openRun({ ...options, storage: "f32", device: "auto" });
    expect(session.engine.device.kind).toBe("cpu");
  });
});

describe("a device without f16", () => {
  const described = { ...referenceDevice, description: "Some adapter" };

  it("is refused by its name", () => {
    expect(() => checkStorage("f16", anyDevice, described)).toThrow(DeviceError);
    expect(() => checkStorage("f16", anyDevice, described)).toThrow(/^storage: Some adapter has no f16/);
  });

  it("keeps arrays as f32", () => {
    checkStorage("f32", anyDevice, described);
    checkStorage("f16", { ...anyDevice, f16: true }, described);
  });
});
