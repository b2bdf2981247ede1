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
  // A certificate has its own form; accuracies are measured preset by preset.
  if (name.startsWith("verify-")) return;
  const result = readResults()[name];
  for (const one of name.startsWith("accuracy-") ? Object.values(result.presets) : [result]) {
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
      hostCpuMicrosecondsPerStep: 17.25,
    };
    const rows = [
      { ...row, ...gpu, plannedBytes: 12_345_678 },
      { ...row, ...gpu, dispatchesPerStep: 0, submitsPerStep: 0, plannedBytes: undefined },
    ];
    const lines = part("training", { "train-x.json": { ...facts, rows } });
    expect(lines).toContain("| `lenet`, 128 | x | 1,235 | 1.50 s | 12 | 50.0 ms | 17.3 µs | 12.3 MB |");
    expect(lines).toContain("| `lenet`, 128 | x | 1,235 | 1.50 s | | | | |");
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
