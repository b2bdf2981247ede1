/** A lock of a process that is gone, and many that want it at once. */
import { fork, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, mergeConfig } from "vite";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { nodeBuild } from "../../build/node.ts";
import { takeLock } from "../../src/cli/folderLock.ts";

let folder: string;
let lock: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "circledast-lock-"));
  lock = join(folder, "in-use");
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Of a process that has ended. */
const gone = spawnSync(process.execPath, ["-e", ""]).pid;
const claimOn = (text: string) => `${lock}.${createHash("sha256").update(text).digest("hex")}`;

describe("a lock whose process is gone", () => {
  it("is taken by one of many in a process, and given back", async () => {
    for (let round = 0; round < 20; round++) {
      writeFileSync(lock, `${gone} ${round}`);
      const taken = await Promise.all(Array.from({ length: 25 }, () => takeLock(lock)));
      const winners = taken.filter((one) => typeof one !== "number");
      expect(winners).toHaveLength(1);
      expect(new Set(taken.filter((one) => typeof one === "number"))).toEqual(new Set([process.pid]));
      expect(readdirSync(folder)).toEqual(["in-use"]);
      await winners[0].release();
      expect(readdirSync(folder)).toEqual([]);
    }
  });

  it("is taken over although one that was taking it over is gone too, whatever it had done by then", async () => {
    const [first, second, third] = [`${gone} a`, `${gone} b`, `${gone} c`];
    const claims = [
      [],
      [[first, second]],
      [
        [first, second],
        [second, third],
      ],
      // Of one that came too late.
      [["of a lock that is no more", second]],
    ];
    for (const made of claims) {
      writeFileSync(lock, first);
      for (const [on, text] of made) writeFileSync(claimOn(on), text);
      const taken = await takeLock(lock);
      if (typeof taken === "number") throw new Error(`in use by ${taken}`);
      expect(readFileSync(lock, "utf8")).toMatch(new RegExp(`^${process.pid} `));
      expect(readdirSync(folder)).toEqual(["in-use"]);
      await taken.release();
    }
  });

  it("is not taken from one that is taking it over and has come as far as its claim", async () => {
    writeFileSync(lock, `${gone} a`);
    writeFileSync(claimOn(`${gone} a`), `${process.ppid} b`);
    expect(await takeLock(lock)).toBe(process.ppid);
    expect(readFileSync(lock, "utf8")).toBe(`${gone} a`);
  });
});

describe("many processes", () => {
  it("have it one at a time, whoever is killed while it has it", { timeout: 120_000 }, async () => {
    const own = nodeBuild("tests/takeLock.ts", "takeLock.js");
    const script = mkdtempSync(join(tmpdir(), "circledast-script-"));
    onTestFinished(() => rmSync(script, { recursive: true }));
    await build(mergeConfig(own, { logLevel: "warn", build: { outDir: script, emptyOutDir: false } }));
    writeFileSync(join(script, "package.json"), '{"type":"module"}');
    writeFileSync(lock, `${gone} a`);
    // Every second one is killed, so that the lock is stale again and again while the others want it.
    const ends = Array.from({ length: 24 }, async (_, i) => {
      const player = fork(join(script, "takeLock.js"), [folder, "12", ...(i % 2 ? ["die"] : [])]);
      const [code, signal] = await once(player, "close");
      return signal ?? code;
    });
    expect((await Promise.all(ends)).sort()).toEqual([...Array(12).fill(0), ...Array(12).fill("SIGKILL")]);
  });
});
