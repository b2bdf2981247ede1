/** Writes saved weights as ONNX and reads them back: `node onnx.js FILE.safetensors`. */
import { readFile, writeFile } from "node:fs/promises";
import { decodeWeights, weightsSha256 } from "circledast";
import { exportOnnx, importOnnx } from "circledast/onnx";

const [file] = process.argv.slice(2);
const { recipe, tensors, step } = decodeWeights(new Uint8Array(await readFile(file)));
const bytes = exportOnnx(recipe, tensors, { step });
const out = file.replace(/[.]safetensors$/, ".onnx");
await writeFile(out, bytes);

const back = importOnnx(bytes, "back");
const same = (await weightsSha256(back.tensors)) === (await weightsSha256(tensors));
console.log(JSON.stringify({ out, bytes: bytes.length, layers: back.recipe.layers.length, same }));
