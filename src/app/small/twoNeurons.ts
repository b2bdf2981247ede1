/**
 * The network of formulas.md, section 1, in float64: two inputs, two hidden neurons, one output; its nine derivatives as the chain rule
 * has them, link by link; a step of gradient descent. Tests hold every number to the reference.
 */
export const parameterNames = ["w1", "w2", "w3", "w4", "w5", "w6", "b1", "b2", "b3"] as const;
export type ParameterName = (typeof parameterNames)[number];
type Neuron = "h1" | "h2" | "o1";

/** A number for each parameter: its value, its derivative, its change. */
export type Nine = Readonly<Record<ParameterName, number>>;

/** What is to be learned from: a point of the unit square, and 0 or 1. */
export interface Sample {
  readonly x1: number;
  readonly x2: number;
  readonly yTrue: number;
}

/** All that the network computes of a sample. */
export interface Forward {
  readonly h1Sum: number;
  readonly h2Sum: number;
  readonly h1: number;
  readonly h2: number;
  readonly o1Sum: number;
  readonly yPred: number;
  readonly loss: number;
}

/** A part of the drawing: a neuron, an input, the edge of a weight, a bias, the loss. */
export type Part = ParameterName | Neuron | "x1" | "x2" | "loss";

/** What is multiplied: a quantity, the slope σ′ of a neuron, or −2 (y_true − y_pred). */
export interface Factor {
  readonly kind: "quantity" | "slope" | "error";
  readonly part: Part;
  readonly value: number;
}

/** One link of the chain: ∂of/∂by, a product. */
export interface Link {
  readonly of: "loss" | Neuron;
  readonly by: ParameterName | Neuron;
  readonly factors: readonly Factor[];
  readonly value: number;
}

/** Which neuron each parameter belongs to, and what it is multiplied by there: a bias by nothing. */
const places: Readonly<Record<ParameterName, readonly [Neuron, ("x1" | "x2" | "h1" | "h2")?]>> = {
  w1: ["h1", "x1"],
  w2: ["h1", "x2"],
  w3: ["h2", "x1"],
  w4: ["h2", "x2"],
  w5: ["o1", "h1"],
  w6: ["o1", "h2"],
  b1: ["h1"],
  b2: ["h2"],
  b3: ["o1"],
};

/** The weight by which a hidden neuron goes into the output. */
const onward = { h1: "w5", h2: "w6" } as const;

/** Where each parameter stands in the arrays of the layers. */
const stored: Readonly<Record<ParameterName, readonly [array: string, index: number]>> = {
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

/** A number for each parameter, by its name. */
export function nine(numberOf: (name: ParameterName) => number): Nine {
  return Object.fromEntries(parameterNames.map((name) => [name, numberOf(name)])) as unknown as Nine;
}

/** The nine, from the layers' arrays by their names. */
export function nineOf(arrayOf: (name: string) => ArrayLike<number>): Nine {
  return nine((name) => arrayOf(stored[name][0])[stored[name][1]]);
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

export function forward({ w1, w2, w3, w4, w5, w6, b1, b2, b3 }: Nine, { x1, x2, yTrue }: Sample): Forward {
  const h1Sum = x1 * w1 + x2 * w2 + b1;
  const h2Sum = x1 * w3 + x2 * w4 + b2;
  const [h1, h2] = [sigmoid(h1Sum), sigmoid(h2Sum)];
  const o1Sum = h1 * w5 + h2 * w6 + b3;
  const yPred = sigmoid(o1Sum);
  return { h1Sum, h2Sum, h1, h2, o1Sum, yPred, loss: (yTrue - yPred) ** 2 };
}

/** The links of ∂L/∂(a parameter), from the loss down to it: their product is the derivative. */
export function chainOf(name: ParameterName, weights: Nine, sample: Sample): readonly Link[] {
  const { h1, h2, yPred } = forward(weights, sample);
  const values = { ...sample, ...weights, h1, h2, o1: yPred };
  const quantity = (part: ParameterName | "x1" | "x2" | "h1" | "h2"): Factor => ({
    kind: "quantity",
    part,
    value: values[part],
  });
  // σ′(x) = σ(x) (1 − σ(x))
  const slope = (part: Neuron): Factor => ({ kind: "slope", part, value: values[part] * (1 - values[part]) });
  const link = (of: Link["of"], by: Link["by"], ...factors: Factor[]): Link => {
    return { of, by, factors, value: factors.reduce((product, { value }) => product * value, 1) };
  };
  const [neuron, input] = places[name];
  const own = link(neuron, name, slope(neuron), ...(input === undefined ? [] : [quantity(input)]));
  const first = link("loss", "o1", { kind: "error", part: "loss", value: -2 * (sample.yTrue - yPred) });
  return neuron === "o1" ? [first, own] : [first, link("o1", neuron, quantity(onward[neuron]), slope("o1")), own];
}

/** The parts of the drawing between the loss and a parameter, both included. */
export function pathTo(name: ParameterName): readonly Part[] {
  const [neuron] = places[name];
  const hidden = neuron === "o1" ? [] : [onward[neuron], neuron];
  return ["loss", "o1", ...hidden, name];
}

/** All nine derivatives of the loss of a sample. */
export function derivatives(weights: Nine, sample: Sample): Nine {
  return nine((name) => chainOf(name, weights, sample).reduce((product, { value }) => product * value, 1));
}

/** w ← w − η ∂L/∂w */
export function stepped(weights: Nine, slopes: Nine, eta: number): Nine {
  return nine((name) => weights[name] - eta * slopes[name]);
}

/** Mean of the losses of many samples. */
export function meanLoss(weights: Nine, samples: readonly Sample[]): number {
  return samples.reduce((sum, sample) => sum + forward(weights, sample).loss, 0) / samples.length;
}
