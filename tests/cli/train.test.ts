import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadData } from "../../src/cli/data.ts";
import { sha256Hex } from "../../src/core/hash.ts";
import { decodeSafetensors } from "../../src/io/safetensors.ts";
import { presets } from "../../src/model/presets.ts";
import { Course } from "../../src/train/course.ts";
import { loadNetwork } from "../../src/train/loadNetwork.ts";
import { decodeWeights } from "../../src/train/weightsFile.ts";
import { writeBlobs } from "./blobs.ts";
import { binary, circledast, parseEvents, software } from "./circledast.ts";

/** Quick to train, and quick to compile on every adapter. */
const tiny = {
  input: [1, 28, 28],
  layers: [
    { type: "maxPool2d", size: 4 },
    { type: "flatten" },
    { type: "dense", units: 16 },
    { type: "relu" },
    { type: "dense", units: 10 },
  ],
  loss: "softmaxCrossEntropy",
};

let folder: string;
let data: string;
let model: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "circledast-train-"));
  data = join(folder, "blobs");
  model = join(folder, "tiny.json");
  writeBlobs(data);
  writeFileSync(model, JSON.stringify(tiny));
});
afterAll(() => rmSync(folder, { recursive: true }));

const number = expect.any(Number);
const digest = expect.stringMatching(/^[0-9a-f]{64}$/);

describe.each(["gpu", "cpu"])("twenty steps of lenet on the %s", (device) => {
  const train = (seed: number, ...more: string[]) =>
    circledast([
      ...["train", "--preset", "lenet", "--data", data, "--device", device, "--batch", "16", "--steps", "20", "--json"],
      ...["--seed", String(seed), ...more],
    ]);

  test("are told in events, repeat to the last bit, and can be saved and judged again", async () => {
    const file = join(folder, `${device}.safetensors`);
    const { status, stderr, events } = train(7, "--save", file);
    expect(stderr).toContain(`${file}: the weights are saved there.`);
    expect(status).toBe(0);

    const all = events();
    expect(all[0]).toEqual({
      event: "start",
      device: {
        kind: device,
        vendor: expect.any(String),
        architecture: expect.any(String),
        description: expect.any(String),
        software: true,
      },
      preset: "lenet",
      parameters: 44426,
      seed: 7,
      batch: 16,
      steps: 20,
      stepsPerEpoch: 40,
    });
    const steps = all.filter(({ event }) => event === "step");
    for (const event of steps) {
      expect(event).toEqual({
        event: "step",
        step: number,
        epoch: (event.step as number) / 40,
        loss: (event.losses as number[]).at(-1),
        losses: expect.any(Array),
        batchAccuracy: (event.batchAccuracies as number[]).at(-1),
        batchAccuracies: expect.any(Array),
        learningRate: 0.01,
        imagesPerSecond: number,
      });
    }
    expect(steps.flatMap(({ losses }) => losses)).toHaveLength(20);
    expect(steps.flatMap(({ batchAccuracies }) => batchAccuracies)).toHaveLength(20);
    const [evaluation, end] = all.slice(-2);
    expect(evaluation).toEqual({ event: "evaluate", step: 20, testLoss: number, testAccuracy: number });
    expect(end).toEqual({
      event: "end",
      steps: 20,
      seconds: number,
      imagesPerSecond: number,
      testAccuracy: evaluation.testAccuracy,
      weightsSha256: digest,
    });

    const saved = decodeSafetensors(readFileSync(file));
    expect(saved.metadata).toMatchObject({ preset: "lenet", seed: "7", step: "20" });
    expect(JSON.parse(saved.metadata.recipe)).toEqual({ ...presets.lenet, batch: 16 });
    const values = saved.tensors.flatMap((tensor) => Array.from(tensor.data));
    expect(await sha256Hex(new Uint8Array(new Float32Array(values).buffer))).toBe(end.weightsSha256);

    expect(train(7).events().at(-1)).toMatchObject({ weightsSha256: end.weightsSha256 });
    const other = circledast(["evaluate", "--weights", file, "--data", data, "--device", device, "--json"]);
    expect(other.status).toBe(0);
    const [judged] = other.events();
    const { testAccuracy, testLoss } = evaluation as { testAccuracy: number; testLoss: number };
    expect(judged).toMatchObject({ event: "evaluate", preset: "lenet", step: 20, samples: 100, testAccuracy });
    // The reference trains in float64; what it saves is rounded.
    if (device === "gpu") expect(judged.testLoss).toBe(testLoss);
    else expect(judged.testLoss).toBeCloseTo(testLoss, 6);
    const confusion = judged.confusion as number[][];
    expect(confusion.flat().reduce((sum, cell) => sum + cell)).toBe(100);
    expect(confusion.reduce((sum, row, label) => sum + row[label], 0) / 100).toBe(testAccuracy);
  });
});

describe("training that starts with weights", () => {
  const first = ["train", "--model", "MODEL", "--data", "DATA", "--epochs", "8", "--batch", "16", "--seed", "3"];
  const given = (args: readonly string[]) =>
    args.map((arg) => ({ MODEL: model, DATA: data, WEIGHTS: join(folder, "first.safetensors") })[arg] ?? arg);
  const second = ["train", "--weights", "WEIGHTS", "--data", "DATA", "--seed", "9", "--json"];

  test("has at its first step the loss of the trained network, by the reference", async () => {
    expect(circledast(given([...first, "--save", "WEIGHTS"])).status).toBe(0);
    const { recipe, tensors } = decodeWeights(readFileSync(join(folder, "first.safetensors")));
    const { train } = await loadData(data);
    const order = new Course(recipe!, train, 9, { steps: 1 }).order(0).subarray(0, recipe!.batch);
    const lossOf = ({ predict }: ReturnType<typeof loadNetwork>) => {
      const losses = Array.from(order, (sample) => {
        const outputs = predict(
          Array.from(train.images.subarray(784 * sample, 784 * (sample + 1)), (byte) => byte / 255),
        );
        const sum = outputs.reduce((total, output) => total + Math.exp(output), 0);
        return Math.log(sum) - outputs[train.labels[sample]];
      });
      return losses.reduce((total, loss) => total + loss) / losses.length;
    };
    const { status, stderr, events } = circledast(given([...second, "--steps", "1"]));
    expect(status, stderr).toBe(0);
    const [step] = events().filter(({ event }) => event === "step");
    expect(step.step).toBe(1);
    const expected = lossOf(loadNetwork(recipe!, tensors));
    expect((step.losses as number[])[0]).toBeCloseTo(expected, 5);
    // It has learned: ln 10 is the loss of guessing.
    expect(expected).toBeLessThan(Math.log(10) - 0.1);
  });

  test("and is killed before its first checkpoint is due goes on from these weights", async () => {
    const run = given([...second, "--steps", "300"]);
    const whole = circledast(run).events().at(-1)!;
    const kept = ["--checkpoint", join(folder, "kept"), "--checkpoint-seconds", "1000"];
    const child = spawn(process.execPath, [binary, ...run, ...kept], {
      env: software,
      stdio: ["ignore", "pipe", "ignore"],
    });
    child.stdout.once("data", () => child.kill("SIGKILL"));
    const [, signal] = await once(child, "exit");
    expect(signal).toBe("SIGKILL");
    const { status, stderr, events } = circledast(["train", "--json", "--data", data, ...kept, "--resume"]);
    expect(status, stderr).toBe(0);
    expect(events().at(-1)).toMatchObject({ event: "end", weightsSha256: whole.weightsSha256 });
  });
});

test("another seed gives other weights", () => {
  const train = (seed: string) =>
    circledast(["train", "--model", model, "--data", data, "--steps", "2", "--seed", seed, "--json"]).events().at(-1);
  expect(train("1")?.weightsSha256).not.toBe(train("2")?.weightsSha256);
});

test("for a person it tells of start, tests and end, and learns", () => {
  const { status, stdout, stderr } = circledast([
    ...["train", "--model", model, "--data", data, "--epochs", "8"],
    ...["--optimizer", "adam", "--learning-rate", "0.02", "--schedule", "oneCycle", "--batch", "32"],
  ]);
  expect(status).toBe(0);
  expect(stdout).toMatch(
    /^Training tiny, 970 parameters, batch 32, seed 1, 160 steps on SwiftShader.* \(software\)\.\n/,
  );
  expect(stdout).toMatch(/\nStep 160: test accuracy 100\.00 %, test loss 0\.\d+\.\nDone after 160 steps in /);
  // No terminal: a line for each tenth of the way, not for each step.
  expect(stderr.match(/images\/s/g)!.length).toBeLessThanOrEqual(11);
  expect(stderr).not.toContain("\x1b");
});

test("evaluate shows a table of what was taken for what", () => {
  const file = join(folder, "tiny.safetensors");
  expect(circledast(["train", "--model", model, "--data", data, "--steps", "1", "--save", file]).status).toBe(0);
  const { status, stdout } = circledast(["evaluate", "--weights", file, "--data", data]);
  expect(status).toBe(0);
  expect(stdout).toContain("tiny on the 100 test samples of blobs, computed on SwiftShader");
  expect(stdout).toMatch(/\nlabel( +\d){10} +right\n/);
  expect(stdout.match(/^ +\d( +\d+){10} +\d+\.\d\d %$/gm)).toHaveLength(10);

  const other = circledast(["evaluate", "--weights", file, "--preset", "lenet", "--data", data]);
  expect(other.status).toBe(2);
  expect(other.stderr).toContain("weights: conv1.weight is missing; 6×1×5×5 was expected.");
});

test("a loss that is no number ends training with status 1, and nothing is saved", () => {
  const file = join(folder, "diverged.safetensors");
  const options = ["--optimizer", "sgd", "--learning-rate", "1e30", "--steps", "50", "--save", file, "--json"];
  const { status, stderr, events } = circledast(["train", "--model", model, "--data", data, ...options]);
  expect(stderr).toMatch(
    /training: step \d+ came to (NaN|-?Infinity) in (dense1|dense2|dense2 \+ loss|loss), first in \S+; finite numbers were expected\. Try a learning rate/,
  );
  expect(status).toBe(1);
  expect(events().every(({ event }) => event === "start" || event === "step")).toBe(true);
  expect(existsSync(file)).toBe(false);
});

test.each(["SIGINT", "SIGTERM"] as const)(
  "%s ends training in order: judged, saved, told, status 130",
  async (signal) => {
    const file = join(folder, `${signal}.safetensors`);
    const args = ["train", "--model", model, "--data", data, "--epochs", "100000", "--save", file, "--json"];
    const child = spawn(process.execPath, [binary, ...args], { env: software });
    let stdout = "";
    let stderr = "";
    child.stderr.on("data", (chunk) => {
      stderr += chunk;
    });
    child.stdout.on("data", (chunk) => {
      if (stdout.match(/"step":/g)?.length === 1) child.kill(signal);
      stdout += chunk;
    });
    const [status] = await once(child, "close");
    expect(stderr).toContain("Stopping after the steps under way");
    expect(status).toBe(130);
    const [evaluation, end] = parseEvents(stdout).slice(-2);
    expect(evaluation).toMatchObject({ event: "evaluate", step: end.steps });
    expect(end).toMatchObject({ event: "end", interrupted: true, weightsSha256: digest });
    expect(decodeSafetensors(readFileSync(file)).metadata.step).toBe(String(end.steps));
    expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  },
);
