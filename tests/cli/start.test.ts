import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import type { TrainEvent } from "../../src/train/events.ts";

function start(args: readonly string[], env: NodeJS.ProcessEnv = process.env) {
  const run = spawnSync(process.execPath, ["bin/circledast.js", "start", ...args], { encoding: "utf8", env });
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
  const { status, stderr, events } = start(short, withoutBrowser);
  expect(stderr).toContain("npm start: no Chromium or Chrome found; training in Node instead.");
  expect(status).toBe(0);
  expect(events().at(-1)).toMatchObject({ event: "end", steps: 20 });
});

test.each([
  [["--headless", "--bogus"], "Unknown option '--bogus'"],
  [["--headless", "--preset", "nonesuch"], "preset"],
  [["--headless", "--batch", "0"], "batch"],
])("%j is bad usage: status 2, one message, nothing on standard output", (args, message) => {
  const { status, stdout, stderr } = start(args);
  expect(status).toBe(2);
  expect(stderr).toContain(message);
  expect(stdout).toBe("");
});
