/** Which tensors of a step may be kept as f16 between dispatches, and how. */
import type { DeviceDescription, DeviceTraits } from "../core/device.ts";
import { DeviceError } from "../core/errors.ts";
import type { Operation } from "../operations/operation.ts";
import type { Program, Tensor } from "../operations/program.ts";

/** How the tensors that grow with the batch are kept. Arithmetic is in f32 either way. */
export type Storage = "f32" | "f16";

/** @throws DeviceError where a device cannot keep tensors so */
export function checkStorage(storage: Storage, { f16 }: DeviceTraits, { description }: DeviceDescription): void {
  if (storage === "f32" || f16) return;
  throw new DeviceError(
    `storage: ${description} has no f16 (shader-f16); an adapter with it was expected. Use storage f32, or another adapter.`,
  );
}

/** What is kept as f16, by the array that it is or is a part of; and the power of two that its elements are multiplied by there. */
export type Halves = ReadonlyMap<string, number>;

/** Bytes of an element. */
export function widthOf({ type, storage }: Tensor, halves: Halves): number {
  return type === "u8" ? 1 : halves.has(storage.of) ? 2 : 4;
}

/** Roles of what there is of every sample: values on the way forward, and gradients of such on the way back. */
const values = new Set(["x", "y", "a", "b"]);
const gradients = new Set(["dy", "dx"]);

/** Operations on the network's outputs, and what they make of them, stay in f32: small arrays, of which everything depends. */
const heads = /^(classify|softmaxCrossEntropy|squaredError|binaryCrossEntropyWithLogits)(Grad)?$/;

/**
 * ∂L/∂x of a sample is kept as so many times itself: L is a mean over the batch, which makes each 1/N of what it is of the sample alone.
 * Those that f16 has no numbers for, below 2⁻²⁵, are then below 2⁻³² of the sample's own, and there is room up to 511 times 1.
 */
const ROOM = 7;

const factorOf = (batch: number) => 2 ** (ROOM + Math.ceil(Math.log2(batch)));

const uses = ({ inputs, outputs }: Operation) => [...Object.entries(inputs), ...Object.entries(outputs)];

/**
 * The tensors that grow with the batch: what layers compute for each sample, and the gradients of that. Not parameters, their gradients,
 * what the optimiser keeps, statistics of the batch, losses, or what is only read from outside.
 */
export function halvesOf(program: Program): Halves {
  const rootOf = (name: string) => program.tensors.get(name)!.storage.of;
  const read = new Set(program.operations.flatMap(({ inputs }) => Object.values(inputs)).map(rootOf));
  const kept = new Set(program.results.map(rootOf).filter((root) => !read.has(root)));
  const backward = new Set<string>();
  const found = new Set<string>();
  for (const operation of program.operations) {
    const isHead = heads.test(operation.op);
    for (const [role, name] of uses(operation)) {
      const root = rootOf(name);
      if (gradients.has(role)) backward.add(root);
      if (isHead || !(values.has(role) || gradients.has(role))) kept.add(root);
      else found.add(root);
    }
    // A sum of gradients is one, and so is what dropout lets through of one.
    const { inputs, outputs } = operation;
    if ([inputs.x, inputs.a].some((name) => name !== undefined && backward.has(rootOf(name)))) {
      if (outputs.y !== undefined) backward.add(rootOf(outputs.y));
    }
  }
  const halves = [...found].filter((root) => !kept.has(root) && program.tensors.get(root)!.type === "f32");
  return new Map(halves.map((root) => [root, backward.has(root) ? factorOf(program.tensors.get(root)!.shape[0]) : 1]));
}
