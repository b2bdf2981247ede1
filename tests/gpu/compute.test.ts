import { afterAll, describe, expect, it } from "vitest";
import { openCompute } from "../../src/compute/gpu.ts";
import { patternOf, programOf } from "../../src/compute/patternProgram.ts";
import { reference } from "../../src/compute/reference.ts";
import { DeviceLostError } from "../../src/core/errors.ts";
import type { OperationName } from "../../src/operations/index.ts";
import { compare } from "../../src/verify/compare.ts";
import { Oracle } from "../../src/verify/oracle.ts";
import { operationCases } from "../cases/index.ts";
import { testConvolutionLaws } from "../convolutionLaws.ts";
import { array } from "../evaluate.ts";
import { attributesOf, inputsOf } from "../operationInputs.ts";

const gpu = await openCompute(navigator.gpu);
const fast = await openCompute(navigator.gpu, { kernels: "fast" });
afterAll(() => {
  gpu.destroy();
  fast.destroy();
});

const names = Object.keys(operationCases) as OperationName[];

describe.each(names)("%s, run by itself", (op) => {
  const { given } = operationCases[op].cases[0];
  const [inputs, attributes] = [inputsOf(op, given), attributesOf(op, given)];

  it("is within its bound of the reference, with plain and with fast kernels", async () => {
    const program = programOf(patternOf(op), given);
    const oracle = new Oracle(program);
    for (const [role, { data }] of Object.entries(inputs)) oracle.set(role, data);
    oracle.compute(program.operations[0]);
    const expected = await reference.run(op, inputs, attributes);
    for (const on of [gpu, fast]) {
      const outputs = await on.run(op, inputs, attributes);
      expect(Object.keys(outputs)).toEqual(Object.keys(expected));
      for (const [role, { shape, data }] of Object.entries(outputs)) {
        expect(shape).toEqual(expected[role].shape);
        const bounds = oracle.bound(program.operations[0].outputs[role]).data;
        expect(compare({ tensor: role, expected: expected[role].data, bounds }, data)).toMatchObject({ wrong: 0 });
      }
    }
  });
});

describe("gradients on the device", () => {
  it("are those of the reference where nothing is rounded", async () => {
    const inputs = { x: array([1, 1, 3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9), weight: array([1, 1, 2, 2], 1, -1, 2, 0) };
    const outputGrad = array([1, 1, 2, 2], 1, 2, 3, 4);
    const expected = await reference.gradient("conv2d", inputs, {}, outputGrad);
    for (const on of [gpu, fast]) {
      const gradients = await on.gradient("conv2d", inputs, {}, outputGrad);
      expect(Object.keys(gradients)).toEqual(["x", "weight"]);
      for (const role of ["x", "weight"])
        expect(Array.from(gradients[role].data)).toEqual(Array.from(expected[role].data));
    }
  });

  it("are computed at the same time as other operations", async () => {
    const x = array([2], -1, 1);
    const all = await Promise.all([gpu.run("relu", { x }), gpu.gradient("relu", { x }, {}, x), gpu.run("relu", { x })]);
    expect(all.map((one) => Array.from(Object.values(one)[0].data))).toEqual([
      [0, 1],
      [0, 1],
      [0, 1],
    ]);
  });
});

describe("⊛ on the device", () => testConvolutionLaws(gpu, 4));

describe("a device that was given back", () => {
  it("computes nothing more, and says so", async () => {
    const other = await openCompute(navigator.gpu);
    other.destroy();
    await expect(other.run("relu", { x: array([1], 1) })).rejects.toThrow(DeviceLostError);
  });
});
