import { basename } from "node:path";
import { importOnnx } from "../../exchange/onnx/importOnnx.ts";
import type { NamedTensor } from "../../io/safetensors.ts";
import type { Recipe } from "../../model/recipe.ts";
import { compilePrediction } from "../../plan/compile.ts";
import { arraysFor } from "../../train/parameters.ts";
import { decodeWeights, encodeWeights } from "../../train/weightsFile.ts";
import { command } from "../command.ts";
import { flag, text } from "../option.ts";
import { note } from "../printEvents.ts";
import { ofFile, readGiven, recipeFor, required } from "../readWeights.ts";
import { type NetworkChoice, networkOptions } from "../recipe.ts";
import { checkWritable, writeWhole } from "../writeFile.ts";

interface Network {
  readonly recipe: Recipe;
  readonly tensors: readonly NamedTensor[];
  readonly notes: readonly string[];
}

/** By what the file begins with: a safetensors file with the length of a header in JSON, which no ONNX file does. */
async function read(path: string, choice: NetworkChoice): Promise<Network> {
  const bytes = await readGiven("--from", path);
  const isSafetensors = bytes[8] === "{".charCodeAt(0);
  if (!isSafetensors) return ofFile(path, () => importOnnx(bytes, basename(path).replace(/\.\w+$/, "")));
  const saved = ofFile(path, () => decodeWeights(bytes));
  const recipe = await recipeFor(path, saved, choice);
  const tensors = ofFile(path, () => arraysFor(compilePrediction(recipe, 1).network, saved.tensors));
  const left = saved.tensors
    .filter(({ name }) => tensors.every((tensor) => tensor.name !== name))
    .map(({ name }) => name);
  const notes =
    left.length === 0 ? [] : [`Left out, for the network has no such arrays: ${left.join(", ").slice(0, 500)}.`];
  return { recipe, tensors, notes };
}

export const import_ = command({
  name: "import",
  summary: "reads a network and weights of other programs: ONNX, or safetensors with PyTorch's names",
  usage: ["--from FILE --out FILE [options]"],
  options: {
    from: text("FILE", "ONNX, or safetensors such as PyTorch's state_dict is saved as"),
    out: text("FILE", "where the weights go: safetensors, with the recipe in its notes, as train --save writes it"),
    preset: { ...networkOptions.preset, help: "of safetensors that do not say it: the network that they are for" },
    model: networkOptions.model,
    "model-out": text("FILE.json", "where the recipe goes too: for train --model, to be changed"),
    json: flag("what was read as one JSON object on standard output"),
  },
  notes: [
    "Go on with `train --weights FILE`, `evaluate --weights FILE`, or Load on the page. What ONNX does not say is ours: Adam at 0.001, batch 64,",
    "softmax cross-entropy; `train --model` with the recipe changed takes others.",
  ],
  async run(given) {
    const from = required("from", given.from, "a file");
    const out = required("out", given.out, "a file to write");
    const { "model-out": modelOut } = given;
    await checkWritable("--out", out);
    if (modelOut !== undefined) await checkWritable("--model-out", modelOut);
    const { recipe, tensors, notes } = await read(from, given);
    const bytes = encodeWeights({ recipe, tensors });
    await writeWhole(out, bytes);
    if (modelOut !== undefined) await writeWhole(modelOut, Buffer.from(`${JSON.stringify(recipe, undefined, 2)}\n`));
    for (const sentence of notes) note(sentence);
    const parameters = tensors.reduce((sum, { data }) => sum + data.length, 0);
    const result = { event: "import", from, file: out, preset: recipe.name, layers: recipe.layers.length, parameters };
    process.stdout.write(
      given.json
        ? `${JSON.stringify({ ...result, notes })}\n`
        : `${out}: ${recipe.name}, ${recipe.layers.length} layers, ${parameters} values.\n`,
    );
    return 0;
  },
});
