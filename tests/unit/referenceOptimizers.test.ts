import { describe, expect, it } from "vitest";
import { optimizerOf } from "../../src/optimizers/index.ts";
import { scheduleOf } from "../../src/train/schedule.ts";
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

describe("the learning rate", () => {
  const recipe = (schedule: Record<string, unknown>) =>
    scheduleOf({
      name: "test",
      input: [1, 1, 1],
      layers: [],
      loss: "squaredError",
      batch: 1,
      optimizer: { type: "sgd", learningRate: 0.01 },
      schedule: schedule as { type: string },
    });

  it("is constant where nothing else is said", () => {
    expect([0, 7, 99].map((step) => recipe({ type: "constant" })(step, 100))).toEqual([0.01, 0.01, 0.01]);
  });

  it("of one cycle starts at peak/25, peaks after the warm-up and ends at peak/250,000", () => {
    const rate = recipe({ type: "oneCycle" });
    expect(rate(0, 100)).toBeCloseTo(0.01 / 25, 17);
    expect(rate(29, 100)).toBe(0.01);
    expect(rate(99, 100)).toBeCloseTo(0.01 / 25 / 1e4, 17);
  });

  it("of one cycle follows half a cosine up and half a cosine down", () => {
    const rate = recipe({ type: "oneCycle", warmup: 0.5, startDivisor: 10, endDivisor: 100 });
    const [start, peak, end, total] = [0.001, 0.01, 0.00001, 200];
    const top = 0.5 * total - 1;
    for (let step = 0; step < total; step++) {
      const closed =
        step <= top
          ? start + ((peak - start) * (1 - Math.cos((Math.PI * step) / top))) / 2
          : end + ((peak - end) * (1 + Math.cos((Math.PI * (step - top)) / (total - 1 - top)))) / 2;
      expect(rate(step, total)).toBeCloseTo(closed, 16);
    }
  });

  it("of one cycle is positive and at most the peak however short the run", () => {
    for (let total = 1; total <= 12; total++) {
      const rates = Array.from({ length: total }, (_, step) => recipe({ type: "oneCycle" })(step, total));
      for (const rate of rates) expect(rate).toBeGreaterThan(0);
      for (const rate of rates) expect(rate).toBeLessThanOrEqual(0.01);
    }
  });
});
