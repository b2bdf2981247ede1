import { describe, expect, it, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.ts";
import { Inspector } from "../../src/inspect/inspector.ts";
import { allPresets, failing, watchWords } from "../../src/model/failing.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { checkRecipe } from "../../src/train/checkRecipe.ts";
import { openRun } from "../../src/train/openRun.ts";
import { splitsFor } from "../pictures.ts";

/** What guessing among ten costs. */
const guessing = Math.log(10);

const batch = 16;

/** Trains on strokes in ten directions, and gives the loss of each step. */
async function trained(recipe: Recipe, steps: number) {
  const data = splitsFor(recipe);
  const { session } = await openRun({ recipe: { ...recipe, batch }, data, seed: 1, length: { steps }, device: "cpu" });
  const losses: number[] = [];
  await session.train({ until: steps, onProgress: ({ results }) => losses.push(...results.map(({ loss }) => loss)) });
  return { session, losses, data, parameters: await session.parameters() };
}

const pictureOf = ({ images, count }: Dataset, at: number) =>
  Float32Array.from(
    images.subarray((at * images.length) / count, ((at + 1) * images.length) / count),
    (byte) => byte / 255,
  );

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe("presets that fail on purpose", () => {
  it.each(Object.keys(failing))("%s can be trained, and is told of", (name) => {
    checkRecipe(failing[name]);
    expect(failing[name].name).toBe(name);
    expect(watchWords[name]).toMatch(/watch/);
    expect(presets).not.toHaveProperty(name);
    expect(allPresets[name]).toBe(failing[name]);
  });
});

test("rateTooHigh: the loss leaps far above guessing, which it does not at a hundredth of the rate", async () => {
  const { rateTooHigh } = failing;
  const { losses } = await trained(rateTooHigh, 30);
  expect(mean(losses.slice(-15))).toBeGreaterThan(2 * guessing);
  const slower = { ...rateTooHigh, optimizer: { ...rateTooHigh.optimizer, learningRate: 0.2 } };
  expect(mean((await trained(slower, 30)).losses.slice(-15))).toBeLessThan(1.5 * guessing);
}, 60_000);

test("deadRelu: a layer's ReLUs are 0 for every picture, so are the gradients, and the loss stays that of guessing", async () => {
  const { session, losses, data } = await trained(failing.deadRelu, 40);
  expect(Math.abs(mean(losses.slice(-10)) - guessing)).toBeLessThan(0.4);
  const inspector = new Inspector(failing.deadRelu);
  const { network, gradients } = inspector.program;
  for (let at = 0; at < 20; at++) {
    const seen = inspector.inspect(session.judgedParameters, pictureOf(data.test, at), data.test.labels[at]);
    const alive = network.layers
      .filter(({ type }) => type === "relu")
      .map(({ name }) => seen.array(network.outputs.get(name)!).data.some((value) => value > 0));
    expect(alive).toContain(false);
    expect(seen.array(gradients.get("conv1.weight")!).data.every((value) => value === 0)).toBe(true);
  }
}, 60_000);

test("noShuffling: it answers with one class for everything, where the same recipe has learned when shuffled", async () => {
  const { noShuffling } = failing;
  const right = async (recipe: Recipe) => {
    const { session, data } = await trained(recipe, 4 * 32);
    const { predictions } = await session.judge();
    return {
      answers: new Set(predictions),
      share: mean(Array.from(data.test.labels, (label, at) => Number(label === predictions[at]))),
    };
  };
  const sorted = await right(noShuffling);
  expect(sorted.answers.size).toBeLessThanOrEqual(2);
  expect(sorted.share).toBeLessThan(0.25);
  expect((await right({ ...noShuffling, order: "shuffled" })).share).toBeGreaterThan(0.5);
}, 60_000);

test("zeroInitialization: all kernels of the layer stay equal, and are not 0", async () => {
  const { parameters } = await trained(failing.zeroInitialization, 40);
  const { data, shape } = parameters.find(({ name }) => name === "conv.weight")!;
  const size = data.length / shape[0];
  const kernels = Array.from({ length: shape[0] }, (_, at) => [...data.slice(at * size, (at + 1) * size)]);
  for (const kernel of kernels) expect(kernel).toEqual(kernels[0]);
  expect(kernels[0].some((weight) => weight !== 0)).toBe(true);
}, 60_000);
