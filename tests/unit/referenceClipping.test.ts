import { describe, expect, it } from "vitest";
import { patternOf, programOf } from "../../src/compute/patternProgram.ts";
import { Oracle } from "../../src/verify/oracle.ts";
import { array, evaluate } from "../evaluate.ts";

describe("clipping", () => {
  const gradient = array([3], 2, -3, 6);

  it("measures the gradient of all parameters together", () => {
    expect(evaluate("gradientNorm", { gradient }).norm).toEqual([7]);
  });

  it("shortens what is too long to the length given, but for 10⁻⁶", () => {
    const coefficient = 3.5 / 7.000001;
    expect(evaluate("clipByNorm", { gradient, norm: array([1], 7) }, { clipNorm: 3.5 }).clipped).toEqual([
      2 * coefficient,
      -3 * coefficient,
      6 * coefficient,
    ]);
  });

  it("leaves alone what is short enough, and a gradient of 0", () => {
    expect(evaluate("clipByNorm", { gradient, norm: array([1], 7) }, { clipNorm: 7.1 }).clipped).toEqual([2, -3, 6]);
    const zero = { gradient: array([1], 0), norm: array([1], 0) };
    expect(evaluate("clipByNorm", zero, { clipNorm: 1 }).clipped).toEqual([0]);
  });

  it("of what is surely short enough rounds nothing", () => {
    const program = programOf(patternOf("clipByNorm"), { gradient: [1], norm: [1], clipNorm: 2 });
    const [operation] = program.operations;
    const boundAt = (norm: number) => {
      const oracle = new Oracle(program);
      oracle.set("gradient", [3]);
      oracle.set("norm", [norm]);
      oracle.compute(operation);
      return oracle.bound(operation.outputs.clipped).data[0];
    };
    expect(boundAt(1.9)).toBeLessThan(1e-30);
    expect(boundAt(2)).toBeGreaterThan(1e-8);
    expect(boundAt(2)).toBeLessThan(1e-5);
  });
});

describe("a moving average", () => {
  const inputs = { average: array([2], 1, -4), parameter: array([2], 5, 4) };
  const averageAt = (step: number) =>
    evaluate("movingAverage", { ...inputs, step: array([1], step) }, { decay: 0.75 }).average;

  it("keeps d of the old and takes 1 − d of the new", () => {
    expect(averageAt(2)).toEqual([2, -2]);
    expect(averageAt(3)).toEqual([2, -2]);
  });

  it("begins as a copy in the first step", () => {
    expect(averageAt(1)).toEqual([5, 4]);
  });
});
