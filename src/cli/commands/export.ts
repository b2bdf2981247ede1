import { readFile, realpath } from "node:fs/promises";
import { basename, join } from "node:path";
import { version } from "../../../package.json";
import { SpecError } from "../../core/errors.ts";
import { formatShape } from "../../core/shape.ts";
import { exportOnnx, opsets } from "../../exchange/onnx/exportOnnx.ts";
import { drawn, toBase64, withRun } from "../../exchange/page/exportedRun.ts";
import { pytorchScript } from "../../exchange/pytorch/script.ts";
import type { Recipe } from "../../model/recipe.ts";
import { compilePrediction } from "../../plan/compile.ts";
import { arraysFor, trainedOf, weightsSha256 } from "../../train/parameters.ts";
import type { NumberKind } from "../../train/runNumbers.ts";
import { encodeWeights, type SavedWeights } from "../../train/weightsFile.ts";
import { command } from "../command.ts";
import { choice, flag, number, text } from "../option.ts";
import { pageFolder } from "../pageServer.ts";
import { ofFile, readWeights, recipeFor, required } from "../readWeights.ts";
import { networkOptions } from "../recipe.ts";
import { checkWritable, writeWhole } from "../writeFile.ts";

const opsetNumber: NumberKind = {
  words: `${opsets.first} to ${opsets.last}`,
  examples: [opsets.first, opsets.last],
  accepts: (value) => Number.isInteger(value) && value >= opsets.first && value <= opsets.last,
};

const formats = { onnx: "ONNX", pytorch: "a script for PyTorch", html: "a page that answers drawings" } as const;

/** A file to write, and its bytes. */
type File = readonly [path: string, bytes: Uint8Array];

/**
 * The script and, beside it, the weights that it begins with, unless they are there already: it is the file that was read.
 *
 * @param isTold whether the network is another than the weights' notes say, or may be
 * @throws SpecError where the script's name is none, or its weights would take the place of others
 */
async function scriptFiles(
  { recipe, saved, isTold }: { recipe: Recipe; saved: SavedWeights; isTold: boolean },
  weights: string,
  out: string,
): Promise<File[]> {
  if (!/[^/\\]\.py$/.test(out)) {
    throw new SpecError(`--out: it is ${out}; a name such as lenet.py was expected. Let it end in .py.`);
  }
  const beside = out.replace(/\.py$/, ".safetensors");
  const [script, start] = ofFile(weights, () => {
    const tensors = arraysFor(compilePrediction(recipe, 1).network, saved.tensors);
    const names = { file: basename(out), weights: basename(beside), version };
    return [pytorchScript(recipe, names), { ...saved, recipe, tensors }] as const;
  });
  const file: File = [out, Buffer.from(script)];
  const place = await realpath(beside).catch(() => undefined);
  if (place !== (await realpath(weights))) {
    await checkWritable("--out", beside);
    return [[beside, encodeWeights(start)], file];
  }
  if (isTold || start.tensors.length !== saved.tensors.length) {
    throw new SpecError(
      `--out: ${beside}, where its weights go, is the file of --weights, which has other notes; another name was expected. Choose one.`,
    );
  }
  return [file];
}

/**
 * The page with the network in it.
 *
 * @throws SpecError where the network reads no drawing, or the page is not built
 */
async function pageOf(recipe: Recipe, saved: SavedWeights, weights: string): Promise<Uint8Array> {
  if (recipe.input.join() !== drawn.join()) {
    throw new SpecError(
      `--to: it is html, and ${recipe.name} reads ${formatShape(recipe.input)}; a network that reads drawings of ${formatShape(drawn)} was expected. Choose onnx.`,
    );
  }
  const path = join(pageFolder, "export.html");
  const page = await readFile(path, "utf8").catch((cause) => {
    throw new SpecError(`--to: ${path} cannot be read; the page that it becomes was expected. Run npm run build.`, {
      cause,
    });
  });
  const { network } = compilePrediction(recipe, 1);
  const tensors = ofFile(weights, () => arraysFor(network, saved.tensors));
  const run = {
    file: toBase64(encodeWeights({ ...saved, recipe, tensors })),
    weightsSha256: await weightsSha256(trainedOf(network, tensors)),
    date: new Date().toISOString().slice(0, 10),
  };
  return Buffer.from(withRun(page, run));
}

export const export_ = command({
  name: "export",
  summary: "writes saved weights as a file that other programs take",
  usage: [
    "--weights FILE --to onnx --out FILE [options]",
    "--weights FILE --to pytorch --out FILE.py [options]",
    "--weights FILE --to html --out FILE.html [options]",
  ],
  options: {
    weights: text("FILE", "safetensors, as train --save writes it"),
    to: choice(
      "FORMAT",
      ["onnx", "pytorch", "html"],
      "onnx: the network as it judges, for onnxruntime and what else reads ONNX; pytorch: a script that goes on training; html: a page to draw on",
    ),
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
    "PyTorch: network, loss, optimiser, schedule and data as a Python script, the weights beside it (FILE.safetensors): on one process, or on",
    "many by torchrun. What it saves comes back by train --weights FILE.",
    "HTML: one file with the network and a place to draw a digit, which it answers in any browser, and needs no network connection.",
  ],
  async run(given) {
    const weights = required("weights", given.weights, "a file that train --save wrote");
    const to = required("to", given.to, "onnx, pytorch or html");
    const out = required("out", given.out, "a file to write");
    const { opset } = given;
    if (opset !== undefined && to !== "onnx") {
      throw new SpecError(`--opset: it is given beside --to ${to}; only ONNX has one. Leave it out.`);
    }
    await checkWritable("--out", out);
    const saved = await readWeights(weights);
    const recipe = await recipeFor(weights, saved, given);
    const { tensors, step } = saved;
    const isTold = given.preset !== undefined || given.model !== undefined;
    const write = {
      onnx: (): File[] => [[out, ofFile(weights, () => exportOnnx(recipe, tensors, { version, opset, step }))]],
      pytorch: () => scriptFiles({ recipe, saved, isTold }, weights, out),
      html: async (): Promise<File[]> => [[out, await pageOf(recipe, saved, weights)]],
    };
    const files = await write[to]();
    for (const [path, bytes] of files) await writeWhole(path, bytes);
    const result = { event: "export", to, file: out, preset: recipe.name, bytes: files.at(-1)![1].length };
    const beside = files.slice(0, -1).map(([path]) => `, its weights beside it in ${path}`);
    process.stdout.write(
      given.json
        ? `${JSON.stringify(result)}\n`
        : `${out}: ${recipe.name} as ${formats[to]}, ${result.bytes} bytes${beside.join("")}.\n`,
    );
    return 0;
  },
});
