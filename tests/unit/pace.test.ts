import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RING } from "../../src/plan/compile.ts";
import { Pace } from "../../src/train/pace.ts";

describe("the pace of a run", () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ["performance"] }));
  afterEach(() => vi.useRealTimers());

  /** Slices of a run whose steps all take so long. */
  function slices(milliseconds: number, count: number): number[] {
    const pace = new Pace(0.05);
    pace.restart();
    return Array.from({ length: count }, () => {
      const slice = pace.slice();
      vi.advanceTimersByTime(slice * milliseconds);
      pace.done(slice);
      return slice;
    });
  }

  it("starts with one step and doubles at most", () => {
    expect(slices(1, 9)).toEqual([1, 2, 4, 8, 16, 32, 50, 50, 50]);
  });

  it("stays at one step where that takes longer than a slice should", () => {
    expect(slices(500, 4)).toEqual([1, 1, 1, 1]);
  });

  it("never has more than a quarter of the ring in a slice", () => {
    expect(Math.max(...slices(1e-6, 30))).toBe(RING / 4);
  });

  it("has at most 50 ms of steps in a slice, or one step, however long a step takes", () => {
    for (let milliseconds = 0.02; milliseconds < 500; milliseconds *= 1.19) {
      for (const slice of slices(milliseconds, 30)) {
        if (slice > 1) expect(slice * milliseconds).toBeLessThanOrEqual(50 * (1 + 1e-9));
      }
    }
  });

  it("slows down when steps do", () => {
    const pace = new Pace(0.05);
    pace.restart();
    const done = (milliseconds: number) => {
      const slice = pace.slice();
      vi.advanceTimersByTime(slice * milliseconds);
      pace.done(slice);
    };
    for (let i = 0; i < 8; i++) done(1);
    for (let i = 0; i < 20; i++) done(10);
    expect(pace.slice()).toBe(5);
    expect(pace.stepsPerSecond).toBeCloseTo(100, -1);
  });

  it("does not count the time before a restart", () => {
    const pace = new Pace(0.05);
    vi.advanceTimersByTime(60_000);
    pace.restart();
    vi.advanceTimersByTime(1);
    pace.done(1);
    expect(pace.stepsPerSecond).toBeCloseTo(1000, 0);
  });
});
