import { describe, expect, it } from "vitest";
import { patternOf, programOf } from "../../src/compute/patternProgram.ts";
import { RandomStream } from "../../src/core/random.ts";
import type { OperationName } from "../../src/operations/index.ts";
import type { ProgramBuilder } from "../../src/operations/program.ts";
import { Interpreter } from "../../src/reference/interpreter.ts";
import { fillOf } from "../../src/verify/caseFill.ts";
import { compare } from "../../src/verify/compare.ts";
import { Oracle } from "../../src/verify/oracle.ts";
import type { Given } from "../cases/case.ts";
import { operationCases } from "../cases/index.ts";

/** Inputs that are exact in training: learning rates, the ring of results, labels. */
const EXACT = ["schedule", "metrics", "target"];

/** An oracle for the one operation of a case, its inputs off by as much as `errorOf` says. */
function oracleOf(program: ProgramBuilder, given: Given, errorOf: (name: string, i: number) => number): Oracle {
  const oracle = new Oracle(program);
  const fill = fillOf(program, given);
  for (const name of Object.values(program.operations[0].inputs)) {
    const { data } = oracle.value(name);
    oracle.set(
      name,
      Array.from(data, (_, i) => fill(name, i)),
    );
    oracle.bound(name).data.forEach((_, i, bounds) => {
      bounds[i] = errorOf(name, i);
    });
  }
  return oracle;
}

/** The operation's outputs where every input is off by all that it may be, this way or that. */
function moved(program: ProgramBuilder, given: Given, oracle: Oracle, random: RandomStream): Interpreter {
  const interpreter = new Interpreter(program);
  const fill = fillOf(program, given);
  const otherwise = fillOf(program, given, 2);
  for (const name of Object.values(program.operations[0].inputs)) {
    const { data } = interpreter.array(name);
    for (let i = 0; i < data.length; i++) data[i] = fill(name, i);
    // Bytes are data, which is exact: they have no bounds.
    const bounds = oracle.bound(name).data;
    for (let i = 0; i < bounds.length; i++) {
      if (name === "index") {
        const place = otherwise(name, i);
        if (bounds[i] > 0) data[i] = place;
      } else data[i] += random.uniform() < 0.5 ? -bounds[i] : bounds[i];
      // A mean of squares and a norm are not negative, however far they are off.
      if (name === "moment2" || name === "norm") data[i] = Math.max(data[i], 0);
    }
  }
  interpreter.run();
  return interpreter;
}

describe.each(Object.keys(operationCases) as OperationName[])("the bound on %s", (op) => {
  it.each(operationCases[op].cases)("allows for every error of the inputs: $name", ({ given }) => {
    const program = programOf(patternOf(op), given);
    const random = new RandomStream(1, op);
    const errorOf = (name: string) => {
      if (EXACT.includes(name) || random.uniform() < 0.3) return 0;
      if (name === "index") {
        const [kh, kw] = given.kernel as number[];
        return kh * kw - 1;
      }
      const size = name === "x" && "scale" in given ? Math.abs(given.scale as number) : 1;
      return program.tensors.get(name)!.type === "f32" ? size * 2 ** (-6 - random.below(8)) : 0;
    };
    for (let round = 0; round < 3; round++) {
      const oracle = oracleOf(program, given, errorOf);
      const other = moved(program, given, oracle, random);
      oracle.compute(program.operations[0]);
      for (const tensor of Object.values(program.operations[0].outputs)) {
        // A little more, for the rounding of float64 itself.
        const bounds = Float64Array.from(oracle.bound(tensor).data, (bound) => bound * (1 + 2 ** -36));
        const expectation = { tensor, expected: oracle.value(tensor).data, bounds };
        expect(compare(expectation, other.array(tensor).data)).toMatchObject({ wrong: 0 });
      }
    }
  });
});

describe("a choice", () => {
  const pooling = programOf(patternOf("maxPool2d"), { x: [1, 1, 2, 2], kernel: [2, 2], stride: [2, 2] });

  function placeBound(values: number[], error: number): number {
    const oracle = new Oracle(pooling);
    oracle.set("x", values);
    oracle.bound("x").data.fill(error);
    oracle.compute(pooling.operations[0]);
    return oracle.bound(pooling.operations[0].outputs.index).data[0];
  }

  it("between values that are exact is certain, even between equal ones", () => {
    expect(placeBound([1, 1, 1, 1], 0)).toBe(0);
  });

  it("is open only where the errors of two values meet", () => {
    expect(placeBound([1, 0.9, 0, 0], 0.04)).toBe(0);
    expect(placeBound([1, 0.9, 0, 0], 0.06)).toBe(3);
  });

  it("of a ReLU is certain where its input is surely below 0", () => {
    const program = programOf(patternOf("relu"), { x: [3] });
    const oracle = new Oracle(program);
    oracle.set("x", [-1, -0.01, 1]);
    oracle.bound("x").data.fill(0.1);
    oracle.compute(program.operations[0]);
    expect(Array.from(oracle.bound(program.operations[0].outputs.y).data)).toEqual([0, 0.1, 0.1]);
  });
});

describe("a comparison", () => {
  const expectation = { tensor: "t", expected: [1, 2, 3], bounds: [0.1, 0.1, 0] };

  it("says how many elements are wrong, and which is worst", () => {
    expect(compare(expectation, [1.05, 2.5, 3])).toMatchObject({
      wrong: 1,
      at: 1,
      actual: 2.5,
      expected: 2,
      bound: 0.1,
    });
    expect(compare(expectation, [1.05, 2, 3]).worst).toBeCloseTo(0.5, 10);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY])("finds wrong what is not the same where the bound is %s", (bound) => {
    const without = { tensor: "t", expected: [1, 2], bounds: [bound, bound] };
    expect(compare(without, [1, 2.5])).toMatchObject({ wrong: 1, worst: Number.POSITIVE_INFINITY, at: 1 });
  });

  it("allows nothing where the bound is 0, and nothing that is no number", () => {
    expect(compare(expectation, [1, 2, 3])).toMatchObject({ wrong: 0, worst: 0 });
    expect(compare(expectation, [1, 2, 3 + 1e-9])).toMatchObject({ wrong: 1, worst: Number.POSITIVE_INFINITY });
    expect(compare(expectation, [Number.NaN, 2, 3])).toMatchObject({ wrong: 1, worst: Number.POSITIVE_INFINITY });
  });

  it("counts what differs between two runs, to the bit", () => {
    expect(compare(expectation, [1, 2, 0], [1, 2.01, -0])).toMatchObject({ unstable: 2 });
  });
});
