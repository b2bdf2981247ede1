import { version } from "../../../package.json";
import { exportOnnx, opsets } from "../../exchange/onnx/exportOnnx.ts";
import type { NumberKind } from "../../train/runNumbers.ts";
import { command } from "../command.ts";
import { choice, flag, number, text } from "../option.ts";
import { ofFile, readWeights, recipeFor, required } from "../readWeights.ts";
import { networkOptions } from "../recipe.ts";
import { checkWritable, writeWhole } from "../writeFile.ts";

const opsetNumber: NumberKind = {
  words: `${opsets.first} to ${opsets.last}`,
  examples: [opsets.first, opsets.last],
  accepts: (value) => Number.isInteger(value) && value >= opsets.first && value <= opsets.last,
};

export const export_ = command({
  name: "export",
  summary: "writes saved weights as a file that other programs take",
  usage: ["--weights FILE --to onnx --out FILE [options]"],
  options: {
    weights: text("FILE", "safetensors, as train --save writes it"),
    to: choice("FORMAT", ["onnx"], "onnx: the network as it judges, for onnxruntime and what else reads ONNX"),
    out: text("FILE", "where it goes"),
    preset: { ...networkOptions.preset, help: "the network (default: the one that the file says it is for)" },
    model: networkOptions.model,
    opset: number(
      "N",
      opsetNumber,
      `of ONNX, the version of its operators: ${opsets.first} (default) to ${opsets.last}`,
    ),
    json: flag("what was written as one JSON object on standard output"),
  },
  notes: [
    "ONNX: input [N, C, H, W] of f32, pixels from 0 to 1; output [N, F], what the last layer gives, before a loss's softmax. N is free.",
  ],
  async run(given) {
    const weights = required("weights", given.weights, "a file that train --save wrote");
    const to = required("to", given.to, "onnx");
    const out = required("out", given.out, "a file to write");
    await checkWritable("--out", out);
    const saved = await readWeights(weights);
    const recipe = await recipeFor(weights, saved, given);
    const { tensors, step } = saved;
    const { opset } = given;
    const bytes = ofFile(weights, () => exportOnnx(recipe, tensors, { version, opset, step }));
    await writeWhole(out, bytes);
    const result = { event: "export", to, file: out, preset: recipe.name, bytes: bytes.length };
    process.stdout.write(
      given.json ? `${JSON.stringify(result)}\n` : `${out}: ${recipe.name} as ${to}, ${bytes.length} bytes.\n`,
    );
    return 0;
  },
});
