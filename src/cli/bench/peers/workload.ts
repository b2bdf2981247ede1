/** What every system of `bench peers` is given: one network, one set of data, one start. */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { permutation } from "../../../core/random.ts";
import type { Dataset } from "../../../data/dataset.ts";
import { layers as kinds } from "../../../layers/index.ts";
import { initializeParameters } from "../../../layers/initialize.ts";
import { arraysOf, parameterCount } from "../../../layers/network.ts";
import { readFields } from "../../../model/fields.ts";
import type { LayerSpec, Recipe } from "../../../model/recipe.ts";
import { optimizerOf } from "../../../optimizers/index.ts";
import { compileTraining } from "../../../plan/compile.ts";
import { poolFirst } from "../../../plan/poolFirst.ts";
import { nameParameters } from "../../../train/parameters.ts";

export interface Workload {
  readonly kind: "training" | "inference";
  /** With the batch of the run and without a schedule: the learning rate is fixed. */
  readonly recipe: Recipe;
}

/** Samples of the set: few enough for every system to keep them on its device, enough that each step has others. */
const SAMPLES = 4000;

const SEED = 1;

/** The preset as all systems can run it: peers have no schedules. */
export function workloadOf(preset: Recipe, kind: Workload["kind"], batch: number): Workload {
  const { schedule: _, ...recipe } = preset;
  return { kind, recipe: { ...recipe, batch } };
}

/** The first samples of a set. */
export function firstSamples(set: Dataset, count = SAMPLES): Dataset {
  const taken = Math.min(count, set.count);
  const size = set.images.length / set.count;
  return { ...set, count: taken, images: set.images.slice(0, taken * size), labels: set.labels.slice(0, taken) };
}

/** What stands in `workload.json`; bench/peers/workload.js says what it means. */
export function describe(
  { kind, recipe }: Workload,
  { count, shape, classes }: Pick<Dataset, "count" | "shape" | "classes">,
) {
  const { network } = compileTraining(recipe, { count, shape });
  const { op, attributes } = optimizerOf(recipe.optimizer);
  const layers: readonly LayerSpec[] = poolFirst(recipe).layers.map((layer, index) => ({
    ...readFields(layer.type, kinds[layer.type].fields, layer, ["type", "name"]),
    type: layer.type,
    name: network.layers[index].name,
  }));
  const tensors = nameParameters(network, initializeParameters(arraysOf(network), SEED, recipe.initialization));
  return {
    tensors,
    json: {
      kind,
      recipe,
      layers,
      optimizer: { ...attributes, type: op, learningRate: recipe.optimizer.learningRate },
      seed: SEED,
      count,
      shape,
      classes,
      parameterCount: parameterCount(network),
      statistics: network.statistics.map(({ name }) => name),
      parameters: tensors.map(({ name, shape }) => ({ name, shape })),
    },
  };
}

/** Writes it where every system can read it. */
export async function writeWorkload(folder: string, workload: Workload, set: Dataset): Promise<void> {
  const { json, tensors } = describe(workload, set);
  await mkdir(folder, { recursive: true });
  const files = {
    "workload.json": JSON.stringify(json),
    "images.u8": set.images,
    "labels.u8": set.labels,
    "order.u32": new Uint8Array(permutation(set.count, SEED, 0).buffer),
    "parameters.f32": Buffer.concat(tensors.map(({ data }) => new Uint8Array(Float32Array.from(data).buffer))),
  };
  for (const [name, contents] of Object.entries(files)) await writeFile(join(folder, name), contents);
}
