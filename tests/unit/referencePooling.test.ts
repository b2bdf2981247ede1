import { describe, expect, it } from "vitest";
import { array, evaluate } from "../evaluate.ts";

describe("pooling", () => {
  const window = { kernel: [2, 2], stride: [2, 2] };

  it("takes the mean of each window and leaves out what no window covers", () => {
    const { y } = evaluate(
      "avgPool2d",
      { x: array([1, 1, 3, 5], 1, 2, 3, 4, 9, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9) },
      window,
    );
    expect(y).toEqual([3.5, 5.5]);
  });

  it("gives each cell of a window its share of the mean's gradient", () => {
    const { dx } = evaluate("avgPool2dGrad", { dy: array([1, 1, 1, 2], 4, 8) }, { ...window, input: [2, 5] });
    expect(dx).toEqual([1, 1, 2, 2, 0, 1, 1, 2, 2, 0]);
  });

  it("adds the shares of windows that overlap", () => {
    const sliding = { kernel: [1, 2], stride: [1, 1], input: [1, 3] };
    expect(evaluate("avgPool2dGrad", { dy: array([1, 1, 1, 2], 4, 8) }, sliding).dx).toEqual([2, 6, 4]);
  });

  it("takes the greatest of each window and remembers its place", () => {
    const { y, index } = evaluate("maxPool2d", { x: array([1, 1, 2, 4], 1, 4, -1, -2, 3, 2, -4, -3) }, window);
    expect(y).toEqual([4, -1]);
    expect(index).toEqual([1, 0]);
  });

  it("takes the first of equal maxima in row-major order", () => {
    const { index } = evaluate("maxPool2d", { x: array([1, 1, 2, 4], 0, 5, 7, 7, 5, 5, 7, 7) }, window);
    expect(index).toEqual([1, 0]);
  });

  it("sends a tie's gradient to the first maximum", () => {
    const { dx } = evaluate(
      "maxPool2dGrad",
      { dy: array([1, 1, 1, 2], 3, 4), index: array([1, 1, 1, 2], 1, 2) },
      { ...window, input: [3, 4] },
    );
    expect(dx).toEqual([0, 3, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0]);
  });

  it("adds the gradients of a cell that wins several windows", () => {
    const sliding = { kernel: [1, 2], stride: [1, 1], input: [1, 3] };
    const { dx } = evaluate(
      "maxPool2dGrad",
      { dy: array([1, 1, 1, 2], 3, 4), index: array([1, 1, 1, 2], 1, 0) },
      sliding,
    );
    expect(dx).toEqual([0, 7, 0]);
  });
});

describe("pooling with padding", () => {
  const x = array([1, 1, 1, 3], 2, 4, 6);
  const left = { kernel: [1, 2], stride: [1, 2], padding: [0, 0, 1, 0] };

  it("counts the padding in a mean, unless it is told not to", () => {
    expect(evaluate("avgPool2d", { x }, left).y).toEqual([1, 5]);
    expect(evaluate("avgPool2d", { x }, { ...left, countIncludePad: false }).y).toEqual([2, 5]);
  });

  it("divides a mean's gradient by the same", () => {
    const [dy, input] = [array([1, 1, 1, 2], 4, 8), { input: [1, 3] }];
    expect(evaluate("avgPool2dGrad", { dy }, { ...left, ...input }).dx).toEqual([2, 4, 4]);
    expect(evaluate("avgPool2dGrad", { dy }, { ...left, ...input, countIncludePad: false }).dx).toEqual([4, 4, 4]);
  });

  it("takes a negative maximum rather than the padding", () => {
    const { y, index } = evaluate("maxPool2d", { x: array([1, 1, 1, 3], -2, -4, -6) }, left);
    expect([y, index]).toEqual([
      [-2, -4],
      [1, 0],
    ]);
  });

  it("sends the gradient to the place in the input that the window's place is", () => {
    const [dy, index] = [array([1, 1, 1, 2], 4, 8), array([1, 1, 1, 2], 1, 1)];
    expect(evaluate("maxPool2dGrad", { dy, index }, { ...left, input: [1, 3] }).dx).toEqual([4, 0, 8]);
  });
});

describe("pooling in ceil mode", () => {
  const wide = { kernel: [1, 3], stride: [1, 3], padding: [0, 0, 1, 1], ceilMode: true };

  it("has a last window that reaches beyond, of which a mean counts what there is", () => {
    const x = array([1, 1, 1, 3], 2, 4, 6);
    expect(evaluate("avgPool2d", { x }, { kernel: [1, 2], ceilMode: true }).y).toEqual([3, 6]);
    expect(evaluate("avgPool2d", { x }, wide).y).toEqual([2, 3]);
    expect(evaluate("avgPool2d", { x }, { ...wide, countIncludePad: false }).y).toEqual([3, 6]);
  });

  it("gives the cells of the last window a greater share", () => {
    const [dy, input] = [array([1, 1, 1, 2], 6, 12), { input: [1, 3] }];
    expect(evaluate("avgPool2dGrad", { dy }, { ...wide, ...input }).dx).toEqual([2, 2, 6]);
    expect(evaluate("avgPool2dGrad", { dy }, { ...wide, ...input, countIncludePad: false }).dx).toEqual([3, 3, 12]);
  });

  it("takes the maximum of what there is", () => {
    const { y, index } = evaluate("maxPool2d", { x: array([1, 1, 1, 3], -2, -4, -6) }, wide);
    expect([y, index]).toEqual([
      [-2, -6],
      [1, 0],
    ]);
  });

  it("has no window that begins behind the input", () => {
    const padded = { kernel: [1, 2], stride: [1, 2], padding: [0, 0, 1, 1], ceilMode: true };
    expect(evaluate("maxPool2d", { x: array([1, 1, 1, 3], 1, 2, 3) }, padded).y).toEqual([1, 3]);
  });
});
