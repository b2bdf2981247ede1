/** Scripts for PyTorch with their data, and runs of ours to compare theirs with. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RandomStream } from "../../src/core/random.ts";
import { elements } from "../../src/core/shape.ts";
import type { DataSplits, Dataset } from "../../src/data/dataset.ts";
import { pytorchScript } from "../../src/exchange/pytorch/script.ts";
import { describeLayers } from "../../src/layers/describe.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { openRun } from "../../src/train/openRun.ts";
import { encodeWeights } from "../../src/train/weightsFile.ts";
import { pythonWith, runPython } from "./python.ts";

const SEED = 6;
export const STEPS = 10;

export const python = pythonWith("torch", "python3-torch");

/** Samples of each class that look alike: bytes about a pattern of the class's own. */
function samples(recipe: Recipe, purpose: string, count: number): Dataset {
  const classes = Math.max(2, describeLayers(recipe).at(-1)!.output[0]);
  const size = elements(recipe.input);
  const random = new RandomStream(SEED, purpose);
  const labels = Uint8Array.from({ length: count }, () => random.below(classes));
  const patterns = Array.from({ length: classes }, () => {
    const pattern = new RandomStream(SEED, "pattern");
    return Uint8Array.from({ length: size }, () => pattern.below(128));
  });
  for (const [label, pattern] of patterns.entries()) for (let i = label; i < size; i += classes) pattern[i] += 100;
  const images = Uint8Array.from(
    { length: count * size },
    (_, i) => patterns[labels[Math.floor(i / size)]][i % size] + random.below(28),
  );
  return { name: "patterns", shape: recipe.input, count, classes, images, labels };
}

/** So few that a run of ten steps sees an epoch's end. */
export function dataFor(recipe: Recipe): DataSplits {
  return { train: samples(recipe, "train", 7 * recipe.batch + 1), test: samples(recipe, "test", 60) };
}

function idx(shape: readonly number[], bytes: Uint8Array): Uint8Array {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, 8, shape.length]);
  for (const [axis, size] of shape.entries()) head.writeUInt32BE(size, 4 + 4 * axis);
  return Buffer.concat([head, bytes]);
}

function writeIdx(folder: string, { train, test }: DataSplits): void {
  mkdirSync(folder, { recursive: true });
  for (const [half, { count, shape, images, labels }] of [["train", train] as const, ["t10k", test] as const]) {
    const sides = shape[0] === 1 ? shape.slice(1) : shape;
    writeFileSync(join(folder, `${half}-images-idx${1 + sides.length}-ubyte`), idx([count, ...sides], images));
    writeFileSync(join(folder, `${half}-labels-idx1-ubyte`), idx([count], labels));
  }
}

/** Our run in float64: its losses, from weights that are those of a fresh run, moved by so much of themselves at random. */
export async function ourLosses(recipe: Recipe, data: DataSplits, moved = 0, steps = STEPS): Promise<number[]> {
  const { session } = await openRun({ recipe, data, seed: SEED, length: { steps }, device: "cpu" });
  if (moved > 0) {
    const random = new RandomStream(SEED, "moved");
    session.load(
      session.knownParameters().map((tensor) => ({
        ...tensor,
        data: tensor.data.map((value) => value * (1 + moved * (2 * random.uniform() - 1))),
      })),
    );
  }
  const losses: number[] = [];
  await session.train({
    until: steps,
    onProgress: ({ results }) => losses.push(...results.map(({ loss }) => loss)),
  });
  return losses;
}

/** A script, its weights and its data in a folder of their own. */
export interface Written {
  readonly script: string;
  readonly data: string;
}

export async function writeScript(
  folder: string,
  recipe: Recipe,
  data: DataSplits,
  change = (text: string) => text,
): Promise<Written> {
  const { session } = await openRun({ recipe, data, seed: SEED, length: { steps: STEPS }, device: "cpu" });
  const place = join(folder, "data");
  writeIdx(place, data);
  writeFileSync(join(folder, "net.safetensors"), encodeWeights({ recipe, tensors: session.knownParameters() }));
  const script = join(folder, "net.py");
  const text = pytorchScript(recipe, { file: "net.py", weights: "net.safetensors", version: "test" });
  writeFileSync(script, change(text));
  return { script, data: place };
}

/** Arguments by which a script prints the losses of its first steps. */
export const forLosses = ({ data }: Written, steps = STEPS) =>
  ["--data", data, "--seed", SEED, "--steps", steps, "--losses", steps, "--device", "cpu"].map(String);

/** What scripts print, or what their networks give: see runScripts.py. */
export function runScripts(runs: readonly object[]): unknown[] {
  return JSON.parse(runPython(python, [join(import.meta.dirname, "runScripts.py")], JSON.stringify(runs)));
}
