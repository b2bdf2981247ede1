/** Writes a script for PyTorch that goes on from saved weights: `node pytorch.js FILE.safetensors`, then `python3 FILE.py --data DIR`. */
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { decodeWeights } from "circledast";
import { pytorchScript } from "circledast/pytorch";

const [file] = process.argv.slice(2);
const { recipe } = decodeWeights(new Uint8Array(await readFile(file)));
const out = file.replace(/[.]safetensors$/, ".py");
await writeFile(out, pytorchScript(recipe, { file: basename(out), weights: basename(file) }));
console.log(JSON.stringify({ out }));
