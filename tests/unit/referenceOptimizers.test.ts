import { describe, expect, it } from "vitest";
import type { Attributes } from "../../src/operations/operation.ts";
import { optimizerOf } from "../../src/optimizers/index.ts";
import { array, evaluate } from "../evaluate.ts";

/** The schedule as training leaves it: this step's row, the step counted already. */
const at = (t: number, row: readonly number[]) => ({
  schedule: array([2, 4], ...(t % 2 === 1 ? [...row, 9, 9, 9, 9] : [9, 9, 9, 9, ...row])),
  step: array([1], t),
});

describe("gradient descent", () => {
  it("w ← w − η·g", () => {
    const inputs = { parameter: array([2], 1, 2), gradient: array([2], 4, -8), ...at(1, [0.5, 0, 0, 0]) };
    expect(evaluate("sgd", inputs).parameter).toEqual([-1, 6]);
  });

  it("adds λ·w to the gradient", () => {
    const inputs = { parameter: array([2], 1, 2), gradient: array([2], 4, -8), ...at(1, [0.5, 0, 0, 0]) };
    // 1 − 0.5·(4 + 0.25), 2 − 0.5·(−8 + 0.5)
    expect(evaluate("sgd", inputs, { weightDecay: 0.25 }).parameter).toEqual([-1.125, 5.75]);
  });
});

describe("momentum", () => {
  it("of two steps: v ← μ·v + g, w ← w − η·v", () => {
    const attributes = { momentum: 0.5 };
    const first = evaluate(
      "momentum",
      { parameter: array([1], 1), gradient: array([1], 4), velocity: array([1], 0), ...at(1, [0.25, 0, 0, 0]) },
      attributes,
    );
    expect(first).toEqual({ parameter: [0], velocity: [4] });
    const second = evaluate(
      "momentum",
      {
        parameter: array([1], ...first.parameter),
        gradient: array([1], -1),
        velocity: array([1], ...first.velocity),
        ...at(2, [0.5, 0, 0, 0]),
      },
      attributes,
    );
    // v = 0.5·4 − 1 = 1
    expect(second).toEqual({ parameter: [-0.5], velocity: [1] });
  });
});

describe("momentum with weight decay", () => {
  const [first, second] = [0.25, 0.5];
  const twice = (attributes: Attributes) => {
    const one = evaluate(
      "momentum",
      { parameter: array([1], 2), gradient: array([1], 4), velocity: array([1], 0), ...at(1, [first, 0, 0, 0]) },
      attributes,
    );
    const { parameter, velocity } = one;
    const two = evaluate(
      "momentum",
      {
        parameter: array([1], ...parameter),
        gradient: array([1], -1),
        velocity: array([1], ...velocity),
        ...at(2, [second, 0, 0, 0]),
      },
      attributes,
    );
    return [one, two];
  };

  it("of two steps: g ← g + λ·w before the velocity", () => {
    expect(twice({ momentum: 0.5, weightDecay: 0.25 })).toEqual([
      // v = 4 + 0.25·2, w = 2 − 0.25·4.5
      { parameter: [0.875], velocity: [4.5] },
      // v = 0.5·4.5 − 1 + 0.25·0.875, w = 0.875 − 0.5·1.46875
      { parameter: [0.140625], velocity: [1.46875] },
    ]);
  });

  it("and Nesterov's look ahead: w ← w − η·(g + μ·v)", () => {
    expect(twice({ momentum: 0.5, weightDecay: 0.25, nesterov: true })).toEqual([
      // v = 4.5, w = 2 − 0.25·(4.5 + 0.5·4.5)
      { parameter: [0.3125], velocity: [4.5] },
      // g = −1 + 0.25·0.3125 = −0.921875, v = 0.5·4.5 + g = 1.328125, w = 0.3125 − 0.5·(g + 0.5·v)
      { parameter: [0.44140625], velocity: [1.328125] },
    ]);
  });
});

describe("Adam", () => {
  const optimizer = optimizerOf({ type: "adam", learningRate: 0.5, beta1: 0.5, beta2: 0.75, epsilon: 1 });

  it("corrects its means by 1/(1 − βᵗ)", () => {
    expect(optimizer.row(0.5, 1)).toEqual([0.5, 2, 4, 0]);
    expect(optimizer.row(0.5, 2)).toEqual([0.5, 1 / 0.75, 1 / (1 - 0.5625), 0]);
  });

  it("of two steps is what algorithm 1 gives, ε outside the root", () => {
    const first = evaluate(
      "adam",
      {
        parameter: array([1], 1),
        gradient: array([1], 2),
        moment1: array([1], 0),
        moment2: array([1], 0),
        ...at(1, optimizer.row(0.5, 1)),
      },
      optimizer.attributes,
    );
    // m = 0.5·2 = 1, v = 0.25·4 = 1; m̂ = 2, v̂ = 4: w = 1 − 0.5·2/(2 + 1)
    expect(first).toEqual({ parameter: [1 - 1 / 3], moment1: [1], moment2: [1] });
    const second = evaluate(
      "adam",
      {
        parameter: array([1], 0),
        gradient: array([1], 1),
        moment1: array([1], ...first.moment1),
        moment2: array([1], ...first.moment2),
        ...at(2, optimizer.row(0.5, 2)),
      },
      optimizer.attributes,
    );
    // m = 0.5 + 0.5 = 1, v = 0.75 + 0.25 = 1; m̂ = 1/0.75, v̂ = 1/0.4375
    expect(second.moment1).toEqual([1]);
    expect(second.moment2).toEqual([1]);
    expect(second.parameter[0]).toBeCloseTo(-(0.5 * (4 / 3)) / (Math.sqrt(16 / 7) + 1), 15);
  });
});

describe("weight decay of Adam", () => {
  const attributes = { beta1: 0.5, beta2: 0.75, epsilon: 1, weightDecay: 0.5 };
  const inputs = {
    parameter: array([1], 4),
    gradient: array([1], 2),
    moment1: array([1], 0),
    moment2: array([1], 0),
    ...at(1, [0.5, 2, 4, 0]),
  };

  it("is part of the gradient", () => {
    // g = 2 + 0.5·4 = 4: m = 2, v = 4; m̂ = 4, v̂ = 16: w = 4 − 0.5·4/(4 + 1)
    expect(evaluate("adam", inputs, attributes)).toEqual({ parameter: [3.6], moment1: [2], moment2: [4] });
  });

  it("is taken off the weight itself in AdamW", () => {
    const first = evaluate("adamW", inputs, attributes);
    // w = 4 − 0.5·0.5·4 = 3, then m = 1, v = 1; m̂ = 2, v̂ = 4: w = 3 − 0.5·2/(2 + 1)
    expect(first).toEqual({ parameter: [3 - 1 / 3], moment1: [1], moment2: [1] });
    const second = evaluate(
      "adamW",
      {
        parameter: array([1], 4),
        gradient: array([1], -1),
        moment1: array([1], ...first.moment1),
        moment2: array([1], ...first.moment2),
        ...at(2, [0.25, 4, 1, 0]),
      },
      attributes,
    );
    // w = 4 − 0.25·0.5·4 = 3.5; m = 0.5 − 0.5 = 0, v = 0.75 + 0.25 = 1
    expect(second).toEqual({ parameter: [3.5], moment1: [0], moment2: [1] });
  });
});

describe("RMSprop", () => {
  const step = (w: number, g: number, s: number, v: number, t: number, attributes: Attributes) =>
    evaluate(
      "rmsProp",
      {
        parameter: array([1], w),
        gradient: array([1], g),
        moment2: array([1], s),
        velocity: array([1], v),
        ...at(t, [0.5, 0, 0, 0]),
      },
      { alpha: 0.75, epsilon: 1, ...attributes },
    );

  it("of two steps: s ← α·s + (1 − α)·g², w ← w − η·g/(√s + ε)", () => {
    // s = 0.25·16 = 4, w = 1 − 0.5·4/(2 + 1)
    expect(step(1, 4, 0, 0, 1, {})).toEqual({ parameter: [1 - 2 / 3], moment2: [4], velocity: [4 / 3] });
    // s = 0.75·4 + 0.25·4 = 4, w = 1 + 0.5·2/3
    expect(step(1, -2, 4, 4 / 3, 2, {})).toEqual({ parameter: [1 + 1 / 3], moment2: [4], velocity: [-2 / 3] });
  });

  it("with momentum and weight decay: g ← g + λ·w, v ← μ·v + g/(√s + ε), w ← w − η·v", () => {
    // g = 3 + 0.5·2 = 4, s = 4, v = 0.5·6 + 4/3, w = 2 − 0.5·v
    const { parameter, moment2, velocity } = step(2, 3, 0, 6, 1, { momentum: 0.5, weightDecay: 0.5 });
    expect([moment2[0], velocity[0]]).toEqual([4, 3 + 4 / 3]);
    expect(parameter[0]).toBeCloseTo(2 - 13 / 6, 15);
  });
});
