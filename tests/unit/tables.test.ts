import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

// Plain scripts, which have no types.
const load = (file: string) => import(new URL(`../../scripts/${file}`, import.meta.url).href);
const { documents, fill, readResults } = await load("tables.js");

test.each(documents as string[])("%s says what the results say", (document) => {
  const text = readFileSync(document, "utf8");
  expect(fill(document, text, readResults()), "Run: node scripts/tables.js").toBe(text);
});

test.each(Object.keys(readResults()))("%s says when, on what, with what and how it was measured", (name) => {
  // A certificate has its own form; accuracies and what tuning is worth are measured preset by preset.
  if (name.startsWith("verify-")) return;
  const result = readResults()[name];
  for (const one of result.presets === undefined ? [result] : Object.values(result.presets)) {
    expect(one).toMatchObject({
      date: expect.stringMatching(/^20\d\d-\d\d-\d\d/),
      machine: expect.stringMatching(/^\d+ × /),
      versions: { circledast: expect.any(String), node: expect.any(String) },
      command: expect.any(String),
    });
  }
});

const facts = {
  date: "2026-01-02T03:04:05.678Z",
  machine: "2 × A Processor, linux x64",
  versions: { circledast: "1.2.3", node: "20.0.0", chromium: "150.1.2.3" },
  command: "CIRCLEDAST_ADAPTER=lavapipe circledast bench peers --out peers.json",
};
const spread = (median: number) => ({ min: median / 2, median, max: 2 * median });

/** What a part becomes, its table's columns no wider than they have to be. */
function part(name: string, results: object): string[] {
  const text = fill("docs/x.md", `<!-- bench:start ${name} -->\nold\n<!-- bench:end -->`, results);
  return text
    .split("\n")
    .map((line: string) => line.replace(/ +/g, " "))
    .filter(Boolean);
}

describe("the table of", () => {
  const where = { place: "node", adapter: "llvmpipe: Mesa 25.0.7-2~x (LLVM 15)", kind: "training" };

  test("peers has a column for PyTorch on a card where one was measured", () => {
    const lenet = { ...where, preset: "lenet", batch: 128, rounds: [1] };
    const rows = [
      { ...lenet, system: "circledast", imagesPerSecond: spread(3000) },
      { ...lenet, system: "pytorch-cuda-graph", imagesPerSecond: spread(6000) },
    ];
    const [header, , row] = part("peers", { "peers-x.json": { ...facts, rows } }).filter((line) =>
      line.startsWith("|"),
    );
    expect(header).toMatch(/PyTorch on the CPU \| PyTorch with CUDA \|$/);
    expect(row).toMatch(/\| 3,000 \| \| \| \| 6,000 \(0\.50×\) \|$/);
  });

  test("peers has a row for each workload, ratios to ours, what failed, and nothing for who did not take part", () => {
    const lenet = { ...where, preset: "lenet", batch: 128 };
    const rows = [
      { ...lenet, system: "circledast", rounds: [1, 2, 3], imagesPerSecond: spread(3000) },
      { ...lenet, system: "jax-js-webgpu", rounds: [1, 2, 3], imagesPerSecond: spread(200) },
      { ...lenet, system: "pytorch-1", rounds: [1, 2, 3], imagesPerSecond: spread(4000) },
      { ...lenet, system: "circledast", kind: "inference", batch: 256, rounds: [1], imagesPerSecond: spread(50) },
      { ...lenet, system: "tfjs-webgpu", kind: "inference", batch: 256, error: "lost" },
    ];
    const lines = part("peers", { "peers-x.json": { ...facts, rows }, "train-x.json": { ...facts, rows: [] } });
    expect(lines).toContain(
      "| llvmpipe: Mesa 25.0.7 through Dawn in Node | `lenet`, 128 | 3,000 | 200 (15×) | | 4,000 (0.75×) |",
    );
    expect(lines).toContain(
      "| llvmpipe: Mesa 25.0.7 through Dawn in Node | `lenet`, 256, inference | 50.0 | | failed | |",
    );
    expect(lines.at(-2)).toBe(
      "- `CIRCLEDAST_ADAPTER=lavapipe npm run -s circledast -- bench peers --out peers.json`: 2026-01-02 on 2 × A Processor, linux x64; " +
        "circledast 1.2.3, Node 20.0.0, Chromium 150.1.2.3; [peers-x.json](../bench/results/peers-x.json)",
    );
  });

  test("training says how much work is in a submit; of the CPU, what it has", () => {
    const row = { preset: "lenet", batch: 128, adapter: "x", imagesPerSecond: 1234.5, firstStepMs: 1500 };
    const gpu = {
      msPerStep: spread(10),
      submitsPerStep: 0.2,
      dispatchesPerStep: 12,
      hostMicrosecondsPerStep: 17.25,
      hostCpuMicrosecondsPerStep: 99,
    };
    const rows = [
      { ...row, ...gpu, plannedBytes: 12_345_678 },
      { ...row, ...gpu, dispatchesPerStep: 0, submitsPerStep: 0, plannedBytes: undefined },
    ];
    const lines = part("training", { "train-x.json": { ...facts, rows } });
    expect(lines).toContain("| `lenet`, 128 | x | 1,235 | 1.50 s | 12 | 50.0 ms | 17.3 µs | 12.3 MB |");
    expect(lines).toContain("| `lenet`, 128 | x | 1,235 | 1.50 s | | | | |");
  });

  test("peers says when each has done its first step, and in what batches we judge", () => {
    const lenet = { ...where, preset: "lenet", batch: 128, rounds: [1], imagesPerSecond: spread(1) };
    const rows = [
      { ...lenet, system: "circledast", firstStepMs: 1234 },
      { ...lenet, system: "tfjs-webgpu", firstStepMs: 5678 },
      { ...lenet, system: "circledast", kind: "inference" },
    ];
    const lines = part("peers", { "peers-x.json": { ...facts, rows } });
    expect(lines).toContain("| llvmpipe: Mesa 25.0.7 through Dawn in Node | `lenet`, 128 | 1.23 s | | 5.68 s | |");
    expect(lines.join()).toMatch(/in batches of 250\./);
  });

  test("goals says what is met, and by how much what is not is missed", () => {
    const lenet = { ...where, preset: "lenet", batch: 128, rounds: [1] };
    const peers = [
      { ...lenet, system: "circledast", imagesPerSecond: spread(880) },
      { ...lenet, system: "jax-js-webgpu", imagesPerSecond: spread(100) },
      { ...lenet, system: "pytorch-1", imagesPerSecond: spread(800) },
    ];
    const perRound = { min: 8, median: 9, max: 9.5 };
    const ratios = [{ ...lenet, ratio: "circledast / jax-js-webgpu", imagesPerSecond: { ofMedians: 9, perRound } }];
    const kernel = (label: string, gflops: number, roof: string) => ({ kernel: "conv2d", label, gflops, roof });
    const convolutions = [kernel("a", 20, "arithmetic"), kernel("b", 12, "arithmetic"), kernel("c", 5, "memory")];
    const train = (batch: number, imagesPerSecond: number, ms: number) => ({
      ...{ preset: "lenet", adapter: "SwiftShader", batch, imagesPerSecond, plannedBytes: 1, msPerStep: spread(ms) },
      ...{ submitsPerStep: 0.5, dispatchesPerStep: 12, firstStepMs: 1200, hostMicrosecondsPerStep: 15 },
      encodeMicrosecondsPerStep: 4,
    });
    const deep = { preset: "deep", batch: 64, adapter: "x", peak: { flops: 50e9 }, rows: convolutions };
    const lines = part("goals", {
      "peers-x.json": { ...facts, rows: peers, ratios },
      "kernels-x.json": { ...facts, ...deep },
      "train-x.json": { ...facts, rows: [train(128, 1000, 30)] },
      "train-y.json": { ...facts, rows: [train(32, 1100, 20)] },
      "recipe-x.json": { ...facts, preset: "q", accuracy: 98, adapter: "x", medianSeconds: 12.3, runs: [1, 2, 3] },
    }).filter((line) => line.startsWith("|"));
    const on = "llvmpipe: Mesa 25.0.7 in Node";
    expect(lines.slice(2)).toEqual([
      `| \`lenet\`, 128: as fast as jax-js | ${on} | at least 10× | 8.80× (8.00 to 9.50 by round) | missed by 12 % |`,
      `| \`lenet\`, 128: as fast as PyTorch | ${on} | at least 1.00× | 1.10× | met |`,
      "| `deep`, 64: of the multiply-add peak, each of 3 convolutions | x | at least 30 % | 10 % (`c`, which memory bounds), 24 % (`b`) | missed by 67 %; 1 of 3 reach it |",
      "| page: from Train to 98 % with `q`, median of 3 | x in Chromium | at most 30.0 s | 12.3 s | met |",
      "| `lenet`: dispatches of a step (batch) | SwiftShader | at most 12 | 12 (32), 12 (128) | met |",
      "| `lenet`: work in a submit (batch) | SwiftShader | at least 50.0 ms | 40.0 ms (32), 60.0 ms (128) | missed by 20 % |",
      "| `lenet`: the host's time for a step, encoding and submitting (batch) | SwiftShader | at most 20.0 µs | 15.0 µs (32), 15.0 µs (128) | met |",
      "| `lenet`: of that, encoding alone (batch) | SwiftShader | at most 20.0 µs | 4.00 µs (32), 4.00 µs (128) | met |",
      "| `lenet`: images/s (batch) | SwiftShader | never fewer with a larger batch | 1,100 (32), 1,000 (128) | missed: 10 % dearer at 128 |",
      "| `lenet`, 128: the first step, cold | SwiftShader in Node | at most 1.50 s | 1.20 s | met |",
    ]);
  });

  test("tuning has a gain where something else was chosen, and none where the step is the same", () => {
    const tuned = { ...facts, batch: 8, seconds: 9, measuringMs: 500, candidates: 20, timed: 5 };
    const times = { defaultMs: spread(3), tunedMs: spread(2), gain: spread(1.5) };
    const presets = {
      a: { ...tuned, ...times, changed: ["conv2dRows(conv1.conv2d)"] },
      b: { ...tuned, ...times, changed: [] },
      c: { ...tuned, defaultMs: spread(3), changed: [] },
    };
    const lines = part("tuning", { "tuning-x.json": { adapter: "x", presets } });
    expect(lines).toContain(
      "| `a`, 8 | x | 0.50 s | 9.0 s | 5 of 20 | 3.00 ms | 2.00 ms | 1.50 (0.75 to 3.00) | `conv2dRows` |",
    );
    expect(lines).toContain("| `b`, 8 | x | 0.50 s | 9.0 s | 5 of 20 | 3.00 ms | | | the default |");
    expect(lines).toContain("| `c`, 8 | x | 0.50 s | 9.0 s | 5 of 20 | 3.00 ms | | | the default |");
  });

  test("convolutions has the least and the greatest share of the peak, and no other kernel's", () => {
    const kernel = (name: string, gflops: number) => ({ kernel: name, ms: 2, predictedMs: 3, gflops, gbs: 1 });
    const rows = [kernel("conv2dBias", 20), kernel("conv2dInputGrad", 5), kernel("dense", 1)];
    const peak = { flops: 50e9, bandwidth: 1e9, dispatch: 1e-5 };
    const lines = part("convolutions", {
      "kernels-x.json": { ...facts, adapter: "x", preset: "deep", batch: 64, peak, rows },
    });
    expect(lines).toContain("| `deep`, 64 | x | 50.0 GFLOP/s | 10 % to 40 % | 3 | 6.00 ms |");
  });
});

test("a part without a file is empty", () => {
  expect(part("peers", {})).toEqual(["<!-- bench:start peers -->", "<!-- bench:end -->"]);
});

test("a part that is not known, and one without an end, are refused", () => {
  expect(() => part("speers", {})).toThrow("there is no part speers");
  expect(() => fill("x.md", "<!-- bench:start peers -->\n", {})).toThrow("1 parts begin and 0 have an end");
});
