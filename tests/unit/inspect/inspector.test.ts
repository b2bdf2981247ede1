import { describe, expect, it } from "vitest";
import { elements } from "../../../src/core/shape.ts";
import { Inspector } from "../../../src/inspect/inspector.ts";
import { initializeParameters } from "../../../src/layers/initialize.ts";
import { arraysOf } from "../../../src/layers/network.ts";
import { presets } from "../../../src/model/presets.ts";
import { Predictor } from "../../../src/train/predictor.ts";
import { pairs, worstDifference } from "../../differences.ts";
import { smallNetworks } from "../../networks.ts";

/** How far central differences in float64 may be from a right gradient, relative. */
const TOLERANCE = 1e-7;

const picture = (size: number) => Float64Array.from({ length: size }, (_, i) => (1 + Math.sin(7 * i)) / 2);

/** An inspector, and parameters like those that a network starts with: larger, so that a picture's gradient stands out from the loss's rounding. */
function begin(name: string) {
  const recipe = smallNetworks[name];
  const inspector = new Inspector(recipe);
  const { network } = inspector.program;
  const parameters = Float64Array.from(initializeParameters(arraysOf(network), 3));
  const trained = parameters.subarray(0, network.trainable);
  trained.set(trained.map((value, i) => 3 * value + 0.01 * Math.sin(i)));
  return { recipe, inspector, network, parameters, input: picture(elements(recipe.input)) };
}

describe.each(Object.keys(presets))("a picture that %s sees", (name) => {
  const { recipe, inspector, network, parameters, input } = begin(name);

  it("gives the outputs that the network gives", () => {
    const { array } = inspector.inspect(parameters, input, 1);
    const outputs = new Predictor(recipe).predict(parameters, input);
    expect(Array.from(array(network.output).data)).toEqual(outputs);
  });

  it("is judged by the network's own answer where nobody says what it is", () => {
    const { prediction, loss } = inspector.program;
    const lossOf = (label?: number) => inspector.inspect(parameters, input, label).array(loss).data[0];
    const own = lossOf();
    const answer = inspector.inspect(parameters, input).array(prediction).data[0];
    expect(own).toBe(lossOf(answer));
    expect(own).not.toBe(lossOf(1 - answer));
  });

  it("has gradients for the picture that are those of the loss", () => {
    const { gradients, loss } = inspector.program;
    const lossNow = () => inspector.inspect(parameters, input, 1).array(loss).data[0];
    lossNow();
    const gradient = inspector.inspect(parameters, input, 1).array(gradients.get("input")!).data.slice();
    expect(worstDifference(pairs(input, gradient, lossNow))).toBeLessThan(TOLERANCE);
  });
});

it("has gradients for the parameters that are those of the loss, batch statistics being as they were kept", () => {
  const { inspector, network, parameters, input } = begin("deep");
  const { gradients, loss } = inspector.program;
  const lossNow = () => inspector.inspect(parameters, input, 1).array(loss).data[0];
  const arrays = network.parameters.filter(({ name }) => /^bn|^conv4|^dense/.test(name));
  for (const { name, offset, shape } of arrays) {
    const gradient = inspector.inspect(parameters, input, 1).array(gradients.get(name)!).data.slice();
    const found = pairs(parameters.subarray(offset, offset + elements(shape)), gradient, lossNow);
    expect(worstDifference(found), name).toBeLessThan(TOLERANCE);
  }
});
