import { describe, expect, it } from "vitest";
import { Snapshots } from "../../../src/app/worker/snapshots.ts";

const noted = (length: number, ...steps: number[]) => {
  const history = new Snapshots(length);
  for (const step of steps) history.note(step, Float32Array.of(step));
  return history;
};

describe("the history of a run", () => {
  it("gives the last snapshot that is not after a step", () => {
    const history = noted(10, 0, 5, 9);
    expect([0, 4, 5, 8, 9, 100].map((step) => history.at(step)?.parameters[0])).toEqual([0, 0, 5, 5, 9, 9]);
    expect(noted(10, 3).at(2)).toBe(undefined);
  });

  it("takes no step twice, nor an earlier one", () => {
    const history = noted(10, 0, 5);
    expect([history.note(5, new Float32Array(1)), history.note(4, new Float32Array(1))]).toEqual([false, false]);
    expect(history.steps).toEqual([0, 5]);
  });

  it("keeps first and last, and less than 64 MiB between them, however long it gets", () => {
    const length = 2 ** 20;
    const history = noted(length, ...Array.from({ length: 1000 }, (_, i) => 7 * i));
    const { steps } = history;
    expect([steps[0], steps.at(-1)]).toEqual([0, 7 * 999]);
    expect(steps.length * length * 4).toBeLessThanOrEqual(64 * 2 ** 20);
    expect(steps.length).toBeGreaterThanOrEqual(8);
    const gaps = steps.slice(1).map((step, i) => step - steps[i]);
    expect(Math.max(...gaps)).toBeLessThanOrEqual((4 * steps.at(-1)!) / steps.length);
  });
});
