import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import manifest from "../../package.json";
import { writeBlobs } from "./blobs.ts";
import { besideOthers, circledast } from "./circledast.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "circledast-usage-"));
  writeBlobs(join(folder, "blobs"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("--version says the version", () => {
  expect(circledast(["--version"])).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

test.concurrent.each([["--help"], ["-h"], ["help"]])("%s lists the commands on standard output", async (argument) => {
  const { status, stdout, stderr } = await besideOthers([argument]);
  expect(status).toBe(0);
  for (const name of ["train", "evaluate", "verify", "explain", "tune", "bench", "devices"])
    expect(stdout).toContain(`\n  ${name} `);
  expect(stderr).toBe("");
});

test.concurrent.each([
  "train",
  "evaluate",
  "verify",
  "explain",
  "tune",
  "devices",
  "bench kernels",
  "bench train",
  "bench peers",
])("%s --help tells of its options", async (name) => {
  const { status, stdout, stderr } = await besideOthers([...name.split(" "), "--help"]);
  expect(status).toBe(0);
  expect(stdout).toContain(`Usage: circledast ${name}`);
  expect(stdout).toContain("--json");
  expect(stderr).toBe("");
});

test.concurrent.each<[string[], string]>([
  [[], "Usage: circledast COMMAND"],
  [
    ["trian"],
    "trian: there is no such command; one of train, evaluate, sweep, export, import, verify, explain, tune, bench, devices was expected. Did you mean train?",
  ],
  [["bench"], "bench: nothing stands behind it; one of bench kernels, bench train, bench peers was expected."],
  [["bench", "--json"], 'bench: "--json" stands behind it; one of bench kernels,'],
  [["bench", "trian"], "bench trian: there is no such command; one of bench kernels,"],
  [["bench", "train", "--batches", "32,x"], '--batches: it is "32,x"; a list such as 1,10 was expected.'],
  [["bench", "train", "--batches", "1", "--batch", "1"], "--batches: it is given beside --batch; one of them was"],
  [["train", "--epoch", "2"], "Did you mean --epochs?"],
  [["train", "lenet"], 'train: "lenet" stands alone; options such as --preset were expected.'],
  [["train", "--epochs"], "--epochs: it has no value; N was expected."],
  [["train", "--epochs", "--json"], "--epochs: it has no value; N was expected."],
  [["train", "--epochs", "x"], '--epochs: it is "x"; a positive number was expected.'],
  [["train", "--epochs", "-1"], '--epochs: it is "-1"; a positive number was expected.'],
  [["train", "--epochs", "1", "--steps", "2"], "--steps: it is given beside --epochs 1; one length was expected."],
  [["train", "--steps", "1.5"], '--steps: it is "1.5"; a whole number from 1 on was expected.'],
  [["train", "--batch", "0"], '--batch: it is "0"; a whole number from 1 on was expected.'],
  [["train", "--seed", "-1"], '--seed: it is "-1"; a whole number from 0 on was expected.'],
  [["train", "--learning-rate", "0"], '--learning-rate: it is "0"; a positive number was expected.'],
  [
    ["train", "--optimizer", "foo"],
    '--optimizer: it is "foo"; one of sgd, momentum, nesterov, adam, adamW, rmsProp was expected.',
  ],
  [["train", "--schedule", "foo"], '--schedule: it is "foo"; one of constant, step, cosine, oneCycle was expected.'],
  [["train", "--weight-decay", "x"], '--weight-decay: it is "x"; a number from 0 on was expected.'],
  [["train", "--clip-norm", "0"], '--clip-norm: it is "0"; a positive number was expected.'],
  [["train", "--average-decay", "1"], '--average-decay: it is "1"; a number from 0 on and below 1 was expected.'],
  [["train", "--warmup", "1.5"], '--warmup: it is "1.5"; a share below 1 or a whole number of steps was expected.'],
  [["train", "--augment", "shift"], '--augment: it is "shift"; a list such as shift=2,rotation=10'],
  [["train", "--augment", "shift=1,shift=2"], '--augment: it is "shift=1,shift=2", with shift twice; each once was'],
  [["train", "--augment=shift=two"], '--augment: it is "shift=two"; a list such as shift=2,rotation=10'],
  [["train", "--device", "tpu"], '--device: it is "tpu"; one of auto, gpu, cpu was expected.'],
  [["train", "--json=1"], '--json: it has the value "1"; none was expected.'],
  [
    ["train", "--preset", "foo"],
    '--preset: it is "foo"; one of sigmoid2, classic, quick, lenet, convnet, deep, rateTooHigh, deadRelu, noShuffling, zeroInitialization was expected.',
  ],
  [["train", "--preset", "lenet", "--model", "x.json"], "--model: x.json is given beside --preset lenet;"],
  [["train", "--model", "/nonexistent.json"], "--model: /nonexistent.json is unreadable"],
  [["train", "--data", "/nonexistent"], "/nonexistent: no such data set or folder;"],
  [["train", "--save", "/nonexistent/file"], "--save: /nonexistent/file cannot be written"],
  [["train", "--save", "/dev/null"], "--save: /dev/null is no plain file;"],
  [
    ["train", "--preset", "sigmoid2", "--data", "mnist"],
    "train-images-idx3-ubyte: images are 1×28×28 but the model's input is 2×1×1.",
  ],
  [["evaluate"], "--weights: it is not given;"],
  [["evaluate", "--weights", "/nonexistent"], "--weights: /nonexistent is unreadable"],
  [["evaluate", "--weights", "package.json"], "package.json: header:"],
  [
    ["explain", "--clip-norm", "1e200"],
    "optimizer: clipNorm is 1e+200, in single precision Infinity; a number above 0",
  ],
  [
    ["explain", "--schedule", "oneCycle", "--warmup", "500"],
    "schedule: warmup is 500; a number of at least 0 and at most 1",
  ],
  [["explain", "--batch", "100000"], "recipe: batch is 100000; at most 60000 was expected"],
])("circledast %j is bad usage: status 2, one message, nothing on standard output", async (args, message) => {
  const { status, stdout, stderr } = await besideOthers(args);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
  expect(stdout).toBe("");
});

test.each<[string, string]>([
  ['{"input":', "model.json is no JSON"],
  ["[]", "model.json: it is []; an object"],
  ['{"input":[1,28],"layers":[],"loss":"squaredError"}', "model.json: input is [1,28]; [maps, height, width]"],
  ['{"input":[1,28,28],"layers":[],"los":"squaredError"}', 'model.json: "los" is not a field of a recipe;'],
  ['{"input":[1,28,28],"layers":[]}', "model.json: loss is missing;"],
  ['{"input":[1,28,28],"layers":[{"type":"dens"}],"loss":"squaredError"}', 'layer 1: its type is "dens";'],
])("a model file that holds %s is bad input", (contents, message) => {
  const path = join(folder, "model.json");
  writeFileSync(path, contents);
  const { status, stdout, stderr } = circledast(["train", "--model", path, "--data", join(folder, "blobs")]);
  expect(stderr).toContain(message);
  expect(status).toBe(2);
  expect(stdout).toBe("");
});

test("explain refuses an initialisation that there is not, and a model that has nothing to train", () => {
  const path = join(folder, "network.json");
  const refusal = (change: object) => {
    writeFileSync(path, JSON.stringify({ input: [1, 28, 28], loss: "squaredError", ...change }));
    const { status, stderr } = circledast(["explain", "--model", path]);
    expect(status).toBe(2);
    return stderr;
  };
  const dense = [{ type: "flatten" }, { type: "dense", units: 10 }];
  expect(refusal({ layers: dense, initialization: "xavier" })).toContain('initialization: it is "xavier"; one of');
  expect(refusal({ layers: [{ type: "flatten" }] })).toContain("model: it has nothing to train;");
});

test("a faulty file of the data set is named, before anything is written", () => {
  const data = join(folder, "faulty");
  writeBlobs(data);
  writeFileSync(join(data, "t10k-labels-idx1-ubyte"), new Uint8Array([0, 0, 8, 1, 0, 0, 0, 100, 1]));
  const saved = join(folder, "saved.safetensors");
  const { status, stdout, stderr } = circledast(["train", "--data", data, "--save", saved]);
  expect(stderr).toContain("t10k-labels-idx1-ubyte: 1 bytes found after the header; 100 = 100 were expected.");
  expect(status).toBe(2);
  expect(stdout).toBe("");
  expect(readdirSync(folder).filter((name) => name.includes("saved"))).toEqual([]);
});
