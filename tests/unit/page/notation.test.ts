import { describe, expect, it } from "vitest";
import { elementName, notationOf } from "../../../src/app/arithmetic/notation.ts";
import { stagesOf } from "../../../src/app/network/stages.ts";
import type { Seen, SeenBothWays } from "../../../src/app/protocol.ts";
import type { SightMessage } from "../../../src/app/state.ts";
import { Inspector } from "../../../src/inspect/inspector.ts";
import { describeLayers } from "../../../src/layers/describe.ts";
import { presets } from "../../../src/model/presets.ts";
import { plain } from "./plain.ts";

const recipe = presets.lenet;
const { network, gradients, tensors } = new Inspector(recipe).program;

const seen = (tensor: string): Seen => ({ tensor, shape: tensors.get(tensor)!.shape, data: new Float32Array() });
const both = (tensor: string): SeenBothWays => {
  const gradient = gradients.get(tensor);
  return { value: seen(tensor), ...(gradient === undefined ? {} : { gradient: seen(gradient) }) };
};
const sight = {
  input: both("input"),
  layers: Object.fromEntries([...network.outputs].map(([layer, tensor]) => [layer, both(tensor)])),
  parameters: Object.fromEntries(network.parameters.map(({ name }) => [name, both(name)])),
} as unknown as SightMessage;
const notation = notationOf(stagesOf(recipe, describeLayers(recipe)), sight);
const named = (tensor: string, ...index: number[]) => plain(elementName(notation, { tensor, index }));

describe("a number's name", () => {
  it.each([
    ["a pixel of the picture", named("input", 0, 0, 3, 4), "x_1,4,5"],
    ["of the second map after ReLU", named(network.outputs.get("relu1")!, 0, 1, 0, 0), "C^1_2,1,1"],
    ["of the second pooling", named(network.outputs.get("pool2")!, 0, 15, 3, 3), "P^2_16,4,4"],
    ["of a kernel", named("conv2.weight", 4, 0, 1, 2), "k^2_5,1,2,3"],
    ["of a bias", named("conv1.bias", 5), "b^1_6"],
    ["of a hidden layer's weights", named("dense1.weight", 0, 255), "w^1_1,256"],
    ["of the outputs' weights", named("dense3.weight", 9, 83), "w_10,84"],
    ["of a gradient", named(gradients.get("conv1.weight")!, 0, 0, 4, 4), "∂L/∂k^1_1,1,5,5"],
    ["of a map's gradient", named(gradients.get(network.outputs.get("pool1")!)!, 0, 2, 0, 1), "∂L/∂P^1_3,1,2"],
  ])("%s", (_, found, expected) => {
    expect(found).toBe(expected);
  });

  it("has its indices beneath the exponent, and those of a derivative in its denominator", () => {
    expect(elementName(notation, { tensor: "conv2.weight", index: [0, 0, 0, 0] })[0]).toBe("msubsup");
    const [tag, , by] = elementName(notation, { tensor: gradients.get("conv1.bias")!, index: [2] });
    expect([tag, by]).toEqual([
      "mfrac",
      ["mrow", ["mo", "∂"], ["msubsup", ["mi", "b"], ["mrow", ["mn", "3"]], ["mn", "1"]]],
    ]);
  });

  it("is its tensor's, where formulas have no symbol for it", () => {
    expect(named("conv1.conv2d", 0, 1, 2, 3)).toBe("conv1.conv2d");
  });
});
