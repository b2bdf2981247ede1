/** ONNX Runtime layer by layer: what each layer of a file makes of its inputs is what the reference makes of them. */
import { describe, expect, test } from "vitest";
import { elements } from "../../src/core/shape.ts";
import { encodeOnnx } from "../../src/exchange/onnx/encode.ts";
import { onnxOf } from "../../src/exchange/onnx/exportOnnx.ts";
import type { OnnxModel } from "../../src/exchange/onnx/format.ts";
import type { NamedTensor } from "../../src/io/safetensors.ts";
import { buildNetwork } from "../../src/layers/network.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { ProgramBuilder } from "../../src/operations/program.ts";
import { Oracle } from "../../src/verify/oracle.ts";
import { oddNetworks } from "../networks.ts";
import { inputsOf, weightsOf } from "./onnxInputs.ts";
import { ort } from "./onnxRuntime.ts";

const IMAGES = 1000;
const BATCH = 50;

/** For each tensor that a node computes the worst error of its elements, as a share of the bound on what f32 may be off in that layer alone. */
type Shares = ReadonlyMap<string, number>;

/** The model with every tensor of the network that a node computes among its outputs. */
function withEveryOutput(model: OnnxModel, program: ProgramBuilder): OnnxModel {
  const last = new Set(model.outputs.map(({ name }) => name));
  const more = model.nodes
    .flatMap(({ outputs }) => outputs)
    .filter((name) => !last.has(name) && program.tensors.has(name))
    .map((name) => ({ name, shape: ["N", ...program.tensors.get(name)!.shape.slice(1)] }));
  return { ...model, outputs: [...model.outputs, ...more] };
}

/**
 * Runs the file's network in ONNX Runtime with the output of each of its nodes told, and evaluates each layer in float64 on the inputs that
 * ONNX Runtime had. Those are f32 numbers and no more: nothing is off but what the layer itself rounds, γ_K Σ|aᵢ·bᵢ| for a sum of K products
 * (src/reference). The bounds of layers are not composed, which through many sums gives one that holds for whatever happens.
 *
 * @param inFile the weights that the file has
 * @param flat those that it should have
 * @param inputs of as many samples as fill batches
 */
async function layerShares(
  recipe: Recipe,
  inFile: readonly NamedTensor[],
  flat: Float32Array,
  inputs: Float32Array,
): Promise<Shares> {
  const program = new ProgramBuilder();
  const network = buildNetwork(program, recipe, program.persistent("input", [BATCH, ...recipe.input]), "evaluation");
  program.persistent("parameters", [network.flat]);
  const model = withEveryOutput(onnxOf(recipe, inFile, {}), program);
  const session = await ort.InferenceSession.create(encodeOnnx(model, { name: "circledast", version: "test" }));
  const size = elements(recipe.input);
  const oracle = new Oracle(program);
  oracle.set("parameters", flat);
  const shares = new Map<string, number>();
  for (let first = 0; first < inputs.length; first += BATCH * size) {
    const part = inputs.subarray(first, first + BATCH * size);
    const told = await session.run({ input: new ort.Tensor("float32", part, [BATCH, ...recipe.input]) });
    oracle.set("input", part);
    for (const operation of program.operations) {
      oracle.compute(operation);
      const [output] = Object.values(operation.outputs);
      const given = told[output === network.output ? "output" : output]?.data;
      // A convolution's or dense layer's sums before its bias: they are one node with it, and its bound goes on from theirs.
      if (given === undefined) continue;
      const [value, bound] = [oracle.value(output).data, oracle.bound(output).data];
      let worst = shares.get(output) ?? 0;
      for (const [i, found] of given.entries()) {
        const error = Math.abs(found - value[i]);
        // What is no number is over any bound; where nothing is rounded, the bound is 0 and so is the error.
        if (!(error <= worst * bound[i])) worst = Number.isNaN(error) ? Infinity : error / bound[i];
      }
      shares.set(output, worst);
      oracle.set(output, given);
    }
  }
  return shares;
}

const over = (shares: Shares, most: number) =>
  [...shares].filter(([, share]) => share > most).map(([tensor]) => tensor);

describe("each layer's outputs are within its own bound of ours", () => {
  test.each(Object.entries(presets))(`%s, ${IMAGES} test images`, { timeout: 900_000 }, async (_, recipe) => {
    const { flat, tensors } = weightsOf(recipe);
    const shares = await layerShares(recipe, tensors, flat, inputsOf(recipe, IMAGES));
    expect(shares.size).toBeGreaterThanOrEqual(recipe.layers.length);
    expect(over(shares, 1)).toEqual([]);
  });

  test.each(Object.entries(oddNetworks))("%s", async (_, recipe) => {
    const { flat, tensors } = weightsOf(recipe);
    const shares = await layerShares(recipe, tensors, flat, inputsOf(recipe, 100));
    expect(over(shares, 1)).toEqual([]);
  });
});

describe("weights that are off by 0.1 % are beyond it", () => {
  // In every layer at once: what a layer is given is what the file itself computed, so that each is found by itself or not at all.
  test.each(Object.entries({ ...presets, ...oddNetworks }))("in each layer of %s", async (_, recipe) => {
    const { flat, tensors } = weightsOf(recipe);
    const weighted = tensors.filter(({ name }) => name.endsWith(".weight")).map(({ name }) => name.split(".weight")[0]);
    const off = tensors.map(({ name, data, ...rest }) => {
      return { ...rest, name, data: name.endsWith(".weight") ? data.map((value) => value * 1.001) : data };
    });
    const found = over(await layerShares(recipe, off, flat, inputsOf(recipe, BATCH)), 1);
    expect(weighted.length).toBeGreaterThan(0);
    expect(found.map((tensor) => tensor.slice(0, tensor.lastIndexOf("."))).sort()).toEqual(weighted.sort());
  });
});
