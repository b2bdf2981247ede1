import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { folderStore, takeFolder } from "../../src/cli/folderStore.ts";
import { presets } from "../../src/model/presets.ts";
import { type Checkpoint, encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { Checkpoints, newestCheckpoint } from "../../src/train/checkpoints.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "circledast-folder-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Of a process that has ended. */
const gone = spawnSync(process.execPath, ["-e", ""]).pid;
const fileOf = (step: number) => `step-${String(step).padStart(12, "0")}.safetensors`;

/** The process that a lock names: nothing where it is not whole. */
const ownerIn = (lock: string) => /^(\d+) [0-9a-f-]{36}$/.exec(readFileSync(lock, "utf8"))?.[1];

const at = (step: number): Checkpoint => ({
  step,
  state: new Map([["parameters", Float32Array.of(step)]]),
  recipe: presets.sigmoid2,
  seed: 7,
  length: { steps: 9 },
  data: "d".repeat(64),
  device: "some device",
  losses: new Float64Array(step),
  judgements: [],
});

describe("a folder of checkpoints", () => {
  it("is rid of what a killed process had not written to its end, and of nothing else", async () => {
    const alive = process.ppid;
    const ours = [fileOf(3), "results.jsonl", `.report.html.${alive}.tmp`, ".other.tmp", "x.1.tmp"];
    const left = [`.${fileOf(4)}.${gone}.tmp`, `.${fileOf(5)}.${alive}.tmp`, `.report.html.${gone}.tmp`];
    for (const name of [...ours, ...left]) writeFileSync(join(folder, name), "x");
    await (await takeFolder(folder))();
    expect(readdirSync(folder).sort()).toEqual(ours.sort());
  });

  it("is one process's, which the lock names from its first moment", async () => {
    const seen: (string | undefined)[] = [];
    const lock = join(folder, "in-use");
    for (let i = 0; i < 50; i++) {
      // Whoever comes meanwhile reads whose it is.
      writeFileSync(lock, String(process.ppid));
      await expect(takeFolder(folder)).rejects.toThrow(`in use by process ${process.ppid}`);
      rmSync(lock);
      const taking = takeFolder(folder);
      for (let turns = 0; turns < 200; turns++) {
        try {
          seen.push(ownerIn(lock));
        } catch {
          // Not there yet.
        }
        await new Promise(setImmediate);
      }
      await (await taking)();
    }
    expect(new Set(seen)).toEqual(new Set([String(process.pid)]));
    expect(readdirSync(folder)).toEqual([]);
  });

  it("is taken over from a process that is gone", async () => {
    writeFileSync(join(folder, "in-use"), String(gone));
    const release = await takeFolder(folder);
    expect(ownerIn(join(folder, "in-use"))).toBe(String(process.pid));
    await release();
  });

  it("may have what cannot be read, which is said and passed over, and stays", async () => {
    writeFileSync(join(folder, fileOf(3)), await encodeCheckpoint(at(3)));
    for (const step of [2, 8]) mkdirSync(join(folder, fileOf(step)));
    const { checkpoint, unusable } = await newestCheckpoint(folderStore(folder));
    expect(checkpoint).toEqual(at(3));
    expect(unusable.map(({ name }) => name)).toEqual([fileOf(8)]);
    expect(unusable[0].reason).toMatch(/^checkpoint: it cannot be read \(.*EISDIR.*\); a file was expected[.] /);
    const checkpoints = new Checkpoints({
      store: folderStore(folder),
      keep: 1,
      onFailure: (error) => expect.fail(error.message),
    });
    await checkpoints.write(at(4));
    expect(readdirSync(folder).sort()).toEqual([fileOf(2), fileOf(4), fileOf(8)]);
  });
});
