import { expect, test } from "vitest";
import { sha256Hex } from "../../src/core/hash.ts";
import { RandomStream } from "../../src/core/random.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { pointsSplits } from "../../src/data/toy.ts";

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The forward pass of formulas.md section 1 with weights w1 … w6 and biases b1 … b3, in this order. */
function forward(w: Float64Array, x1: number, x2: number): { h1: number; h2: number; o: number } {
  const h1 = sigmoid(x1 * w[0] + x2 * w[1] + w[6]);
  const h2 = sigmoid(x1 * w[2] + x2 * w[3] + w[7]);
  return { h1, h2, o: sigmoid(h1 * w[4] + h2 * w[5] + w[8]) };
}

function learn(set: Dataset, epochs: number, eta: number): Float64Array {
  const stream = new RandomStream(3, "test");
  const w = Float64Array.from({ length: 9 }, (_, i) => (i < 6 ? stream.normal() : 0));
  for (let sample = 0; sample < epochs * set.count; sample++) {
    const i = sample % set.count;
    const [x1, x2] = [set.images[2 * i] / 255, set.images[2 * i + 1] / 255];
    const { h1, h2, o } = forward(w, x1, x2);
    const d = -2 * (set.labels[i] - o) * o * (1 - o);
    const [d1, d2] = [d * w[4] * h1 * (1 - h1), d * w[5] * h2 * (1 - h2)];
    [d1 * x1, d1 * x2, d2 * x1, d2 * x2, d * h1, d * h2, d1, d2, d].forEach((gradient, j) => {
      w[j] -= eta * gradient;
    });
  }
  return w;
}

function accuracy(set: Dataset, predict: (x1: number, x2: number) => boolean): number {
  let right = 0;
  for (let i = 0; i < set.count; i++) {
    if (predict(set.images[2 * i] / 255, set.images[2 * i + 1] / 255) === (set.labels[i] === 1)) right++;
  }
  return right / set.count;
}

test("points are 1,000 and 200 samples of two bytes, of both classes about equally often", () => {
  const { train, test: held } = pointsSplits();
  for (const [set, count] of [
    [train, 1_000],
    [held, 200],
  ] as const) {
    expect(set).toMatchObject({ name: "points", shape: [2, 1, 1], count, classes: 2 });
    expect(set.images.length).toBe(2 * count);
    expect(set.labels.length).toBe(count);
    const ones = set.labels.reduce((sum, label) => sum + label, 0);
    expect(Math.abs(ones / count - 0.5)).toBeLessThan(0.1);
  }
  expect(train.images.subarray(0, 20)).not.toEqual(held.images.subarray(0, 20));
});

test("points are told apart by x₁ + x₂ > 1 in more than 97 % of cases, but not in all", () => {
  const { train } = pointsSplits();
  const share = accuracy(train, (x1, x2) => x1 + x2 > 1);
  expect(share).toBeGreaterThan(0.97);
  expect(share).toBeLessThan(1);
});

test("the 2-2-1 sigmoid network learns the points to more than 95 %", () => {
  const { train, test: held } = pointsSplits();
  const w = learn(train, 10, 0.5);
  expect(accuracy(held, (x1, x2) => forward(w, x1, x2).o > 0.5)).toBeGreaterThan(0.95);
});

test("points are the same ones every time", async () => {
  const { train, test: held } = pointsSplits();
  const bytes = new Uint8Array([...train.images, ...train.labels, ...held.images, ...held.labels]);
  expect(await sha256Hex(bytes)).toBe("8e92b26fc8c4bfffd1eb6fa20945133487d49e8e5e3e83f402e5ac37b9add12c");
});
