/** A test set taken from the samples of one set, where nobody has given one. */
import { permutation } from "../core/random.ts";
import type { DataSplits, Dataset } from "./dataset.ts";

/** As of MNIST: one of seven is kept from learning. */
const SHARE = 1 / 7;

/** Which samples are to learn from and which to be judged on, each in the set's order. The same labels give the same. */
export function splitOff(labels: Uint8Array): { train: number[]; test: number[] } {
  const isTest = new Uint8Array(labels.length);
  for (const label of new Set(labels)) {
    const own = Array.from(labels.keys()).filter((i) => labels[i] === label);
    // Of a class with two there is one for each; of a single one nothing could be learned if it were kept.
    const wanted = own.length < 2 ? 0 : Math.max(1, Math.round(own.length * SHARE));
    for (const place of permutation(own.length, 1, label).subarray(0, wanted)) isTest[own[place]] = 1;
  }
  const those = (test: number) => Array.from(isTest.keys()).filter((i) => isTest[i] === test);
  return { train: those(0), test: those(1) };
}

/** Some samples of a set. */
export function subset(set: Dataset, samples: readonly number[]): Dataset {
  const size = set.images.length / set.count;
  const images = new Uint8Array(samples.length * size);
  samples.forEach((from, to) => images.set(set.images.subarray(from * size, (from + 1) * size), to * size));
  return { ...set, count: samples.length, images, labels: Uint8Array.from(samples, (i) => set.labels[i]) };
}

/** A set with a test part split off. */
export function splitsOf(set: Dataset): DataSplits {
  const { train, test } = splitOff(set.labels);
  return { train: subset(set, train), test: subset(set, test) };
}
