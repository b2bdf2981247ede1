import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { circledast, withoutAdapter } from "./circledast.ts";

const number = expect.any(Number);
const small = ["--preset", "sigmoid2", "--json"];

test("bench train has a row for each batch: times, dispatches as planned, submits of many steps", () => {
  const { status, events } = circledast([
    "bench",
    "train",
    ...small,
    "--batches",
    "1,4",
    "--rounds",
    "2",
    "--seconds",
    "0.2",
  ]);
  expect(status).toBe(0);
  const rows = events();
  expect(rows.map(({ batch }) => batch)).toEqual([1, 4]);
  const { dispatches } = JSON.parse(circledast(["explain", ...small]).stdout);
  for (const row of rows) {
    expect(row).toMatchObject({
      preset: "sigmoid2",
      adapter: expect.stringContaining("SwiftShader"),
      firstStepMs: number,
    });
    expect(row).toMatchObject({ hostMicrosecondsPerStep: number, plannedBytes: number });
    // A part of what the host does for a step, which takes less than a step.
    expect(row.encodeMicrosecondsPerStep).toBeGreaterThan(0);
    expect(row.encodeMicrosecondsPerStep).toBeLessThan(1000 * (row.msPerStep as Record<string, number>).max);
    // One thread has not more of a processor than there is time.
    const isTold = process.platform === "linux" || "threadCpuUsage" in process;
    const most = 1000 * (row.msPerStep as Record<string, number>).max;
    const told = row.hostCpuMicrosecondsPerStep as number | undefined;
    expect(told !== undefined && told > 0 && told < most).toBe(isTold);
    expect(row.dispatchesPerStep).toBe(dispatches.length);
    // Many steps go in a submit, and at least one submit in a round.
    expect(row.submitsPerStep).toBeGreaterThan(0);
    expect(row.submitsPerStep).toBeLessThan(1);
    const { min, median, max } = row.msPerStep as Record<string, number>;
    expect(min).toBeGreaterThan(0);
    expect(min <= median && median <= max).toBe(true);
    expect(row.imagesPerSecond).toBeCloseTo((1000 * (row.batch as number)) / median, 6);
  }
});

test("bench train times the CPU reference, which dispatches nothing", () => {
  const args = ["bench", "train", ...small, "--rounds", "1", "--seconds", "0.01", "--device", "cpu"];
  const { status, events } = circledast(args, withoutAdapter);
  expect(status).toBe(0);
  expect(events()).toEqual([
    expect.objectContaining({ dispatchesPerStep: 0, submitsPerStep: 0, imagesPerSecond: number }),
  ]);
});

test("bench kernels has a row for each dispatch, each compared with the reference, and keeps them with what was measured", () => {
  const folder = mkdtempSync(join(tmpdir(), "circledast-bench-"));
  try {
    const out = join(folder, "kernels.json");
    const { status, events } = circledast(["bench", "kernels", ...small, "--out", out]);
    expect(status).toBe(0);
    const rows = events();
    const { dispatches } = JSON.parse(circledast(["explain", ...small]).stdout);
    expect(rows.map(({ kernel }) => kernel)).toEqual(dispatches.map(({ shader }: { shader: string }) => shader));
    for (const row of rows) {
      expect(row).toMatchObject({
        shape: expect.stringMatching(/\d/),
        ms: number,
        predictedMs: number,
        gflops: number,
        gbs: number,
      });
      expect(row.shareOfPeak).toBeGreaterThan(0);
      expect(row.worst).toBeLessThanOrEqual(1);
    }
    const results = JSON.parse(readFileSync(out, "utf8"));
    const command = expect.stringMatching(/^CIRCLEDAST_ADAPTER=swiftshader circledast bench kernels --preset sigmoid2/);
    expect(results).toMatchObject({ command, rows, preset: "sigmoid2", machine: expect.any(String) });
    expect(results).toMatchObject({ versions: { circledast: expect.any(String), webgpu: expect.any(String) } });
    expect(results.peak).toEqual({ flops: number, bandwidth: number, dispatch: number });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("bench kernels measures the kernels that are chosen", () => {
  const { status, events } = circledast(["bench", "kernels", ...small, "--kernels", "plain"]);
  expect(status).toBe(0);
  // One for each operation: more than by default, where several have one in common.
  const { dispatches } = JSON.parse(circledast(["explain", ...small]).stdout);
  expect(events().length).toBeGreaterThan(dispatches.length);
});

test("without an adapter bench kernels and bench train end with status 3", () => {
  for (const what of ["kernels", "train"]) {
    const { status, stdout, stderr } = circledast(["bench", what, ...small], withoutAdapter);
    expect(stderr).toContain("WebGPU: no adapter found");
    expect(status).toBe(3);
    expect(stdout).toBe("");
  }
});
