/** A recipe as a script for PyTorch: a network, its training and its data, to be read and to be run. */

import { version } from "../../../package.json";
import { describeLayers } from "../../layers/describe.ts";
import { lossOf } from "../../losses/index.ts";
import type { LayerSpec, Recipe } from "../../model/recipe.ts";
import { optimizerOf } from "../../optimizers/index.ts";
import { type OrderName, orderOf } from "../../train/order.ts";
import { scheduleOf } from "../../train/schedule.ts";
import { augmentText } from "./augmentation.ts";
import { type ClassName, classesOf } from "./classes.ts";
import { idxText, orderTexts, weightsText } from "./data.ts";
import { moduleLines } from "./layers.ts";
import { mainText, type Parts, runText } from "./main.ts";
import { indented, plain, tuple, wrapped } from "./python.ts";
import { averageText, lossText, optimizerText, scheduleText, warmupSteps } from "./training.ts";

/** The files that go together. */
export interface ScriptOptions {
  /** Name of the script's file, and of that with the weights, both in one folder. */
  readonly file: string;
  readonly weights: string;
  /** Of what wrote it; default: of this library. */
  readonly version?: string;
}

function typesIn(layers: readonly LayerSpec[]): string[] {
  return layers.flatMap((layer) => {
    const lists = [layer.layers, layer.shortcut].filter((list) => list !== undefined);
    return [layer.type, ...lists.flatMap((list) => typesIn(list as readonly LayerSpec[]))];
  });
}

function introduction(recipe: Recipe, { file, weights, version: writer = version }: ScriptOptions): string {
  const about = wrapped(
    `The network, how it is trained, and in which order it sees its data. Begins with the weights in ${plain(weights)}, beside this file. Needs PyTorch, 1.13 or later, and numpy.`,
  );
  const data = wrapped(
    "DIR holds IDX files named as MNIST's, plain or gzipped: train-images-idx3-ubyte, train-labels-idx1-ubyte, " +
      "and t10k- or test- in place of train-.",
  );
  const many = wrapped(
    "By torchrun each process takes its part of every batch, of --batch samples for each process. " +
      "What --save writes goes back: circledast train --weights FILE, evaluate --weights FILE.",
  );
  return `"""The network ${plain(recipe.name)} in PyTorch.

Written by circledast ${writer}.

${about}

    python3 ${plain(file)} --data DIR --epochs 3 --save trained.safetensors
    torchrun --nproc_per_node 2 ${plain(file)} --data DIR --epochs 3

${data}

${many}
"""`;
}

function importsOf(parts: Parts, text: string): string {
  const used = (name: string) => new RegExp(`\\b${name}\\.`).test(text);
  const standard = ["argparse", "gzip", "itertools", "json", "math", "os", "struct", "sys"].filter(used);
  return `${standard.map((name) => `import ${name}\n`).join("")}from collections import OrderedDict
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F
from torch import nn
from torch.nn.parallel import DistributedDataParallel${
    parts.averages ? "\nfrom torch.optim.swa_utils import AveragedModel" : ""
  }`;
}

/**
 * The script: network with our names, loss, optimiser, learning rate, augmentation, order of samples; training on one process, or on many by
 * torchrun. The same recipe gives the same text.
 *
 * @throws SpecError or ShapeError where the recipe cannot be built, or a layer has a name that PyTorch has for something else
 */
export function pytorchScript(recipe: Recipe, options: ScriptOptions): string {
  // Whatever is wrong with the recipe is said before anything is made of it.
  const features = describeLayers(recipe).at(-1)!.output[0];
  lossOf(recipe.loss);
  orderOf(recipe.order);
  scheduleOf(recipe);
  const { clipNorm, averageDecay } = optimizerOf(recipe.optimizer);
  const used = new Set<ClassName>();
  const use = (name: ClassName) => {
    used.add(name);
    return name;
  };
  const lines = moduleLines(recipe.layers, recipe.input, use, 8);
  const schedule = scheduleText(recipe);
  const augmentation = augmentText(recipe);
  const types = typesIn(recipe.layers);
  const order = (recipe.order ?? "shuffled") as OrderName;
  const parts: Parts = {
    batch: recipe.batch,
    clipNorm,
    averages: averageDecay !== undefined,
    schedules: schedule !== undefined,
    warmup: warmupSteps(recipe),
    augments: augmentation !== undefined,
    draws: augmentation !== undefined || types.includes("dropout"),
    normalizes: types.includes("batchNorm"),
  };
  const constants = `INPUT = ${tuple(recipe.input)}  # maps, height, width
CLASSES = ${Math.max(2, features)}
LEARNING_RATE = ${recipe.optimizer.learningRate}`;
  const network = `def build_model():
    return nn.Sequential(OrderedDict([
${indented(lines, 2)}
    ]))`;
  const sections = [
    constants,
    ...classesOf(used),
    network,
    lossText(recipe, features),
    optimizerText(recipe),
    schedule,
    averageDecay === undefined ? undefined : averageText(averageDecay),
    augmentation,
    weightsText,
    idxText,
    orderTexts[order],
    runText(parts),
    mainText(parts, options.weights),
  ].filter((section) => section !== undefined);
  const body = sections.slice(1).join("\n\n\n");
  return `${introduction(recipe, options)}

${importsOf(parts, body)}

${sections[0]}


${body}


if __name__ == "__main__":
    main()
`;
}
