/**
 * Runs one system in Node, told what to do on standard input and answering on standard output, a JSON object a line:
 * `node node.js SYSTEM FOLDER`. See serve.js.
 */
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { startCounting } from "./count.js";
import { serve } from "./serve.js";

// What libraries print must not come between the answers.
console.log = console.error;
console.info = console.error;

const [system, folder] = process.argv.slice(2);
const require = createRequire(import.meta.url);

/** Dawn behind `navigator.gpu`, as in a browser, and nobody's waiting keeps a core busy that a software adapter could use. */
async function provideGpu() {
  const { pollSeldom } = await import("../../dist/pollSeldom.js");
  pollSeldom();
  const { create, globals } = await import("webgpu");
  Object.assign(globalThis, globals);
  const gpu = create([]);
  Object.defineProperty(globalThis, "navigator", { value: { gpu, userAgent: "node" }, configurable: true });
  startCounting();
}

function loadTfjs() {
  // It asks whether there is a window before it looks for WebGPU.
  if (globalThis.navigator?.gpu) globalThis.window = globalThis;
  const tf = require("@tensorflow/tfjs");
  require("@tensorflow/tfjs-backend-webgpu");
  return tf;
}

const libraries = {
  circledast: () => import("../../dist/library/index.js"),
  tfjs: async () => loadTfjs(),
  jaxjs: () => import("@jax-js/jax"),
};

const answer = await serve({
  system,
  libraries,
  provideGpu,
  readBytes: async (name) => {
    const { buffer, byteOffset, byteLength } = await readFile(join(folder, name));
    return buffer.slice(byteOffset, byteOffset + byteLength);
  },
});
for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line)))}\n`);
}
process.exit(0);
