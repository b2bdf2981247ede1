import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { findChromium } from "../../src/cli/chromium.ts";
import type { EndEvent, StartEvent, TrainEvent } from "../../src/train/events.ts";
import { besideOthers, binary, parseEvents } from "./circledast.ts";

function start(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const run = spawnSync(process.execPath, [binary, "start", ...args], { encoding: "utf8", env });
  const events = (): TrainEvent[] =>
    run.stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  return { ...run, events };
}

const short = ["--headless", "--preset", "lenet", "--seed", "7", "--batch", "32", "--steps", "20", "--json"];

/** As on a machine without a browser: none is found by name, and the CPU needs no driver. */
const { CHROME_PATH, PATH, ...withoutBrowser } = process.env;

test("without a window it trains in the browser and reports every step, a test and the end", () => {
  const { status, stderr, events } = start(short);
  expect(stderr).not.toContain("in Node");
  expect(status).toBe(0);
  const all = events();
  expect(all[0]).toMatchObject({ event: "start", preset: "lenet", parameters: 44426, seed: 7, batch: 32, steps: 20 });
  expect(all.flatMap((event) => (event.event === "step" ? event.losses : []))).toHaveLength(20);
  expect(all.at(-2)).toMatchObject({ event: "evaluate", step: 20, testAccuracy: expect.any(Number) });
  expect(all.at(-1)).toMatchObject({
    event: "end",
    steps: 20,
    testAccuracy: expect.any(Number),
    weightsSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
});

test("without a browser it says so and trains in Node, with the same events", () => {
  const { status, stderr, events } = start(
    ["--headless", "--preset", "sigmoid2", "--steps", "20", "--json"],
    withoutBrowser,
  );
  expect(stderr).toContain("npm start: no Chromium or Chrome found; training in Node instead.");
  expect(status).toBe(0);
  expect(events().at(-1)).toMatchObject({ event: "end", steps: 20 });
});

test("a session may be short: a share of an epoch, in the browser as in Node", () => {
  const { status, events } = start(["--headless", "--json", "--preset", "sigmoid2", "--epochs", "0.5"]);
  expect(status).toBe(0);
  const all = events();
  const { steps, stepsPerEpoch } = all[0] as StartEvent;
  expect(steps).toBe(Math.round(stepsPerEpoch / 2));
  expect(all.at(-1)).toMatchObject({ event: "end", steps, imagesPerSecond: expect.any(Number) });
});

test("tests come after epochs and at the end, step events a few times a second at most", () => {
  const begun = performance.now();
  const { events } = start(["--headless", "--json", "--preset", "sigmoid2", "--epochs", "3"]);
  const seconds = (performance.now() - begun) / 1000;
  const all = events();
  const { steps, stepsPerEpoch } = all[0] as StartEvent;
  const judged = all.flatMap((event) => (event.event === "evaluate" ? [event.step] : []));
  expect(judged).toEqual([stepsPerEpoch, 2 * stepsPerEpoch, steps]);
  // One at the end of each epoch as well.
  expect(all.filter(({ event }) => event === "step").length).toBeLessThanOrEqual(4 * seconds + 3);
  const end = all.at(-1) as EndEvent;
  expect(end.imagesPerSecond).toBeCloseTo((steps * (all[0] as StartEvent).batch) / end.seconds, 3);
});

test("Ctrl-C ends it in order: with a test, the end, and status 130", async () => {
  const child = spawn(process.execPath, [
    binary,
    "start",
    "--headless",
    "--json",
    "--preset",
    "classic",
    "--epochs",
    "100",
  ]);
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    if (stdout.includes('"step"') && !child.killed) child.kill("SIGINT");
  });
  const [status] = await once(child, "exit");
  expect(status).toBe(130);
  const [last, before] = parseEvents(stdout).reverse();
  expect(before).toMatchObject({ event: "evaluate", step: last!.steps });
  expect(last).toMatchObject({ event: "end", interrupted: true });
});

test("--help tells how it is called", () => {
  const { status, stdout } = start(["--help"]);
  expect(status).toBe(0);
  expect(stdout).toContain("Usage: npm start -- [--preset NAME]");
});

test.concurrent.each([
  [["--headless", "--bogus"], "--bogus: start has no such option;"],
  [["--headless", "--epoch", "2"], "Did you mean --epochs?"],
  [["--headless", "--preset", "nonesuch"], '--preset: it is "nonesuch"; one of sigmoid2, classic'],
  [["--headless", "--batch", "0"], '--batch: it is "0"; a whole number from 1 on was expected.'],
  [["--headless", "--epochs", "1", "--steps", "2"], "--steps: it is given beside --epochs 1;"],
  // What only the page finds out.
  [["--headless", "--preset", "sigmoid2", "--batch", "2000"], "recipe: batch is 2000; at most"],
])("%j is bad usage: status 2, one message, nothing on standard output", async (args, message) => {
  const { status, stdout, stderr } = await besideOthers(["start", ...args]);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
  expect(stdout).toBe("");
});

describe("where the browser has no WebGPU", () => {
  const folder = mkdtempSync(join(tmpdir(), "circledast-start-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const browser = join(folder, "chromium");
  writeFileSync(browser, `#!/bin/sh\nexec "${findChromium()}" "$@" --disable-gpu --disable-software-rasterizer\n`, {
    mode: 0o755,
  });
  const env = { ...process.env, CHROME_PATH: browser };

  test("a GPU that was asked for is missing: status 3", () => {
    const { status, stdout, stderr } = start(["--headless", "--device", "gpu"], env);
    expect(stderr).toContain("WebGPU: no adapter was given");
    expect(status).toBe(3);
    expect(stdout).toBe("");
  });
});
