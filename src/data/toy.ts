import { RandomStream } from "../core/random.ts";
import type { DataSplits, Dataset } from "./dataset.ts";

const SEED = 1;
/** Each cloud's centre, in both coordinates, and its standard deviation: x₁ + x₂ = 1 divides 99 % of them rightly. */
const CENTRES = [0.3, 0.7] as const;
const SPREAD = 0.12;

function points(purpose: string, count: number): Dataset {
  const stream = new RandomStream(SEED, purpose);
  const images = new Uint8Array(count * 2);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = stream.below(2);
    for (let axis = 0; axis < 2; axis++) {
      const value = CENTRES[labels[i]] + SPREAD * stream.normal();
      images[2 * i + axis] = Math.round(255 * Math.min(1, Math.max(0, value)));
    }
  }
  return { name: "points", shape: [2, 1, 1], count, classes: 2, images, labels };
}

/**
 * Something for the 2-2-1 network of formulas.md section 1 to learn: points of the unit square, in two clouds that
 * touch. A sample is [x₁, x₂] as two bytes, shape [2, 1, 1]; its label says which cloud it is from. 1,000 to learn and
 * 200 to be judged on, the same ones every time.
 */
export function pointsSplits(): DataSplits {
  return { train: points("points: train", 1_000), test: points("points: test", 200) };
}
