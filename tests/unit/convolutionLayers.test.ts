import { describe, expect, it } from "vitest";
import { ShapeError, SpecError } from "../../src/core/errors.ts";
import { describeLayers } from "../../src/layers/describe.ts";
import { paddingOf } from "../../src/layers/padding.ts";
import { presets } from "../../src/model/presets.ts";
import type { LayerSpec, Recipe } from "../../src/model/recipe.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";

const recipeOf = (layers: readonly LayerSpec[]): Recipe => ({
  ...presets.lenet,
  input: [4, 11, 10],
  batch: 3,
  layers: [...layers, { type: "flatten" }, { type: "dense", units: 5 }],
});

const compile = (...layers: LayerSpec[]) => compileTraining(recipeOf(layers), { count: 3, shape: [4, 11, 10] });

/** Output and number of parameters of a layer over 4 maps of 11 × 10. */
function built(layer: LayerSpec) {
  const [{ output, parameters }] = describeLayers(recipeOf([layer])).slice(0, 1);
  return { output, parameters };
}

const conv = (fields: object): LayerSpec => ({ type: "conv2d", filters: 8, kernel: [3, 2], ...fields });

describe("a convolution layer", () => {
  it.each<[object, number[], number]>([
    [{}, [8, 9, 9], 200],
    [{ bias: false }, [8, 9, 9], 192],
    [{ stride: 2 }, [8, 5, 5], 200],
    [{ stride: [3, 1] }, [8, 3, 9], 200],
    [{ padding: 1 }, [8, 11, 11], 200],
    [{ padding: [2, 0] }, [8, 13, 9], 200],
    [{ padding: { top: 1, right: 3 } }, [8, 10, 12], 200],
    [{ padding: "same" }, [8, 11, 10], 200],
    [{ padding: "same", stride: 3 }, [8, 4, 4], 200],
    [{ padding: "same", dilation: 4 }, [8, 11, 10], 200],
    [{ dilation: [2, 5] }, [8, 7, 5], 200],
    [{ groups: 2 }, [8, 9, 9], 104],
    [{ groups: "depthwise" }, [8, 9, 9], 56],
    [{ mode: "convolution" }, [8, 9, 9], 200],
  ])("with %j gives maps of the right size, and has so many parameters", (fields, output, parameters) => {
    expect(built(conv(fields))).toEqual({ output, parameters });
  });

  it("scales its first weights by what one output sums, and one input reaches, within its group", () => {
    const { network } = compile(conv({ groups: 2 }));
    expect(network.parameters[0]).toMatchObject({ shape: [8, 2, 3, 2], fans: { fanIn: 12, fanOut: 24 } });
  });

  it("turns its kernels round only in mode convolution, and their gradients back", () => {
    const opsOf = (fields: object) => compile(conv(fields)).operations.map(({ op }) => op);
    expect(opsOf({ mode: "crossCorrelation" })).not.toContain("flip2d");
    const ops = opsOf({ mode: "convolution" });
    expect(ops.filter((op) => op === "flip2d")).toHaveLength(2);
    expect(ops.indexOf("flip2d")).toBeLessThan(ops.indexOf("conv2d"));
    expect(ops.lastIndexOf("flip2d")).toBeGreaterThan(ops.indexOf("conv2dWeightGrad"));
  });

  it("leaves no partial sums of a gradient that is turned back before the update", () => {
    const shaders = (fields: object) => planProgram(compile(conv(fields))).dispatches.map(({ shader }) => shader);
    expect(shaders({})).toContain("conv2dParameterGrads");
    expect(shaders({ mode: "convolution" })).not.toContain("conv2dParameterGrads");
    expect(shaders({ mode: "convolution" })).toContain("conv2dWeightGrad");
  });

  it.each([{ stride: [1, 2] }, { padding: [1, 0] }, { dilation: [2, 1] }, { groups: 2 }])(
    "with %j is computed by kernels that take any, and where it is in groups by plain ones",
    (fields) => {
      const { dispatches } = planProgram(compile(conv({ padding: "same" }), conv(fields)));
      const shaders = dispatches.filter(({ label }) => label.startsWith("conv2.")).map(({ shader }) => shader);
      const general =
        "groups" in fields ? [/^conv2d(InputGrad|WeightGrad)?$/] : [/^conv2d(InputGrad|WeightGrad)?$/, /Product$/];
      const convolutions = shaders.filter((shader) => shader.startsWith("conv2d"));
      expect(convolutions).toHaveLength(3);
      expect(convolutions.filter((shader) => !general.some((name) => name.test(shader)))).toEqual([]);
    },
  );

  it.each<[object, string]>([
    [
      { stride: 0 },
      'conv: stride is 0; a positive whole number or [height, width] was expected. Set "stride" to 2, say',
    ],
    [{ padding: "full" }, 'conv: padding is "full"; "valid", "same", a whole number,'],
    [{ padding: -1 }, "conv: padding is -1;"],
    [{ padding: { above: 1 } }, 'conv: padding is {"above":1};'],
    [{ groups: "all" }, 'conv: groups is "all"; a positive whole number was expected.'],
    [{ mode: "flip" }, 'conv: mode is "flip"; one of crossCorrelation, convolution was expected. Choose one of them.'],
    [{ bias: 1 }, "conv: bias is 1; true or false was expected."],
  ])("with %j is refused", (fields, says) => {
    expect(() => built(conv(fields))).toThrow(SpecError);
    expect(() => built(conv(fields))).toThrow(says);
  });

  it.each<[object, string]>([
    [{ groups: 3 }, "conv: groups is 3; a divisor of its 4 input maps and 8 output maps was expected."],
    [{ filters: 6, groups: 4 }, "conv: groups is 4; a divisor of its 4 input maps and 6 output maps was expected."],
    [{ dilation: 6 }, "conv: kernel 3×2, dilated to 13×7, does not fit its 11×10 input. Use a kernel of at most 2×2,"],
  ])("with %j does not fit", (fields, says) => {
    expect(() => built(conv(fields))).toThrow(ShapeError);
    expect(() => built(conv(fields))).toThrow(says);
  });

  it("after a flat list is refused", () => {
    const flat = [{ type: "flatten" }, conv({})];
    expect(() => compile(...flat)).toThrow(
      "conv: x has 2 axes (3×440); 4 were expected: [N, C, H, W]. Reshape it, or put it before the flatten layer.",
    );
  });
});

describe("padding that keeps the size", () => {
  it.each<[string, number, number, number, [number, number]]>([
    ["is as much on both sides where it is even", 11, 3, 1, [1, 1]],
    ["has the odd row at the bottom", 11, 4, 1, [1, 2]],
    ["is none where a kernel of 1 leaves cells out", 11, 1, 2, [0, 0]],
    ["is what the last step needs, with a remainder", 11, 3, 2, [1, 1]],
    ["and without", 10, 3, 2, [0, 1]],
    ["is none where the steps end at the border", 9, 3, 3, [0, 0]],
  ])("%s", (_, size, extent, stride, [top, bottom]) => {
    expect(paddingOf("same", [size, 1], [extent, 1], [stride, 1])).toEqual([top, bottom, 0, 0]);
    expect(paddingOf("same", [1, size], [1, extent], [1, stride])).toEqual([0, 0, top, bottom]);
  });
});

describe("a pooling layer", () => {
  it.each<[LayerSpec, number[]]>([
    [{ type: "maxPool2d", size: 2 }, [4, 5, 5]],
    [{ type: "maxPool2d", size: 3, stride: 2 }, [4, 5, 4]],
    [{ type: "maxPool2d", size: 3, stride: 2, padding: 1 }, [4, 6, 5]],
    [{ type: "maxPool2d", size: 3, stride: 2, padding: "same" }, [4, 6, 5]],
    [{ type: "maxPool2d", size: [2, 3], ceilMode: true }, [4, 6, 4]],
    [{ type: "avgPool2d", size: [2, 3] }, [4, 5, 3]],
    [{ type: "avgPool2d", size: 3, padding: { bottom: 1 }, countIncludePad: false }, [4, 4, 3]],
    [{ type: "globalAvgPool" }, [4, 1, 1]],
  ])("%j gives maps of the right size", (layer, output) => {
    expect(built(layer)).toEqual({ output, parameters: 0 });
  });

  it("hands its fields to the operation", () => {
    const fields = { size: 3, stride: [2, 1], padding: 1, ceilMode: true, countIncludePad: false };
    const pooling = compile({ type: "avgPool2d", ...fields }).operations.find(({ op }) => op === "avgPool2d")!;
    expect(pooling.attributes).toEqual({
      kernel: [3, 3],
      stride: [2, 1],
      padding: [1, 1, 1, 1],
      ceilMode: true,
      countIncludePad: false,
    });
  });

  it.each(["maxPool2d", "avgPool2d", "globalAvgPool"])("%s after a flat list is refused", (type) => {
    const says =
      "pool: x has 2 axes (3×440); 4 were expected: [N, C, H, W]. Reshape it, or put it before the flatten layer.";
    expect(() =>
      compile({ type: "flatten" }, { type, ...(type === "globalAvgPool" ? {} : { size: 2, padding: "same" }) }),
    ).toThrow(says);
  });

  it("is refused where the padding is more than half its window", () => {
    expect(() => built({ type: "maxPool2d", size: 2, padding: 2 })).toThrow(
      "pool: padding is [2,2,2,2]; at most half of window 2×2 was expected, 1 above and below, 1 left and right. " +
        "Use less padding or a larger window.",
    );
  });

  it("for maxima does not count padding", () => {
    expect(() => built({ type: "maxPool2d", size: 2, countIncludePad: false })).toThrow(
      'pool: "countIncludePad" is not a field of maxPool2d;',
    );
  });
});
