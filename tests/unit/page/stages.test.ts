import { expect, test } from "vitest";
import { stagesOf } from "../../../src/app/network/stages.ts";
import { updateOf } from "../../../src/app/recipe/updateFormula.ts";
import type { BuiltLayer } from "../../../src/layers/network.ts";
import { presets } from "../../../src/model/presets.ts";
import type { OptimizerSpec, Recipe } from "../../../src/model/recipe.ts";
import { plain } from "./plain.ts";

const built = (layers: readonly (readonly [type: string, output: readonly number[], parameters?: number])[]) =>
  layers.map(([type, output, parameters = 0]): BuiltLayer => ({ name: type, type, output, parameters }));

const classic = built([
  ["conv2d", [6, 24, 24], 156],
  ["sigmoid", [6, 24, 24]],
  ["avgPool2d", [6, 12, 12]],
  ["conv2d", [12, 8, 8], 1812],
  ["sigmoid", [12, 8, 8]],
  ["avgPool2d", [12, 4, 4]],
  ["flatten", [192]],
  ["dense", [10], 1930],
  ["sigmoid", [10]],
]);

test("classic is written as formulas.md writes it", () => {
  const stages = stagesOf(presets.classic, classic);
  expect(stages.map(({ member, formula }) => plain(member) + (formula ? `=${plain(formula)}` : ""))).toEqual([
    "x",
    "C^1_i=σ(x⊛k^1_i⊕b^1_i)",
    "P^1_i=mean_2×2(C^1_i)",
    "C^2_j=σ(∑_iP^1_i⊛k^2_i,j⊕b^2_j)",
    "P^2_j=mean_2×2(C^2_j)",
    "v=flatten(P^2)",
    "o=σ(w⊙v⊕b)",
  ]);
});

test("a convolution in groups sums over the maps of its own, and one without bias adds none", () => {
  const groups = (value: unknown) => {
    const conv = { type: "conv2d", filters: 4, kernel: 3 };
    const layers = [conv, { ...conv, groups: value, bias: false }];
    const shapes = built(layers.map(({ type }) => [type, [4, 9, 9]] as const));
    return plain(stagesOf({ ...presets.classic, layers }, shapes)[2].formula!);
  };
  expect(groups(1)).toBe("∑_iC^1_i⊛k^2_i,j");
  expect(groups(2)).toBe("∑_i∈G_jC^1_i⊛k^2_i,j");
  expect(groups("depthwise")).toBe("∑_i∈G_jC^1_i⊛k^2_i,j");
});

test("outputs are written with what their loss applies to them, other layers with their activation", () => {
  const layers = [{ type: "dense", units: 3 }, { type: "gelu" }, { type: "dense", units: 2 }];
  const shapes = built([
    ["dense", [3]],
    ["gelu", [3]],
    ["dense", [2]],
  ]);
  const formulas = (loss: Recipe["loss"]) =>
    stagesOf({ ...presets.classic, layers, loss }, shapes).map(({ formula }) => formula && plain(formula));
  expect(formulas({ type: "softmaxCrossEntropy", labelSmoothing: 0.1 })).toEqual([
    undefined,
    "GELU(w_h⊙x⊕b_h)",
    "softmax(w⊙h⊕b)",
  ]);
  expect(formulas("binaryCrossEntropyWithLogits")[2]).toBe("σ(w⊙h⊕b)");
  expect(formulas("squaredError")[2]).toBe("w⊙h⊕b");
});

test("the diagram names them without the index of a map", () => {
  expect(stagesOf(presets.classic, classic).map(({ symbol }) => plain(symbol))).toEqual([
    "x",
    "C^1",
    "P^1",
    "C^2",
    "P^2",
    "v",
    "o",
  ]);
});

const velocity = "v_w←μv_w+∂L/∂w";
const means = ["m_w←β_1m_w+(1−β_1)∂L/∂w", "v_w←β_2v_w+(1−β_2)(∂L/∂w)^2"];
test.each([
  [{ type: "sgd" }, [], "w←w−η\u2009∂L/∂w"],
  [{ type: "momentum", momentum: 0.9 }, [velocity], "w←w−η\u2009v_w"],
  [{ type: "momentum", momentum: 0.9, nesterov: true }, [velocity], "w←w−η\u2009(∂L/∂w+μv_w)"],
  [{ type: "nesterov", momentum: 0.9 }, [velocity], "w←w−η\u2009(∂L/∂w+μv_w)"],
  [{ type: "adam" }, means, "w←w−η\u2009m^_w/v^_w+ε"],
  [{ type: "adamW" }, means, "w←w−η\u2009(m^_w/v^_w+ε+λw)"],
  [{ type: "rmsProp" }, ["s_w←αs_w+(1−α)(∂L/∂w)^2"], "w←w−η\u2009∂L/∂w/s_w+ε"],
  [{ type: "rmsProp", momentum: 0.5 }, ["s_w←αs_w+(1−α)(∂L/∂w)^2", "v_w←μv_w+∂L/∂w/s_w+ε"], "w←w−η\u2009v_w"],
])("the update of %o is that of formulas.md", (optimizer, kept, step) => {
  const update = updateOf({ learningRate: 1, ...optimizer } as OptimizerSpec);
  expect(update.kept.map(plain)).toEqual(kept);
  expect(plain(update.step)).toBe(step);
});

test("a convolution and its activation are one stage, with its shape and parameters", () => {
  const [, convolution] = stagesOf(presets.classic, classic);
  expect(convolution).toMatchObject({ kind: "maps", words: "convolution", shape: [6, 24, 24], parameters: 156 });
});

test("hidden dense layers are numbered where there are several, and cross-entropy makes the output a softmax", () => {
  const lenet = built(
    presets.lenet.layers.map(({ type, units }) => [type, [typeof units === "number" ? units : 256]] as const),
  );
  const written = stagesOf(presets.lenet, lenet).map(({ symbol, formula }) => [
    plain(symbol),
    formula && plain(formula),
  ]);
  expect(written.slice(-3)).toEqual([
    ["h^1", "ReLU(w^1⊙v⊕b^1)"],
    ["h^2", "ReLU(w^2⊙h^1⊕b^2)"],
    ["o", "softmax(w⊙h^2⊕b)"],
  ]);
});
