import { expect, test } from "vitest";
import { readWeights } from "../../../../src/app/worker/readWeights.ts";
import { encodeSafetensors } from "../../../../src/io/safetensors.ts";
import { presets } from "../../../../src/model/presets.ts";
import { compilePrediction } from "../../../../src/plan/compile.ts";
import { nameParameters } from "../../../../src/train/parameters.ts";
import { encodeWeights } from "../../../../src/train/weightsFile.ts";

const recipe = presets.classic;
const { network } = compilePrediction(recipe, 1);
const tensors = nameParameters(
  network,
  Float32Array.from({ length: network.flat }, (_, i) => i / 7),
);
const read = (bytes: Uint8Array, of = network) => readWeights({ type: "readWeights", id: 3, bytes }, of);

test("a file of the network at hand: weights, recipe, seed and steps", () => {
  const bytes = encodeWeights({ tensors, recipe, seed: 5, step: 12 });
  expect(read(bytes)).toEqual({ type: "weightsRead", id: 3, tensors, recipe, seed: 5, step: 12 });
});

test("a file of another network says what does not fit, and brings its recipe", () => {
  const bytes = encodeWeights({ tensors, recipe, seed: 5, step: 12 });
  const other = compilePrediction(presets.lenet, 1).network;
  expect(read(bytes, other)).toMatchObject({
    recipe,
    misfit: expect.stringMatching(/^weights: conv2\.weight is 12×6×5×5; 16×6×5×5 was expected/),
  });
  expect(readWeights({ type: "readWeights", id: 3, bytes }, undefined)).toMatchObject({
    misfit: "There is no network yet.",
  });
});

test("arrays that the network does not have are not passed over", () => {
  const extra = { name: "conv9.weight", shape: [1], data: new Float32Array(1) };
  expect(read(encodeSafetensors([...tensors, extra]))).toMatchObject({
    misfit: "weights: conv9.weight is in the file; the network has no such array.",
  });
});

test("what is no weights file is refused in words", () => {
  expect(read(new Uint8Array(3))).toMatchObject({ id: 3, refused: expect.stringContaining("file: 3 bytes found") });
  const notFinite = tensors.map((tensor, i) =>
    i === 0 ? { ...tensor, data: tensor.data.map(() => Number.NaN) } : tensor,
  );
  expect(read(encodeSafetensors(notFinite))).toMatchObject({ refused: expect.stringContaining("finite numbers") });
  expect(read(encodeSafetensors(tensors, { recipe: "{" }))).toMatchObject({
    refused: expect.stringContaining("recipe"),
  });
});
