/** The runs of a sweep as scripts: each begins as it does here, and the lines of commands.txt start them. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { loadData } from "../../src/cli/data.ts";
import { readSweep } from "../../src/cli/sweep/readSweep.ts";
import { writeScripts } from "../../src/cli/sweep/scripts.ts";
import { openRun } from "../../src/train/openRun.ts";
import { decodeWeights } from "../../src/train/weightsFile.ts";
import { writeBlobs } from "../cli/blobs.ts";
import { pythonWith } from "./python.ts";

const folder = mkdtempSync(join(tmpdir(), "circledast-sweep-scripts-"));
afterAll(() => rmSync(folder, { recursive: true }));

const STEPS = 4;

test("each script has the losses of its run here, and saves weights that load", async () => {
  const python = pythonWith("torch", "python3-torch");
  const data = join(folder, "data");
  writeBlobs(data);
  const file = join(folder, "sweep.json");
  const grid = { "optimizer.type": ["adam", "momentum"], batch: [16, 32], seed: [3] };
  writeFileSync(file, JSON.stringify({ preset: "lenet", data, steps: STEPS, grid }));
  const sweep = await readSweep(file);
  const out = join(folder, "scripts");
  expect(await writeScripts(sweep, out)).toBe(4);
  const commands = readFileSync(join(out, "commands.txt"), "utf8").trimEnd().split("\n");
  const splits = await loadData(data);
  for (const [i, { recipe, seed, length }] of sweep.runs.entries()) {
    const [name, ...words] = commands[i].split(" ");
    expect(name).toBe("python3");
    const args = words.map((word) => (word === `"$DATA"` ? data : word));
    const env = { ...process.env, OMP_NUM_THREADS: "1" };
    const told = execFileSync(python, [...args, "--losses", String(STEPS)], { cwd: out, encoding: "utf8", env });
    const theirs: number[] = JSON.parse(told);
    const { session } = await openRun({ recipe, data: splits, seed, length, device: "cpu" });
    const losses: number[] = [];
    await session.train({ until: STEPS, onProgress: ({ results }) => losses.push(...results.map(({ loss }) => loss)) });
    expect(theirs).toHaveLength(STEPS);
    // f32 against float64 over four steps; another seed, batch or optimiser differs from the first or second step on by a hundredth or more.
    for (const [step, loss] of losses.entries()) expect(Math.abs(theirs[step] / loss - 1)).toBeLessThan(1e-4);
    const saved = decodeWeights(readFileSync(join(out, args[args.indexOf("--save") + 1])));
    session.load(saved.tensors);
    expect(saved.step).toBe(STEPS);
  }
}, 240_000);
