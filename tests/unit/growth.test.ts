import { describe, expect, it } from "vitest";
import { growthOf, lineThrough } from "../../src/cli/soak/growth.ts";
import { type Sample, verdictsOn } from "../../src/cli/soak/samples.ts";
import { RandomStream } from "../../src/core/random.ts";

describe("the line through figures", () => {
  it("is the line they were taken from", () => {
    const { slope, error } = lineThrough([1, 2, 4, 7].map((x) => [x, 3 - 2 * x] as const));
    expect(slope).toBeCloseTo(-2, 12);
    expect(error).toBeCloseTo(0, 12);
  });

  it("has the standard error that four points give by hand", () => {
    // Mean (1.5, 1), slope 2/5, rests 0.6, −0.8, −0.2 … : Σ = 1.2, over n − 2 and Σ(x − x̄)² = 5.
    const { slope, error } = lineThrough([
      [0, 1],
      [1, 0],
      [2, 1],
      [3, 2],
    ]);
    expect(slope).toBeCloseTo(0.4, 12);
    expect(error).toBeCloseTo(Math.sqrt(1.2 / 2 / 5), 12);
  });

  it("is none where there are too few", () => {
    expect(lineThrough([[1, 1]]).slope).toBeNaN();
    expect(growthOf([], 1).grows).toBe(false);
  });
});

/** Samples of a run whose resident memory grows by so many bytes a sample, on noise. */
function samplesOf(bytes: number, buffers = 0): Sample[] {
  const random = new RandomStream(1, "growth test");
  return Array.from({ length: 60 }, (_, i) => ({
    ...{ seconds: 10 * i, steps: 1000 * i, lost: 0, devices: 1, heap: 20e6, arrays: 30e6 },
    resident: 400e6 + bytes * i + 1e6 * random.normal(),
    ...{ buffers: 29 + Math.floor(buffers * i), bufferBytes: 1e6 },
    stepMs: { median: 2 + 0.1 * random.normal(), p99: 4 + 0.5 * random.normal() },
  }));
}
const growing = (samples: readonly Sample[]) =>
  Object.entries(verdictsOn(samples)).flatMap(([name, { grows }]) => (grows ? [name] : []));

describe("a run that is watched", () => {
  it("is found to grow where it does, and in what", () => {
    expect(growing(samplesOf(0))).toEqual([]);
    expect(growing(samplesOf(1e6))).toEqual(["resident"]);
    expect(growing(samplesOf(0, 0.2))).toEqual(["buffers"]);
  });

  it("is not found to grow where memory is given back", () => {
    expect(growing(samplesOf(-1e6))).toEqual([]);
  });
});
