import { describe, expect, it } from "vitest";
import type { OperationName } from "../../src/operations/index.ts";
import type { Attributes } from "../../src/operations/operation.ts";
import { array, evaluate } from "../evaluate.ts";

const values = (op: OperationName, x: number[], attributes?: Attributes) =>
  evaluate(op, { x: array([x.length], ...x) }, attributes).y;
/** Derivatives at x: the gradient for dy = 1. */
const slopes = (op: OperationName, x: number[], attributes?: Attributes) =>
  evaluate(op, { dy: array([x.length], ...x.map(() => 1)), x: array([x.length], ...x) }, attributes).dx;

function expectClose(found: readonly number[], expected: readonly number[]): void {
  expect(found).toHaveLength(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value)).toBeLessThanOrEqual(4e-15 * Math.abs(value));
  });
}

describe("tanh", () => {
  it("has its values, and 1 − y² for its derivative", () => {
    expectClose(values("tanh", [0.5, -1, 1e-9]), [0.46211715726000974, -0.7615941559557649, 1e-9]);
    const { dx } = evaluate("tanhGrad", { dy: array([3], 2, 2, 2), y: array([3], 0, 0.5, -1) });
    expect(dx).toEqual([2, 1.5, 0]);
  });
});

describe("leaky ReLU", () => {
  it("lets a hundredth through where nothing is said", () => {
    expect(values("leakyRelu", [-3, 0, 3])).toEqual([-0.03, 0, 3]);
  });

  it("has the slope for its derivative at 0 and below", () => {
    expect(slopes("leakyReluGrad", [-3, 0, 3], { slope: 0.25 })).toEqual([0.25, 0.25, 1]);
  });
});

describe("GELU", () => {
  it("is x·Φ(x), with the digits of its tail", () => {
    expectClose(values("gelu", [1, -1, -3]), [0.8413447460685429, -0.15865525393145705, -0.00404969409489028]);
    // The rounding of x/√2, half a unit, counts x² times in the tail.
    expect(Math.abs(values("gelu", [-10])[0] / -7.619853024160526e-23 - 1)).toBeLessThan(100 * 2 ** -53);
  });

  it("has the derivative Φ(x) + x·φ(x)", () => {
    expectClose(
      slopes("geluGrad", [0, 1, -1, -3]),
      [0.5, 1.083315470587686, -0.0833154705876863, -0.011945647204183925],
    );
  });

  it("by tanh is PyTorch's other formula", () => {
    const tanh = (x: number) => (x / 2) * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
    expectClose(values("gelu", [1, 0.5, 2], { approximate: "tanh" }), [tanh(1), tanh(0.5), tanh(2)]);
    expectClose(
      values("gelu", [1, -1, -3], { approximate: "tanh" }),
      [0.8411919906082768, -0.1588080093917232, -0.003637392081773019],
    );
  });

  it("refuses another approximation", () => {
    expect(() => values("gelu", [1], { approximate: "erf" })).toThrow(
      'gelu: approximate is "erf"; one of none, tanh was expected. Choose one of them.',
    );
  });
});

describe("SiLU", () => {
  it("is x·σ(x)", () => {
    expectClose(values("silu", [1, -1, 0, 2]), [0.7310585786300049, -0.2689414213699951, 0, 1.7615941559557649]);
  });

  it("has the derivative σ(x)·(1 + x·(1 − σ(x)))", () => {
    expectClose(slopes("siluGrad", [0, 1, -1]), [0.5, 0.9276705118714867, 0.07232948812851325]);
  });
});

describe("far out", () => {
  const far = [1e30, 100, -100, -1e30];

  it.each([
    ["tanh", {}, [1, 1, -1, -1]],
    ["gelu", {}, [1e30, 100, 0, 0]],
    ["gelu", { approximate: "tanh" }, [1e30, 100, 0, 0]],
    ["silu", {}, [1e30, 100, -100 * Math.exp(-100), 0]],
  ] as [OperationName, Attributes, number[]][])("%s %j is what it tends to", (op, attributes, expected) => {
    values(op, far, attributes).forEach((value, i) => {
      expect(Math.abs(value - expected[i])).toBeLessThanOrEqual(1e-14 * Math.abs(expected[i]));
    });
  });

  it.each([
    ["geluGrad", {}],
    ["geluGrad", { approximate: "tanh" }],
    ["siluGrad", {}],
  ] as [OperationName, Attributes][])("%s %j lets all through, or nothing", (op, attributes) => {
    slopes(op, far, attributes).forEach((value, i) => {
      expect(value).toBeCloseTo(i < 2 ? 1 : 0, 15);
    });
  });
});

describe("softmax", () => {
  const y = array([1, 2], 0.25, 0.75);

  it("gives shares, of each row by itself", () => {
    const { y: shares } = evaluate("softmax", { x: array([2, 2], 0, Math.log(3), 5, 5) });
    expectClose(shares, [0.25, 0.75, 0.5, 0.5]);
  });

  it("gives all to a far greater one, without overflow", () => {
    expect(evaluate("softmax", { x: array([1, 3], 1e30, -1e30, 0) }).y).toEqual([1, 0, 0]);
  });

  it("has the gradient y·(dy − Σ dy·y)", () => {
    expect(evaluate("softmaxGrad", { dy: array([1, 2], 1, 0), y }).dx).toEqual([0.1875, -0.1875]);
    expect(evaluate("softmaxGrad", { dy: array([1, 2], 7, 7), y }).dx).toEqual([0, 0]);
  });
});
