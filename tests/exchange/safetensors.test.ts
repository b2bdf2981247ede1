/** Weights and checkpoints in Python's own safetensors library, and back. */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { decodeSafetensors, type NamedTensor } from "../../src/io/safetensors.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { arraysOf } from "../../src/layers/network.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compilePrediction } from "../../src/plan/compile.ts";
import { encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { nameParameters } from "../../src/train/parameters.ts";
import { decodeWeights, encodeWeights } from "../../src/train/weightsFile.ts";
import { oddNetworks, smallNetworks } from "../networks.ts";
import { runPython } from "./python.ts";

const folder = mkdtempSync(join(tmpdir(), "circledast-safetensors-"));
afterAll(() => rmSync(folder, { recursive: true }));

interface Told {
  readonly notes: Readonly<Record<string, string>>;
  readonly tensors: Readonly<Record<string, readonly [dtype: string, shape: readonly number[], sha256: string]>>;
}

/** What Python finds in each file, and the files as it writes them. */
function throughPython(files: readonly Uint8Array[]): { told: readonly Told[]; written: readonly Uint8Array[] } {
  const places = files.map((bytes, i) => {
    const [from, to] = ["from", "to"].map((name) => join(folder, `${i}.${name}.safetensors`));
    writeFileSync(from, bytes);
    return [from, to] as const;
  });
  process.env.PYTHONPATH = "tests/exchange/site-packages";
  const told = JSON.parse(runPython("/usr/bin/python3", ["tests/exchange/throughSafetensors.py", ...places.flat()]));
  return { told, written: places.map(([, to]) => readFileSync(to)) };
}

function tensorsOf(recipe: Recipe): NamedTensor[] {
  const { network } = compilePrediction(recipe, 1);
  return nameParameters(network, initializeParameters(arraysOf(network), 5, recipe.initialization));
}

const expected = (tensors: readonly NamedTensor[]): Told["tensors"] =>
  Object.fromEntries(
    tensors.map(({ name, shape, data }) => {
      const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      return [name, ["float32", [...shape], createHash("sha256").update(bytes).digest("hex")]];
    }),
  );

test("weights of every preset and every kind of layer are read by Python as they are, and come back", () => {
  const recipes = [...Object.values(presets), ...Object.values({ ...smallNetworks, ...oddNetworks })];
  const all = recipes.map((recipe) => ({ recipe, tensors: tensorsOf(recipe), seed: 1, step: 7 }));
  const { told, written } = throughPython(all.map(encodeWeights));
  expect(told).toHaveLength(recipes.length);
  for (const [i, { recipe, tensors, seed, step }] of all.entries()) {
    expect(told[i].tensors).toEqual(expected(tensors));
    expect(JSON.parse(told[i].notes.recipe)).toEqual(recipe);
    const back = decodeWeights(written[i]);
    expect({ ...back, tensors: back.tensors.toSorted(byName) }).toEqual({
      recipe,
      seed,
      step,
      tensors: tensors.map(plain).toSorted(byName),
    });
  }
});

test("the state in a checkpoint is read by Python", async () => {
  const state = Float32Array.of(1, -2, 3);
  const bytes = await encodeCheckpoint({
    step: 2,
    state: new Map([["parameters", state]]),
    recipe: smallNetworks.classic,
    seed: 1,
    length: { steps: 9 },
    data: "0".repeat(64),
    device: "a device",
    losses: Float64Array.of(2, 1),
    judgements: [],
  });
  const [told] = throughPython([bytes]).told;
  expect(told.tensors).toMatchObject(expected([{ name: "state.parameters", shape: [3], data: state }]));
});

test("what Python cannot read would be found", () => {
  const { tensors } = decodeSafetensors(encodeWeights({ recipe: presets.quick, tensors: tensorsOf(presets.quick) }));
  const torn = encodeWeights({ recipe: presets.quick, tensors }).subarray(0, -4);
  expect(() => throughPython([torn])).toThrow("incomplete");
});

const byName = (a: NamedTensor, b: NamedTensor) => (a.name < b.name ? -1 : 1);
const plain = ({ name, shape, data }: NamedTensor) => ({ name, shape, data });
