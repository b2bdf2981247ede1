import { expect, test } from "vitest";
import { driftPoints } from "../../../src/app/engine/driftSection.ts";
import { flopWords, timeWords } from "../../../src/app/engine/planSection.ts";
import { axesOf, dotsOf, logAxis, roofAt, roofLine } from "../../../src/app/engine/roofline.ts";
import { summaryOf } from "../../../src/app/verify/kept.ts";
import { waterfall } from "../../../src/plan/waterfall.ts";

test("stages follow each other; dispatches of one stage begin together", () => {
  const { bars, total } = waterfall([{ stage: 1 }, { stage: 2 }, { stage: 2 }, { stage: 3 }], [1, 2, 3, 4]);
  expect(total).toBe(8);
  expect(bars.map(({ start }) => start * 8)).toEqual([0, 1, 1, 4]);
  expect(bars.map(({ length }) => length * 8)).toEqual([1, 2, 3, 4]);
  expect(waterfall([], []).total).toBe(0);
});

test("a logarithmic axis goes from power of ten to power of ten, a decade at least", () => {
  const axis = logAxis([0.03, 0, 20, Number.POSITIVE_INFINITY]);
  expect(axis.ticks).toEqual([0.01, 0.1, 1, 10, 100]);
  expect([axis.at(0.01), axis.at(1), axis.at(100)]).toEqual([0, 0.5, 1]);
  expect(logAxis([10, 10]).ticks).toEqual([10, 100]);
});

const roofs = { flops: 100e9, bandwidth: 10e9, dispatch: 1e-5 };
const row = { kernel: "k", shape: "", predictedMs: 1, shareOfPeak: 0.5, roof: "memory" } as const;
const rows = [
  { ...row, phase: "forward" as const, label: "a", ms: 1, gflops: 2, gbs: 4 },
  { ...row, phase: "update" as const, label: "b", ms: 2, gflops: 80, gbs: 1 },
];

test("a roof is the memory's up to the corner, then arithmetic's; dots lie beneath", () => {
  expect(roofAt(roofs, 1)).toBe(10);
  expect(roofAt(roofs, 10)).toBe(100);
  expect(roofAt(roofs, 1000)).toBe(100);
  const measured = { roofs, rows };
  const dots = dotsOf(measured);
  expect(dots.map(({ intensity }) => intensity)).toEqual([0.5, 80]);
  expect(dots.map(({ phase }) => phase)).toEqual(["forward", "update"]);
  for (const { intensity, gflops } of dots) expect(gflops).toBeLessThanOrEqual(roofAt(roofs, intensity));
  const { x, y } = axesOf(measured);
  const line = roofLine(roofs, x, y);
  expect(line).toHaveLength(3);
  expect(line[1]).toEqual([x.at(10), y.at(100)]);
  expect(line[2][0]).toBe(1);
  for (const place of line.flat()) expect(place).toBeGreaterThanOrEqual(0);
});

test("comparisons lie by step; what is far outside lies on the upper edge", () => {
  const points = driftPoints(
    [
      { step: 10, worst: 0.55 },
      { step: 100, worst: 1e9 },
    ],
    100,
  );
  expect(points[0][0]).toBe(0.1);
  expect(points[0][1]).toBeCloseTo(0.5);
  expect(points[1]).toEqual([1, 1]);
});

test("amounts have units", () => {
  expect(flopWords(78.9e6)).toBe("78.9\u202fMFLOP");
  expect(flopWords(1.97e11)).toBe("197\u202fGFLOP");
  expect([timeWords(0.183), timeWords(11.3)]).toEqual(["183\u202fµs", "11.3\u202fms"]);
});

test("of a certificate the last result is kept: its worst share, even where that is without end", () => {
  const adapter = {
    kind: "gpu",
    vendor: "",
    architecture: "",
    description: "A card",
    software: false,
    device: "",
    driver: "",
  } as const;
  const check = { part: "", kernel: "k", op: "o", name: "n", pass: true, worst: 0.4, mistakes: [] } as const;
  const cases = [check, { ...check, pass: false, worst: Number.POSITIVE_INFINITY }] as never;
  const { checks, failed, worst, ...kept } = summaryOf({
    adapter,
    runtime: "",
    version: "",
    date: "2026-01-02T03:04:05Z",
    cases,
    passed: 1,
    failed: 1,
  });
  expect([checks, failed, kept.adapter]).toEqual([2, 1, "A card"]);
  expect(JSON.parse(JSON.stringify(worst))).toBe(Number.MAX_VALUE);
});
