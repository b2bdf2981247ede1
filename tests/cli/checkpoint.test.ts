import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, truncateSync, watch, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { binary, circledast, parseEvents, software } from "./circledast.ts";

const folder = mkdtempSync(join(tmpdir(), "circledast-kept-"));
afterAll(() => rmSync(folder, { recursive: true }));

const STEPS = 400;
/** Small steps, so that there are many; pictures changed at random and an average, so that there is much to forget. */
const run = ["train", "--preset", "lenet", "--steps", `${STEPS}`, "--batch", "8", "--augment", "shift=2", "--json"];
const kept = (name: string) => ["--checkpoint", join(folder, name), "--checkpoint-seconds", "0.05"];

function events(args: readonly string[]) {
  const { status, stdout, stderr } = circledast(args);
  expect(status, stderr).toBe(0);
  return parseEvents(stdout);
}

const endOf = (all: readonly Record<string, unknown>[]) => all.find(({ event }) => event === "end")!;

let whole: string;
beforeAll(() => {
  whole = endOf(events(run)).weightsSha256 as string;
});

/** Starts it and kills it, without a word, as soon as it is so many steps on. */
async function killedAfter(step: number, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [binary, ...args], { env: software, stdio: ["ignore", "pipe", "ignore"] });
  let text = "";
  child.stdout.on("data", (data) => {
    text += data;
    const told = [...text.matchAll(/"step":(\d+)/g)].map(([, number]) => Number(number));
    if (Math.max(...told) >= step) child.kill("SIGKILL");
  });
  const [, signal] = await once(child, "exit");
  expect(signal).toBe("SIGKILL");
}

/** What a checkpoint is written to before it is whole. */
const unfinished = /^[.]step-(\d+)[.].*[.]tmp$/;

/** Starts it and kills it while it writes a checkpoint of so many steps or more. @returns how many files that left unfinished */
async function killedWhileWriting(step: number, there: string, args: readonly string[]): Promise<number> {
  mkdirSync(there, { recursive: true });
  const watcher = watch(there);
  const child = spawn(process.execPath, [binary, ...args], { env: software, stdio: "ignore" });
  watcher.on("change", (_, name) => {
    if (Number(unfinished.exec(String(name))?.[1] ?? -1) >= step) child.kill("SIGKILL");
  });
  const [, signal] = await once(child, "exit");
  watcher.close();
  expect(signal).toBe("SIGKILL");
  return readdirSync(there).filter((name) => unfinished.test(name)).length;
}

describe("train --checkpoint", () => {
  it("goes on to the same weights, to the bit, however often it is killed, and leaves nothing half written", async () => {
    const args = [...run, ...kept("killed"), "--resume"];
    let left = 0;
    for (const step of [40, 150, 290]) left += await killedWhileWriting(step, join(folder, "killed"), args);
    expect(left).toBeGreaterThan(0);
    const rest = events(args);
    const { resumedFrom } = rest.find(({ event }) => event === "start")!;
    expect(resumedFrom).toBeGreaterThan(150);
    expect(endOf(rest).weightsSha256).toBe(whole);
    expect(readdirSync(join(folder, "killed"))).toHaveLength(3);
  });

  it("says what is other than it was, where that may change the bits", () => {
    const short = ["train", "--preset", "sigmoid2", "--steps", "20", ...kept("other")];
    const begun = circledast([...short, "--resume"]);
    expect(begun.status).toBe(0);
    expect(begun.stderr).toContain("no checkpoint is there yet, the run begins");
    const [same, plain] = [[], ["--kernels", "plain"]].map((more) => circledast([...short, "--resume", ...more]));
    expect([same.status, plain.status]).toEqual([0, 0]);
    expect(same.stderr).not.toContain("other bits");
    expect(same.stderr).not.toContain("the run begins");
    expect(plain.stderr).toContain("So far the run had the kernels default; with plain it may come to other bits.");
  });

  it("passes over a torn checkpoint and says so, and needs no other option to go on", async () => {
    const there = join(folder, "torn");
    await killedAfter(200, [...run, ...kept("torn")]);
    const newest = readdirSync(there)
      .filter((name) => name.startsWith("step-"))
      .sort()
      .at(-1)!;
    truncateSync(join(there, newest), 1000);
    const { status, stdout, stderr } = circledast(["train", "--json", "--resume", "--checkpoint", there]);
    expect(status, stderr).toBe(0);
    expect(stderr).toContain(`${newest} cannot be used`);
    expect(endOf(parseEvents(stdout)).weightsSha256).toBe(whole);
  });

  it("survives the loss of its device, to the same bits, and says how many steps it did again", () => {
    const all = events([...run, "--lose-device-at", "50,51,300"]);
    const recovered = all.filter(({ event }) => event === "recovered");
    expect(recovered.length).toBeGreaterThanOrEqual(2);
    const { weightsSha256, repeated } = endOf(all);
    expect(weightsSha256).toBe(whole);
    expect(repeated).toMatchObject({ different: 0 });
  });

  it("refuses a folder that has another run, or none to go on with", () => {
    const done = kept("killed");
    const refusals = {
      "has checkpoints of a run": [...run, ...done],
      "by the options the seed is 2": [...run, ...done, "--resume", "--seed", "2"],
      "by the options the recipe is another": ["train", "--preset", "convnet", ...done, "--resume"],
      "it is given without --checkpoint": ["train", "--resume"],
      "cannot be written to": ["train", "--checkpoint", join(folder, "killed", "in-a-file", "x"), "--steps", "1"],
    };
    writeFileSync(join(folder, "killed", "in-a-file"), "");
    for (const [words, args] of Object.entries(refusals)) {
      const { status, stderr } = circledast(args);
      expect(stderr).toContain(words);
      expect(status).toBe(2);
    }
  });

  it("refuses a folder that another process keeps its run in", async () => {
    const args = [...run, ...kept("two")];
    const first = spawn(process.execPath, [binary, ...args], { env: software, stdio: ["ignore", "pipe", "ignore"] });
    await once(first.stdout, "data");
    const { status, stderr } = circledast([...args, "--resume"]);
    first.kill("SIGKILL");
    await once(first, "exit");
    expect(stderr).toContain(`is in use by process ${first.pid}`);
    expect(status).toBe(2);
  });
});
