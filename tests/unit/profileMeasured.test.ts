/** Predictions held against what `bench kernels` measured and bench/results keeps: see docs/bench.md. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { median } from "../../src/core/statistics.ts";
import { presets } from "../../src/model/presets.ts";
import { kernelContests } from "../../src/plan/chooseKernels.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { predictedCost } from "../../src/plan/cost.ts";
import { profiles } from "../../src/plan/profiles.ts";

/** Of a step; what takes less decides no choice. */
const LEAST_SHARE = 0.03;

/**
 * Two rows that are both as far off as this can change places in a choice: the tuner times whatever is predicted to be so near. Off from each other:
 * how fast the whole machine was on the day of a measurement, of which identical runs say up to 1.75 times one thing or another, changes no choice.
 */
const MOST_OFF = 2;

interface Row {
  readonly label: string;
  readonly ms: number;
}

const measured = ["swiftshader", "lavapipe"].flatMap((adapter) =>
  (["lenet", "convnet", "deep"] as const).map((network) => ({ adapter, network })),
);

describe.each(measured)("a step of $network on $adapter", ({ adapter, network }) => {
  const file = readFileSync(`bench/results/kernels-${network}-${adapter}.json`, "utf8");
  const { batch, rows } = JSON.parse(file) as { readonly batch: number; readonly rows: readonly Row[] };
  const profile = profiles.find(({ name }) => name === adapter)!;
  const program = compileTraining({ ...presets[network], batch }, { count: 2 * batch, shape: presets[network].input });
  const cost = predictedCost(program, profile);
  // Whether or not they are the choice of today.
  const candidates = kernelContests(program, profile.device).flatMap((contest) => contest.candidates());
  const secondsOf = ({ label }: Row) => {
    const found = candidates.find(
      ({ kernel, members: [first] }) => `${program.operations[first].label}.${kernel.name}` === label,
    );
    return found && cost(found);
  };

  const total = rows.reduce((sum, { ms }) => sum + ms, 0);
  const heavy = rows.filter(({ ms }) => ms > LEAST_SHARE * total);

  const offOf = (row: Row) => row.ms / 1000 / secondsOf(row)!;
  const whole = median(heavy.filter((row) => secondsOf(row) !== undefined).map(offOf));

  it("takes about as long as predicted, by the median of its dispatches", () => {
    expect(whole).toBeGreaterThan(1 / MOST_OFF);
    expect(whole).toBeLessThan(MOST_OFF);
  });

  it("is made of kernels that there are still", () => {
    expect(heavy.filter((row) => secondsOf(row) === undefined).map(({ label }) => label)).toEqual([]);
    expect(heavy.reduce((sum, { ms }) => sum + ms, 0)).toBeGreaterThan(0.7 * total);
  });

  it.each(heavy)("$label takes about as long as predicted, beside the others", (row) => {
    const off = offOf(row) / whole;
    expect(off).toBeGreaterThan(1 / MOST_OFF);
    expect(off).toBeLessThan(MOST_OFF);
  });
});
