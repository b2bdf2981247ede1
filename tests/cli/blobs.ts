/** A small data set in IDX files: ten classes of pictures, each with a bright square at a place of its own, and noise. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RandomStream } from "../../src/core/random.ts";

const SIDE = 28;
const SQUARE = 7;

function idx(dimensions: readonly number[], elements: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * dimensions.length + elements.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x0800 + dimensions.length);
  for (const [axis, size] of dimensions.entries()) view.setUint32(4 + 4 * axis, size);
  bytes.set(elements, 4 + 4 * dimensions.length);
  return bytes;
}

function half(folder: string, name: string, count: number): void {
  const random = new RandomStream(1, name);
  const images = new Uint8Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % 10;
    const [top, left] = [2 + SQUARE * Math.floor(labels[i] / 4), SQUARE * (labels[i] % 4)];
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const inside = y >= top && y < top + SQUARE && x >= left && x < left + SQUARE;
        images[(i * SIDE + y) * SIDE + x] = random.below(80) + (inside ? 150 : 0);
      }
    }
  }
  writeFileSync(join(folder, `${name}-images-idx3-ubyte`), idx([count, SIDE, SIDE], images));
  writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), idx([count], labels));
}

/** 640 pictures to learn and 100 to be judged on, the same ones every time. */
export function writeBlobs(folder: string): void {
  mkdirSync(folder, { recursive: true });
  half(folder, "train", 640);
  half(folder, "t10k", 100);
}
