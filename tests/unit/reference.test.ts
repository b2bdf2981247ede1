import { describe, expect, it } from "vitest";
import { array, evaluate } from "../evaluate.ts";

const picture = array([1, 1, 3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9);

describe("convolution", () => {
  it("does not flip the kernel", () => {
    const { y } = evaluate("conv2d", { x: picture, weight: array([1, 1, 2, 2], 1, 10, 100, 1000) });
    // y[0,0] = 1·1 + 2·10 + 4·100 + 5·1000
    expect(y).toEqual([5421, 6532, 8754, 9865]);
  });

  it("sums over the input maps and gives a map for each kernel", () => {
    const x = array([1, 2, 1, 2], 1, 2, 3, 4);
    const weight = array([2, 2, 1, 1], 1, 10, 100, 1000);
    expect(evaluate("conv2d", { x, weight }).y).toEqual([31, 42, 3100, 4200]);
  });

  it("is the cross-correlation of its definition for any shape", () => {
    const [N, C, H, W, M, KH, KW] = [2, 3, 5, 6, 4, 3, 2];
    const [P, Q] = [H - KH + 1, W - KW + 1];
    const x = array([N, C, H, W], ...Array.from({ length: N * C * H * W }, (_, i) => ((i * 7) % 11) - 5));
    const weight = array([M, C, KH, KW], ...Array.from({ length: M * C * KH * KW }, (_, i) => ((i * 5) % 13) - 6));
    const expected: number[] = [];
    for (let n = 0; n < N; n++)
      for (let m = 0; m < M; m++)
        for (let p = 0; p < P; p++)
          for (let q = 0; q < Q; q++) {
            let sum = 0;
            for (let c = 0; c < C; c++)
              for (let i = 0; i < KH; i++)
                for (let j = 0; j < KW; j++)
                  sum += x.data[((n * C + c) * H + p + i) * W + q + j] * weight.data[((m * C + c) * KH + i) * KW + j];
            expected.push(sum);
          }
    expect(evaluate("conv2d", { x, weight }).y).toEqual(expected);
  });

  it("spreads a gradient over the cells that a kernel saw", () => {
    const { dx } = evaluate("conv2dInputGrad", {
      dy: array([1, 1, 2, 2], 1, 2, 3, 4),
      weight: array([1, 1, 2, 2], 1, 10, 100, 1000),
    });
    expect(dx).toEqual([1, 12, 20, 103, 1234, 2040, 300, 3400, 4000]);
  });

  it("gives each weight the inputs it was multiplied with", () => {
    const { dw } = evaluate("conv2dWeightGrad", { x: picture, dy: array([1, 1, 2, 2], 1, 10, 100, 1000) });
    expect(dw).toEqual([5421, 6532, 8754, 9865]);
  });
});

describe("addition of a bias", () => {
  it("adds one value to the whole of a map", () => {
    const { y } = evaluate("addBias", { x: array([1, 2, 1, 2], 1, 2, 3, 4), bias: array([2], 10, 20) });
    expect(y).toEqual([11, 12, 23, 24]);
  });

  it("sums a bias's gradient over samples and map", () => {
    expect(evaluate("addBiasGrad", { dy: array([2, 2, 2], 1, 2, 10, 20, 3, 4, 30, 40) }).db).toEqual([10, 100]);
  });
});

describe("a dense layer", () => {
  const weight = array([2, 3], 1, 2, 3, 10, 20, 30);

  it("weights every feature into every output", () => {
    expect(evaluate("dense", { x: array([2, 3], 1, 1, 1, 1, 0, -1), weight }).y).toEqual([6, 60, -2, -20]);
  });

  it("sends gradients back through the weights", () => {
    expect(evaluate("denseInputGrad", { dy: array([1, 2], 1, 0.5), weight }).dx).toEqual([6, 12, 18]);
  });

  it("sums a weight's gradient over the samples", () => {
    const { dw } = evaluate("denseWeightGrad", { x: array([2, 2], 1, 2, 3, 4), dy: array([2, 1], 10, 100) });
    expect(dw).toEqual([310, 420]);
  });
});

describe("activations", () => {
  it("σ(0) = ½ and its derivative there is ¼", () => {
    expect(evaluate("sigmoid", { x: array([3], 0, 1, -1e3) }).y).toEqual([0.5, 1 / (1 + 1 / Math.E), 0]);
    expect(evaluate("sigmoidGrad", { dy: array([2], 1, 16), y: array([2], 0.5, 0.75) }).dx).toEqual([0.25, 3]);
  });

  it("ReLU stops what is negative, and the gradient there and at 0", () => {
    expect(evaluate("relu", { x: array([3], -2, 0, 3) }).y).toEqual([0, 0, 3]);
    expect(evaluate("reluGrad", { dy: array([3], 5, 6, 7), y: array([3], 0, 0, 3) }).dx).toEqual([0, 0, 7]);
  });
});

describe("softmax cross-entropy", () => {
  it("of F equal outputs is ln F, whatever they are", () => {
    for (const F of [2, 3, 10]) {
      const { loss } = evaluate("softmaxCrossEntropy", {
        x: array([1, F], ...new Array(F).fill(1000)),
        label: array([1], 1),
      });
      expect(loss).toEqual([Math.log(F)]);
    }
  });

  it("has the gradient softmax − one-hot, averaged over the batch", () => {
    const x = array([2, 2], 0, Math.log(3), 0, 0);
    const { dx } = evaluate("softmaxCrossEntropyGrad", { x, label: array([2], 1, 0) });
    const expected = [0.125, -0.125, -0.25, 0.25];
    for (const [i, value] of dx.entries()) expect(value).toBeCloseTo(expected[i], 15);
  });

  it("of a hopeless answer is its distance to the best, without overflow", () => {
    expect(evaluate("softmaxCrossEntropy", { x: array([1, 2], 1000, -1000), label: array([1], 1) }).loss).toEqual([
      2000,
    ]);
  });
});

describe("squared error", () => {
  it("is summed over outputs, and its gradient averaged over samples", () => {
    const inputs = { x: array([2, 2], 1, 0.5, 0, 0), target: array([2, 2], 0, 1, 0, 1) };
    expect(evaluate("squaredError", inputs).loss).toEqual([1.25, 1]);
    expect(evaluate("squaredErrorGrad", inputs).dx).toEqual([1, -0.5, -0, -1]);
  });
});

describe("classes", () => {
  it("the class is the first of the greatest outputs", () => {
    expect(evaluate("classify", { x: array([2, 3], 1, 5, 5, -1, -2, -1) }).prediction).toEqual([1, 0]);
  });

  it("a single output says 1 from ½ on", () => {
    expect(evaluate("classify", { x: array([3, 1], 0.499, 0.5, 0.9) }).prediction).toEqual([0, 1, 1]);
  });

  it("the target of a class is one-hot; of a single output the label itself", () => {
    expect(evaluate("oneHot", { label: array([2], 2, 0) }, { features: 3 }).target).toEqual([0, 0, 1, 1, 0, 0]);
    expect(evaluate("oneHot", { label: array([2], 1, 0) }, { features: 1 }).target).toEqual([1, 0]);
  });
});

describe("the batch", () => {
  const data = {
    images: array([3, 2], 0, 51, 102, 153, 204, 255),
    labels: array([3], 7, 8, 9),
    order: array([4], 2, 0, 1, 2),
  };

  it.each([
    { step: 0, x: [0.8, 1, 0, 0.2], label: [9, 7] },
    { step: 1, x: [0.4, 0.6, 0.8, 1], label: [8, 9] },
    { step: 2, x: [0.8, 1, 0, 0.2], label: [9, 7] },
  ])("of step $step comes in the permutation's order", ({ step, x, label }) => {
    const attributes = { batch: 2, shape: [2, 1, 1], stepsPerEpoch: 2 };
    const batch = evaluate("gatherBatch", { ...data, step: array([1], step) }, attributes);
    expect(batch).toEqual({ x, label });
  });

  it("leaves mean loss and count of hits in the row of its step, and counts the step", () => {
    const { metrics, step } = evaluate("record", {
      loss: array([4], 1, 2, 3, 6),
      prediction: array([4], 1, 2, 3, 4),
      label: array([4], 1, 0, 3, 0),
      metrics: array([2, 2], 9, 9, 9, 9),
      step: array([1], 3),
    });
    expect(metrics).toEqual([9, 9, 3, 2]);
    expect(step).toEqual([4]);
  });
});
