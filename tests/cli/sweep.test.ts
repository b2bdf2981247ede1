/** A sweep as a user runs it: results, report, going on after any end, each run alone, scripts. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { writeBlobs } from "./blobs.ts";
import { binary, circledast, parseEvents, software } from "./circledast.ts";

const place = mkdtempSync(join(tmpdir(), "circledast-sweeps-"));
afterAll(() => rmSync(place, { recursive: true }));

function sweepFile(name: string, value: object): string {
  const file = join(place, `${name}.json`);
  writeFileSync(file, JSON.stringify(value));
  return file;
}

type Event = Record<string, unknown>;

function events(args: readonly string[], status = 0): Event[] {
  const ran = circledast(args);
  expect(ran.status, ran.stderr).toBe(status);
  return parseEvents(ran.stdout);
}

const runsOf = (all: readonly Event[]) => all.filter(({ event }) => event === "run");
const hashesOf = (all: readonly Event[]) => runsOf(all).map(({ weightsSha256 }) => weightsSha256);

/** Few pictures to be judged on, which takes longer than to train. */
const blobs = join(place, "blobs");
writeBlobs(blobs);

const toy = { preset: "sigmoid2", steps: 200, grid: { "optimizer.learningRate": [0.5, 2], seed: [1, 2] } };

describe("sweep", () => {
  it("trains every run, keeps a line for each, and each by itself comes to the same weights", () => {
    const file = sweepFile("toy", toy);
    const all = events(["sweep", file, "--device", "cpu", "--json"]);
    const runs = runsOf(all);
    expect(runs).toHaveLength(4);
    expect(new Set(hashesOf(all)).size).toBe(4);
    const lines = readFileSync(join(place, "toy", "results.jsonl"), "utf8")
      .trimEnd()
      .split("\n");
    expect(lines.map((line) => JSON.parse(line).weightsSha256)).toEqual(hashesOf(all));
    for (const { command, weightsSha256, testAccuracy } of runs) {
      const end = events([...(command as string[]), "--json"]).find(({ event }) => event === "end")!;
      expect(end).toMatchObject({ weightsSha256, testAccuracy });
    }
    const best = Math.max(...runs.map(({ testAccuracy }) => testAccuracy as number));
    const { best: number, report } = all.at(-1)!;
    expect(runs.find(({ run }) => run === number)!.testAccuracy).toBe(best);
    const html = readFileSync(report as string, "utf8");
    for (const { testAccuracy } of runs) expect(html).toContain(`${(100 * (testAccuracy as number)).toFixed(2)} %`);
  });

  it("typed again has the results, trains nothing, and prints the table with the commands", () => {
    const file = sweepFile("again", toy);
    const first = events(["sweep", file, "--device", "cpu", "--json"]);
    const second = events(["sweep", file, "--device", "cpu", "--json"]);
    expect(runsOf(second)).toEqual(runsOf(first).map((run) => ({ ...run, stored: true, command: run.command })));
    // One torn line, and a plan with two runs more: those three are trained.
    const results = join(place, "again", "results.jsonl");
    const text = readFileSync(results, "utf8");
    writeFileSync(results, text.slice(0, -30));
    sweepFile("again", { ...toy, grid: { ...toy.grid, seed: [1, 2, 3] } });
    const more = circledast(["sweep", file, "--device", "cpu", "--json"]);
    expect(more.stderr).toContain("1 lines of its results are not whole");
    const third = runsOf(parseEvents(more.stdout));
    expect(third.filter(({ stored }) => stored)).toHaveLength(3);
    expect(
      third.filter(({ settings }) => (settings as Event).seed !== 3).map(({ weightsSha256 }) => weightsSha256),
    ).toEqual(hashesOf(first));
    const { stdout } = circledast(["sweep", "--file", file, "--device", "cpu"]);
    for (const { run, weightsSha256, command } of third) {
      expect(stdout).toMatch(new RegExp(`^ *${run} .*${(weightsSha256 as string).slice(0, 12)}$`, "m"));
      expect(stdout).toContain(`circledast ${(command as string[]).join(" ")}\n`);
    }
  });

  it("killed, it goes on from its checkpoint to the weights of one in one go", async () => {
    const value = { preset: "sigmoid2", epochs: 40, grid: { seed: [1, 2] } };
    const whole = events(["sweep", sweepFile("whole", value), "--device", "cpu", "--json"]);
    const args = ["sweep", sweepFile("killed", value), "--device", "cpu", "--checkpoint-seconds", "0.05", "--json"];
    const folder = join(place, "killed");
    const child = spawn(process.execPath, [binary, ...args], { env: software, stdio: "ignore" });
    const gone = once(child, "exit");
    const kept = () =>
      existsSync(join(folder, "checkpoints")) ? readdirSync(join(folder, "checkpoints"), { recursive: true }) : [];
    const late = () => kept().some((name) => Number(/step-(\d+)[.]safetensors$/.exec(String(name))?.[1] ?? 0) > 1000);
    while (!late() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGKILL");
    expect((await gone)[1]).toBe("SIGKILL");
    expect(late()).toBe(true);
    const rest = events(args);
    expect(hashesOf(rest)).toEqual(hashesOf(whole));
    const curves = (all: readonly Event[]) => runsOf(all).map(({ curve }) => curve);
    expect(curves(rest)).toEqual(curves(whole));
    expect(kept()).toEqual([]);
  }, 240_000);

  it("Ctrl-C ends it in order, and the same command goes on", async () => {
    const file = sweepFile("stopped", { preset: "sigmoid2", epochs: 60, grid: { seed: [1, 2] } });
    const args = ["sweep", file, "--device", "cpu", "--json"];
    const child = spawn(process.execPath, [binary, ...args], { env: software, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stderr.on("data", (data) => {
      const asked = said.includes("Run 1 of 2");
      said += data;
      if (!asked && said.includes("Run 1 of 2")) child.kill("SIGINT");
    });
    let told = "";
    child.stdout.on("data", (data) => {
      told += data;
    });
    const [status] = await once(child, "close");
    expect(status).toBe(130);
    expect(parseEvents(told)).toMatchObject([{ event: "sweep", done: 0, interrupted: true }]);
    sweepFile("stopped", { preset: "sigmoid2", epochs: 60, grid: { seed: [1] } });
    expect(hashesOf(events(args))).toHaveLength(1);
  }, 120_000);

  it("a run that diverges is told of, and the others go on", () => {
    const grid = { "optimizer.learningRate": [1e30, 0.01] };
    const file = sweepFile("diverging", { preset: "lenet", data: blobs, steps: 10, grid });
    const all = events(["sweep", file, "--device", "cpu", "--json"]);
    expect(runsOf(all).map(({ ended }) => ended)).toEqual(["diverged", "done"]);
    expect(all.at(-1)).toMatchObject({ done: 2, best: 2 });
    expect(runsOf(all)[0].reason).toMatch(/step \d+ came to/);
  }, 120_000);

  it("trains anew, and says so, where the data are others under the same name, and knows the same ones under another", () => {
    const [here, elsewhere] = [join(place, "pictures"), join(place, "moved")];
    for (const folder of [here, elsewhere]) writeBlobs(folder);
    const model = { input: [1, 28, 28], layers: [{ type: "flatten" }, { type: "dense", units: 10 }] };
    const value = { model: { ...model, loss: "softmaxCrossEntropy" }, steps: 5, grid: { seed: [1, 2] } };
    const sweep = (data: string) => {
      const ran = circledast(["sweep", sweepFile("data", { ...value, data }), "--device", "cpu", "--json"]);
      expect(ran.status, ran.stderr).toBe(0);
      return { all: runsOf(parseEvents(ran.stdout)), said: ran.stderr };
    };
    const stored = ({ all }: { all: Event[] }) => all.filter((run) => run.stored).length;
    const first = sweep(here);
    const moved = sweep(elsewhere);
    expect([stored(first), stored(moved)]).toEqual([0, 2]);
    expect(moved.said).not.toContain("other data");
    // One label of 640.
    const labels = join(here, "train-labels-idx1-ubyte");
    const bytes = readFileSync(labels);
    bytes[8] = 9 - bytes[8];
    writeFileSync(labels, bytes);
    const changed = sweep(here);
    expect(stored(changed)).toBe(0);
    expect(changed.said).toContain("2 results in");
    expect(changed.said).toContain("are of other data");
    expect(hashesOf(changed.all)).not.toEqual(hashesOf(first.all));
    // What there was is there still.
    expect(stored(sweep(elsewhere))).toBe(2);
  }, 120_000);

  it("two sweeps do not write to one folder", () => {
    const file = sweepFile("taken", toy);
    events(["sweep", file, "--device", "cpu", "--json"]);
    appendFileSync(join(place, "taken", "in-use"), String(process.pid));
    const { status, stderr } = circledast(["sweep", file, "--device", "cpu"]);
    expect(status).toBe(2);
    expect(stderr).toContain(`--out: ${join(place, "taken")} is in use by process ${process.pid}`);
  });

  it.each([
    [["sweep"], "--file: it is not given"],
    [["sweep", "a.json", "b.json"], `"b.json" stands alone`],
    [["sweep", join(place, "none.json")], "none.json: it is unreadable"],
    [
      ["sweep", sweepFile("large", { preset: "sigmoid2", grid: { batch: [1, 5000] } })],
      "run 2 (batch=5000): recipe: batch is 5000; at most 1000 was expected",
    ],
  ])("%j is refused before anything is trained", (args, message) => {
    const { status, stdout, stderr } = circledast(args);
    expect(status).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
  });

  it("goes out as scripts for PyTorch, each with the weights that its run begins with, and a line to start it", () => {
    const file = sweepFile("scripts", { ...toy, preset: "lenet" });
    const folder = join(place, "cluster");
    const [told] = events(["sweep", file, "--scripts", folder, "--json"]);
    expect(told).toMatchObject({ event: "scripts", runs: 4, folder });
    const names = readdirSync(folder).toSorted();
    const stems = [1, 2, 3, 4].map((number) => `run-000${number}`);
    expect(names).toEqual(["commands.txt", ...stems.flatMap((stem) => [`${stem}.py`, `${stem}.safetensors`])]);
    const commands = readFileSync(join(folder, "commands.txt"), "utf8").trimEnd().split("\n");
    expect(commands[1]).toBe(
      `python3 run-0002.py --data "$DATA" --steps 200 --seed 2 --save run-0002-trained.safetensors`,
    );
    expect(/^LEARNING_RATE = (.*)$/m.exec(readFileSync(join(folder, "run-0003.py"), "utf8"))?.[1]).toMatch(
      /^2([.]0)?$/,
    );
    // Runs with one seed begin with the same weights, which are those of a run here before its first step.
    const weights = (stem: string) => readFileSync(join(folder, `${stem}.safetensors`));
    const tail = (bytes: Buffer) => bytes.subarray(8 + Number(bytes.readBigUInt64LE(0)));
    expect(tail(weights("run-0001"))).toEqual(tail(weights("run-0003")));
    expect(tail(weights("run-0001"))).not.toEqual(tail(weights("run-0002")));
  });
});
