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
      stage: expect.any(Number),
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

test("explain tells what each pass did and saved", () => {
  const { passes, dispatches, flopsPerStep, bytes } = JSON.parse(explain("--preset", "lenet", "--json").stdout);
  const names = ["written", "poolFirst", "removeDead", "fusion", "sideBySide", "reuse"];
  expect(passes.map(({ pass }: { pass: string }) => pass)).toEqual(names);
  expect(passes.at(-1)).toMatchObject({ dispatches: dispatches.length, flops: flopsPerStep, memory: bytes });
  for (const [i, { flops, traffic, memory }] of passes.slice(1).entries()) {
    expect(flops).toBeLessThanOrEqual(passes[i].flops);
    expect(traffic).toBeLessThanOrEqual(passes[i].traffic);
    expect(memory).toBeLessThanOrEqual(passes[i].memory);
  }
  const text = explain("--preset", "lenet").stdout;
  for (const words of [
    "as written",
    "relu1, relu2 behind their pooling",
    "without conv1.conv2dInputGrad",
    "in turn",
    "Planned for any adapter",
  ]) {
    expect(text).toContain(words);
  }
  const [written, fused] = [passes[0], passes.find(({ pass }: { pass: string }) => pass === "fusion")];
  expect(text).toMatch(new RegExp(`fusion +${fused.dispatches} \\(−${written.dispatches - 1 - fused.dispatches}\\)`));
});

test("explain shows what storage as f16 saves", () => {
  const { passes, bytes } = JSON.parse(explain("--preset", "deep", "--storage", "f16", "--json").stdout);
  const place = passes.findIndex(({ pass }: { pass: string }) => pass === "storage");
  // All that kernels hand on but indices of maxima, which deep has none of; parameters and the data set stay.
  expect(passes[place].traffic).toBeLessThan(0.55 * passes[place - 1].traffic);
  expect(passes.at(-1).memory).toBe(bytes);
  expect(bytes).toBeLessThan(JSON.parse(explain("--preset", "deep", "--json").stdout).bytes);
});

test("explain predicts a step on an adapter that is not there", () => {
  const { dispatches, adapterProfile, predictedMsPerStep } = JSON.parse(
    explain("--preset", "lenet", "--adapter-profile", "m2", "--json").stdout,
  );
  expect(adapterProfile).toBe("m2");
  expect(predictedMsPerStep).toBeGreaterThan(0);
  for (const { predictedMs } of dispatches) expect(predictedMs).toBeGreaterThan(0);
  const { stdout } = explain("--preset", "lenet", "--adapter-profile", "m2");
  expect(stdout).toContain("Nothing was measured.");
  expect(stdout).toContain("Planned for Apple M2, 10 cores.");
});

test("explain refuses storage that the adapter cannot have, as training does", () => {
  const { status, stderr } = explain("--preset", "lenet", "--adapter-profile", "swiftshader", "--storage", "f16");
  expect(status).toBe(3);
  expect(stderr).toContain("storage: SwiftShader on two cores has no f16 (shader-f16)");
  expect(explain("--preset", "lenet", "--adapter-profile", "rtx4070", "--storage", "f16").status).toBe(0);
});
