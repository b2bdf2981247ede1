/**
 * What a system is given to do, read from the folder that the command has written: `workload.json` and, beside it, the arrays. The same
 * in Node and in a page; only `readBytes` differs.
 *
 * @typedef {object} Layer
 * @property {string} type as in a recipe, with all its fields: conv2d (no padding, stride 1), maxPool2d, relu, batchNorm, flatten, dense
 * @property {string} name begins its parameters' names
 *
 * @typedef {object} Workload
 * @property {"training" | "inference"} kind
 * @property {object} recipe the preset with the batch of the run and a fixed learning rate
 * @property {readonly Layer[]} layers the recipe's, a pooling before the ReLU in front of it: the same values, less work
 * @property {{ type: string, learningRate: number }} optimizer momentum or adam, with all its constants
 * @property {number} seed of initial parameters and order
 * @property {number} count samples
 * @property {readonly number[]} shape [C, H, W] of one
 * @property {number} classes
 * @property {readonly string[]} statistics names of those parameters that are not trained
 * @property {Uint8Array} images [count, C, H, W], a pixel is its byte / 255
 * @property {Uint8Array} labels [count]
 * @property {Uint32Array} order which sample comes when
 * @property {ReadonlyMap<string, { shape: readonly number[], data: Float32Array }>} parameters by PyTorch's names, in its layout
 */

/** @param {(name: string) => Promise<ArrayBuffer>} readBytes @returns {Promise<Workload>} */
export async function readWorkload(readBytes) {
  const { parameters: shapes, ...given } = JSON.parse(new TextDecoder().decode(await readBytes("workload.json")));
  const flat = new Float32Array(await readBytes("parameters.f32"));
  const parameters = new Map();
  let at = 0;
  for (const { name, shape } of shapes) {
    const length = shape.reduce((product, size) => product * size, 1);
    parameters.set(name, { shape, data: flat.slice(at, at + length) });
    at += length;
  }
  return {
    ...given,
    images: new Uint8Array(await readBytes("images.u8")),
    labels: new Uint8Array(await readBytes("labels.u8")),
    order: new Uint32Array(await readBytes("order.u32")),
    parameters,
  };
}

/** The pictures as the peers want them: f32 from 0 to 1, [count, C, H, W]. @param {Workload} workload */
export function pixels({ images }) {
  return Float32Array.from(images, (byte) => byte / 255);
}

/** The samples of a training step; after the last whole batch the order is begun anew. @param {Workload} workload */
export function batchOf({ order, recipe: { batch } }, step) {
  const start = (step % Math.floor(order.length / batch)) * batch;
  return Int32Array.from(order.subarray(start, start + batch));
}

/** Where the pictures of an inference step begin. @param {Workload} workload */
export function firstOf({ count, recipe: { batch } }, step) {
  return (step % Math.floor(count / batch)) * batch;
}

/** What a layer makes of one sample's shape. @param {Layer} layer @param {readonly number[]} shape */
export function outputShape({ type, filters, kernel, size, units }, shape) {
  const [C, H, W] = shape;
  if (type === "conv2d") return [filters, H - kernel[0] + 1, W - kernel[1] + 1];
  if (type === "maxPool2d") return [C, Math.floor(H / size[0]), Math.floor(W / size[1])];
  if (type === "flatten") return [C * H * W];
  return type === "dense" ? [units] : shape;
}
