import { describe, expect, it } from "vitest";
import { isTwoNeurons } from "../../../src/app/small/isTwoNeurons.ts";
import { zeroLine } from "../../../src/app/small/plane.ts";
import {
  chainOf,
  derivatives,
  forward,
  meanLoss,
  nine,
  nineOf,
  parameterNames,
  pathTo,
  type Sample,
  stepped,
} from "../../../src/app/small/twoNeurons.ts";
import { Inspector } from "../../../src/inspect/inspector.ts";
import { presets } from "../../../src/model/presets.ts";

const sample: Sample = { x1: 0.2, x2: 0.8, yTrue: 1 };
const inspector = new Inspector(presets.sigmoid2);
const { network, gradients, loss } = inspector.program;
const flat = Float64Array.from({ length: network.flat }, (_, i) => Math.sin(3 * i + 1));
const inspect = (of: Sample) => inspector.inspect(flat, [of.x1, of.x2], of.yTrue);
const weights = nineOf((name) => inspect(sample).array(name).data);

describe("the small network", () => {
  it("computes what the reference does, of samples of either class", () => {
    for (const one of [sample, { x1: 0.9, x2: 0.1, yTrue: 0 }]) {
      const { array } = inspect(one);
      const own = forward(weights, one);
      expect([own.h1Sum, own.h2Sum]).toEqual(Array.from(array("dense1.addBias").data));
      expect([own.h1, own.h2]).toEqual(Array.from(array(network.outputs.get("sigmoid1")!).data));
      expect(own.yPred).toBe(array(network.output).data[0]);
      expect(own.loss).toBe(array(loss).data[0]);
    }
  });

  it("has the reference's nine derivatives, to the rounding of three products", () => {
    const { array } = inspect(sample);
    const exact = nineOf((name) => array(gradients.get(name)!).data);
    const own = derivatives(weights, sample);
    for (const name of parameterNames) expect(Math.abs(own[name] / exact[name] - 1)).toBeLessThan(2 ** -50);
  });

  it.each(parameterNames)("has a ∂L/∂%s that central differences confirm", (name) => {
    const h = 1e-5;
    const lossAt = (change: number) => forward({ ...weights, [name]: weights[name] + change }, sample).loss;
    const difference = (lossAt(h) - lossAt(-h)) / (2 * h);
    expect(Math.abs(derivatives(weights, sample)[name] - difference)).toBeLessThan(1e-9);
  });

  it.each(parameterNames)("has links for %s, each a product of its factors, that join from the loss to it", (name) => {
    const links = chainOf(name, weights, sample);
    expect(links[0].of).toBe("loss");
    expect(links.at(-1)!.by).toBe(name);
    links.slice(1).forEach(({ of }, at) => expect(of).toBe(links[at].by));
    for (const { factors, value } of links) {
      expect(value).toBeCloseTo(
        factors.reduce((product, factor) => product * factor.value, 1),
        15,
      );
    }
    expect(pathTo(name)[0]).toBe("loss");
    expect(pathTo(name).at(-1)).toBe(name);
    // Each link by itself: what the upper changes by when the lower does.
    const { h1, h2, yPred } = forward(weights, sample);
    const slope = (y: number) => y * (1 - y);
    const closed: Readonly<Record<string, number>> = {
      "loss/o1": -2 * (sample.yTrue - yPred),
      "o1/h1": weights.w5 * slope(yPred),
      "o1/h2": weights.w6 * slope(yPred),
      "h1/w1": slope(h1) * sample.x1,
      "h1/w2": slope(h1) * sample.x2,
      "h1/b1": slope(h1),
      "h2/w3": slope(h2) * sample.x1,
      "h2/w4": slope(h2) * sample.x2,
      "h2/b2": slope(h2),
      "o1/w5": slope(yPred) * h1,
      "o1/w6": slope(yPred) * h2,
      "o1/b3": slope(yPred),
    };
    for (const { of, by, value } of links) expect(value).toBeCloseTo(closed[`${of}/${by}`], 15);
  });

  it("takes a step against its derivatives, η times as far, and the loss falls", () => {
    const slopes = derivatives(weights, sample);
    const after = stepped(weights, slopes, 0.5);
    for (const name of parameterNames) expect(after[name]).toBe(weights[name] - 0.5 * slopes[name]);
    expect(forward(after, sample).loss).toBeLessThan(forward(weights, sample).loss);
    expect(meanLoss(weights, [sample, { ...sample, yTrue: 0 }])).toBeCloseTo(
      (forward(weights, sample).loss + forward(weights, { ...sample, yTrue: 0 }).loss) / 2,
      15,
    );
  });

  it("is told from every other preset", () => {
    expect(Object.keys(presets).filter((name) => isTwoNeurons(presets[name]))).toEqual(["sigmoid2"]);
    const { sigmoid2 } = presets;
    const three = sigmoid2.layers.map((layer, at) => (at === 1 ? { ...layer, units: 3 } : layer));
    expect(isTwoNeurons({ ...sigmoid2, layers: three })).toBe(false);
    expect(isTwoNeurons({ ...sigmoid2, loss: "softmaxCrossEntropy" })).toBe(false);
  });

  it("has a number for each parameter", () => {
    expect(nine((name) => name.length)).toEqual(Object.fromEntries(parameterNames.map((name) => [name, 2])));
  });
});

describe("the line where a function is 0", () => {
  it("of x + y − 1 is the diagonal", () => {
    const segments = zeroLine((x, y) => x + y - 1.03, 10);
    expect(segments.length).toBeGreaterThan(10);
    for (const [a, b, c, d] of segments) {
      expect(a + b).toBeCloseTo(1.03, 12);
      expect(c + d).toBeCloseTo(1.03, 12);
    }
  });

  it("of a function without a sign is nowhere", () => expect(zeroLine(() => 1, 10)).toEqual([]));
});
