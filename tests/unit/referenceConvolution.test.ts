import { describe, expect, it } from "vitest";
import { array, evaluate } from "../evaluate.ts";

const five = array([1, 1, 1, 5], 1, 2, 3, 4, 5);
const pair = array([1, 1, 1, 2], 1, 10);

describe("a convolution with stride", () => {
  const stride = { stride: [2, 2] };

  it("takes a step at a time, and leaves out what the last does not reach", () => {
    const x = array([1, 1, 3, 5], 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    expect(evaluate("conv2d", { x, weight: pair }, stride).y).toEqual([21, 43, 131, 153]);
  });

  it("gives no gradient to what it left out", () => {
    const dy = array([1, 1, 1, 2], 3, 4);
    expect(evaluate("conv2dInputGrad", { dy, weight: pair }, { ...stride, input: [1, 5] }).dx).toEqual([
      3, 30, 4, 40, 0,
    ]);
  });

  it("gives each weight the inputs that it met", () => {
    expect(evaluate("conv2dWeightGrad", { x: five, dy: pair }, { ...stride, kernel: [1, 2] }).dw).toEqual([31, 42]);
  });
});

describe("a convolution with padding", () => {
  const left = { padding: [0, 0, 1, 0] };

  it("sees zeros where the padding is, on each side so many as it says", () => {
    const x = array([1, 1, 3, 3], 1, 2, 3, 4, 5, 6, 7, 8, 9);
    const weight = array([1, 1, 2, 2], 1, 10, 100, 1000);
    const { y } = evaluate("conv2d", { x, weight }, { padding: [1, 0, 0, 1] });
    expect(y).toEqual([2100, 3200, 300, 5421, 6532, 603, 8754, 9865, 906]);
  });

  it("gives the gradient of the padding to nobody", () => {
    const dy = array([1, 1, 1, 3], 1, 2, 3);
    expect(evaluate("conv2dInputGrad", { dy, weight: pair }, left).dx).toEqual([12, 23, 30]);
  });

  it("gives a weight nothing for the zeros that it met", () => {
    const [x, dy] = [array([1, 1, 1, 3], 1, 2, 3), array([1, 1, 1, 3], 1, 10, 100)];
    expect(evaluate("conv2dWeightGrad", { x, dy }, left).dw).toEqual([210, 321]);
  });
});

describe("a convolution with dilation", () => {
  const dilation = { dilation: [1, 2] };

  it("has its taps so far apart", () => {
    expect(evaluate("conv2d", { x: five, weight: pair }, dilation).y).toEqual([31, 42, 53]);
  });

  it("spreads a gradient as far apart", () => {
    const dy = array([1, 1, 1, 3], 1, 2, 3);
    expect(evaluate("conv2dInputGrad", { dy, weight: pair }, dilation).dx).toEqual([1, 2, 13, 20, 30]);
  });

  it("gives each weight the inputs so far apart", () => {
    const dy = array([1, 1, 1, 3], 1, 10, 100);
    expect(evaluate("conv2dWeightGrad", { x: five, dy }, dilation).dw).toEqual([321, 543]);
  });
});

describe("a convolution in groups", () => {
  const groups = { groups: 2 };
  const weight = array([4, 1, 1, 1], 1, 10, 100, 1000);

  it("shows the first kernels the first maps only, and the last the last", () => {
    const x = array([1, 2, 1, 2], 1, 2, 3, 4);
    expect(evaluate("conv2d", { x, weight }, groups).y).toEqual([1, 2, 10, 20, 300, 400, 3000, 4000]);
  });

  it("sums a map's gradient over the kernels of its group", () => {
    expect(evaluate("conv2dInputGrad", { dy: array([1, 4, 1, 1], 1, 2, 3, 4), weight }, groups).dx).toEqual([21, 4300]);
  });

  it("gives each weight the input of its group", () => {
    const [x, dy] = [array([1, 2, 1, 1], 3, 5), array([1, 4, 1, 1], 1, 2, 3, 4)];
    expect(evaluate("conv2dWeightGrad", { x, dy }, groups).dw).toEqual([3, 6, 15, 20]);
  });
});

describe("a kernel turned round", () => {
  it("has its rows and its columns in reverse order, kernel by kernel", () => {
    expect(evaluate("flip2d", { x: array([1, 2, 2, 2], 1, 2, 3, 4, 5, 6, 7, 8) }).y).toEqual([4, 3, 2, 1, 8, 7, 6, 5]);
    expect(evaluate("flip2d", { x: array([1, 1, 2, 3], 1, 2, 3, 4, 5, 6) }).y).toEqual([6, 5, 4, 3, 2, 1]);
  });

  it("makes cross-correlation true convolution", () => {
    const weight = array([1, 1, 2, 2], ...evaluate("flip2d", { x: array([1, 1, 2, 2], 1, 10, 100, 1000) }).y);
    // 1·1000 + 2·100 + 4·10 + 5·1
    expect(evaluate("conv2d", { x: array([1, 1, 2, 2], 1, 2, 4, 5), weight }).y).toEqual([1245]);
  });
});
