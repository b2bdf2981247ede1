import { expect, test } from "vitest";
import { circledast, withoutAdapter } from "./circledast.ts";

const explain = (...args: string[]) => circledast(["explain", ...args], withoutAdapter);

test("explain tells of a step of lenet in at most 20 dispatches, without any device", () => {
  const { status, stdout, stderr } = explain("--preset", "lenet", "--batch", "128", "--json");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const { parameters, flopsPerStep, dispatches, buffers, bytes } = JSON.parse(stdout);
  expect(parameters).toBe(44426);
  expect(dispatches.length).toBeLessThanOrEqual(20);
  for (const dispatch of dispatches) {
    expect(dispatch).toEqual({
      label: expect.any(String),
      shader: expect.any(String),
      entry: expect.any(String),
      operations: expect.any(Array),
      workgroups: [expect.any(Number), expect.any(Number), expect.any(Number)],
      flops: expect.any(Number),
      bytes: expect.any(Number),
    });
  }
  const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
  expect(flopsPerStep).toBe(sum(dispatches.map(({ flops }: { flops: number }) => flops)));
  expect(bytes).toBe(sum(buffers.map((buffer: { bytes: number }) => buffer.bytes)));
});

test("gathering a batch touches the batch, not the whole data set", () => {
  const { dispatches } = JSON.parse(explain("--preset", "lenet", "--batch", "128", "--json").stdout);
  const [gather] = dispatches.filter(({ operations }: { operations: string[] }) => operations.includes("gatherBatch"));
  // Pixels as bytes and as f32; labels, their places in the order, and labels as u32.
  expect(gather.bytes).toBeLessThan(128 * 28 * 28 * 5 + 128 * 9 + 64);
});

test("explain shows layers, dispatches and buffers to read", () => {
  const { status, stdout } = explain("--preset", "classic");
  expect(status).toBe(0);
  for (const words of ["conv1", "12×8×8", "MFLOP", "images", "at batch 50", "3,898 parameters"]) {
    expect(stdout).toContain(words);
  }
});

test("explain predicts a step on an adapter that is not there", () => {
  const { dispatches, adapterProfile, predictedMsPerStep } = JSON.parse(
    explain("--preset", "lenet", "--adapter-profile", "m2", "--json").stdout,
  );
  expect(adapterProfile).toBe("m2");
  expect(predictedMsPerStep).toBeGreaterThan(0);
  for (const { predictedMs } of dispatches) expect(predictedMs).toBeGreaterThan(0);
  expect(explain("--preset", "lenet", "--adapter-profile", "m2").stdout).toContain("Nothing was measured.");
});
