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
