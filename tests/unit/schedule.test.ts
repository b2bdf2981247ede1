import { describe, expect, it } from "vitest";
import { scheduleOf } from "../../src/train/schedule.ts";

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

  const ratesOf = (schedule: Record<string, unknown>, total: number) =>
    Array.from({ length: total }, (_, step) => recipe(schedule)(step, total));

  it("of steps falls by the factor every so many of them, as in StepLR", () => {
    expect(ratesOf({ type: "step", every: 2, factor: 0.5 }, 5)).toEqual([0.01, 0.01, 0.005, 0.005, 0.0025]);
  });

  it("of steps falls by a tenth after each third of the run where nothing is said", () => {
    const rates = ratesOf({ type: "step" }, 90);
    expect([0, 29].map((step) => rates[step])).toEqual([0.01, 0.01]);
    expect(rates[30]).toBeCloseTo(0.001, 17);
    expect(rates[59]).toBe(rates[30]);
    expect(rates[60]).toBeCloseTo(0.0001, 17);
    expect(rates[89]).toBe(rates[60]);
  });

  it("of steps takes shares exactly: 0.07 of 100 steps are 7", () => {
    const rates = ratesOf({ type: "step", every: 0.07, factor: 0.5 }, 100);
    expect([rates[6], rates[7], rates[13], rates[14]]).toEqual([0.01, 0.005, 0.005, 0.0025]);
  });

  it("of a cosine is that of CosineAnnealingLR", () => {
    const rate = recipe({ type: "cosine" });
    expect(rate(0, 100)).toBe(0.01);
    expect(rate(25, 100)).toBeCloseTo(0.005 * (1 + Math.SQRT1_2), 17);
    expect(rate(50, 100)).toBeCloseTo(0.005, 17);
    expect(rate(99, 100)).toBeCloseTo(0.005 * (1 + Math.cos(0.99 * Math.PI)), 17);
    expect(rate(99, 100)).toBeGreaterThan(0);
    const raised = recipe({ type: "cosine", end: 0.2 });
    expect(raised(0, 100)).toBe(0.01);
    expect(raised(50, 100)).toBeCloseTo(0.006, 17);
    expect(raised(1e6, 1e6)).toBeCloseTo(0.002, 17);
  });

  it("rises along a straight line in the warm-up, and then begins its schedule", () => {
    const warm = ratesOf({ type: "step", every: 2, factor: 0.5, warmup: 4 }, 8);
    expect(warm).toEqual([0.0025, 0.005, 0.0075, 0.01, 0.01, 0.01, 0.005, 0.005]);
    expect(ratesOf({ type: "step", every: 2, factor: 0.5, warmup: 0.5 }, 8)).toEqual(warm);
    expect(ratesOf({ type: "constant", warmup: 2 }, 4)).toEqual([0.005, 0.01, 0.01, 0.01]);
    const cosine = ratesOf({ type: "cosine", warmup: 0.2 }, 10);
    expect(cosine.slice(2)).toEqual(ratesOf({ type: "cosine" }, 8));
    expect(cosine.slice(0, 2)).toEqual([0.005, 0.01]);
  });

  it.each(["constant", "step", "cosine"])("of %s is positive and at most the recipe's in every run", (type) => {
    for (let total = 1; total <= 12; total++) {
      for (const warmup of [0, 0.3, 0.99, 1, 5, 20]) {
        for (const rate of ratesOf({ type, warmup }, total)) {
          expect(rate).toBeGreaterThan(0);
          expect(rate).toBeLessThanOrEqual(0.01);
        }
      }
    }
  });
});
