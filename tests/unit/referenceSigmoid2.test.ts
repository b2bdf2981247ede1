import { describe, expect, it } from "vitest";
import { presets } from "../../src/model/presets.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { Interpreter } from "../../src/reference/interpreter.ts";
import { array, evaluate } from "../evaluate.ts";

// The network of 2 inputs, 2 hidden neurons and 1 output, with its nine parameters.
const [w1, w2, w3, w4, w5, w6] = [0.5, -0.75, 0.25, 1.25, -1.5, 0.625];
const [b1, b2, b3] = [0.125, -0.375, 0.875];
const eta = 0.5;
// The data set holds bytes.
const [x1, x2] = [51 / 255, 204 / 255];
const yTrue = 1;

const sigma = (x: number) => 1 / (1 + Math.exp(-x));
const h1Sum = x1 * w1 + x2 * w2 + b1;
const h2Sum = x1 * w3 + x2 * w4 + b2;
const [h1, h2] = [sigma(h1Sum), sigma(h2Sum)];
const o1Sum = h1 * w5 + h2 * w6 + b3;
const yPred = sigma(o1Sum);
// σ'(x) = σ(x)(1 − σ(x))
const slope = (x: number) => sigma(x) * (1 - sigma(x));

const derivatives = {
  w1: -2 * (yTrue - yPred) * w5 * slope(o1Sum) * slope(h1Sum) * x1,
  w2: -2 * (yTrue - yPred) * w5 * slope(o1Sum) * slope(h1Sum) * x2,
  w3: -2 * (yTrue - yPred) * w6 * slope(o1Sum) * slope(h2Sum) * x1,
  w4: -2 * (yTrue - yPred) * w6 * slope(o1Sum) * slope(h2Sum) * x2,
  w5: -2 * (yTrue - yPred) * slope(o1Sum) * h1,
  w6: -2 * (yTrue - yPred) * slope(o1Sum) * h2,
  b1: -2 * (yTrue - yPred) * w5 * slope(o1Sum) * slope(h1Sum),
  b2: -2 * (yTrue - yPred) * w6 * slope(o1Sum) * slope(h2Sum),
  b3: -2 * (yTrue - yPred) * slope(o1Sum),
};
type Parameter = keyof typeof derivatives;
const names = Object.keys(derivatives) as Parameter[];

/** Where each parameter stands in the network's arrays. */
const places: Readonly<Record<Parameter, readonly [array: string, index: number]>> = {
  w1: ["dense1.weight", 0],
  w2: ["dense1.weight", 1],
  w3: ["dense1.weight", 2],
  w4: ["dense1.weight", 3],
  w5: ["dense2.weight", 0],
  w6: ["dense2.weight", 1],
  b1: ["dense1.bias", 0],
  b2: ["dense1.bias", 1],
  b3: ["dense2.bias", 0],
};
const before: Readonly<Record<Parameter, number>> = { w1, w2, w3, w4, w5, w6, b1, b2, b3 };

/** The preset after one step of training. */
function trained() {
  const program = compileTraining(presets.sigmoid2, { count: 1, shape: [2, 1, 1] });
  const interpreter = new Interpreter(program);
  interpreter.array("images").data.set([51, 204]);
  interpreter.array("labels").data.set([yTrue]);
  interpreter.array("schedule").data.set([eta, 0, 0, 0]);
  for (const name of names) interpreter.array(places[name][0]).data[places[name][1]] = before[name];
  interpreter.run();
  const gradients = interpreter.array("gradients").data;
  return {
    loss: interpreter.array("metrics").data[0],
    parameter: (name: Parameter) => interpreter.array(places[name][0]).data[places[name][1]],
    gradient: (name: Parameter) => {
      const [owner, index] = places[name];
      return gradients[program.network.parameters.find((other) => other.name === owner)!.offset + index];
    },
  };
}

/**
 * The closed forms of the hidden neurons multiply by w5 or w6 before σ'(o1_sum), the chain rule after it: two products on each side may
 * round otherwise, each by half a unit in the last place. Those of the output neuron are the same to the last bit.
 */
const allowance = (name: Parameter) => (["w5", "w6", "b3"].includes(name) ? 0 : 2 ** -51);

describe("the 2-2-1 network", () => {
  const step = trained();

  it("has the loss (y_true − y_pred)²", () => {
    expect(step.loss).toBe((yTrue - yPred) ** 2);
  });

  it.each(names)("has the closed form's ∂L/∂%s", (name) => {
    const expected = derivatives[name];
    expect(Math.abs(step.gradient(name) / expected - 1)).toBeLessThanOrEqual(allowance(name));
    expect(step.gradient(name).toPrecision(15)).toBe(expected.toPrecision(15));
  });

  it.each(names)("moves %s against its derivative, η times as far", (name) => {
    expect(step.parameter(name)).toBe(before[name] - eta * step.gradient(name));
  });

  it("has the golden loss of y_true = 1, y_pred = 0.9824945598864127", () => {
    const { loss } = evaluate("squaredError", { x: array([1, 1], 0.9824945598864127), target: array([1, 1], 1) });
    expect(loss).toEqual([0.0003064404335703929]);
  });
});
