import { describe, expect, it } from "vitest";
import { receptiveField } from "../../src/compute/receptiveField.ts";
import { describeLayers } from "../../src/layers/describe.ts";
import { presets } from "../../src/model/presets.ts";
import type { LayerSpec, ModelSpec } from "../../src/model/recipe.ts";
import { compilePrediction } from "../../src/plan/compile.ts";
import { Interpreter } from "../../src/reference/interpreter.ts";

const spec = (...layers: LayerSpec[]): ModelSpec => ({ input: [1, 12, 13], layers: [...layers, { type: "flatten" }] });
const conv = (more: object = {}): LayerSpec => ({ type: "conv2d", filters: 2, kernel: 3, ...more });
const shortcut = [conv({ kernel: 1 })];

const networks: Readonly<Record<string, ModelSpec>> = {
  "one convolution": spec(conv({ kernel: [3, 2] })),
  "convolutions and poolings": spec(conv(), { type: "avgPool2d", size: 2 }, conv({ kernel: 2 }), { type: "relu" }),
  strides: spec(conv({ stride: [2, 1] }), conv({ kernel: [2, 3], stride: 2 })),
  dilation: spec(conv({ dilation: [2, 3] }), { type: "avgPool2d", size: 2, stride: 1 }),
  "padding and depthwise kernels": spec(
    conv({ padding: "same" }),
    conv({ padding: [2, 1], groups: "depthwise", stride: 2 }),
  ),
  "true convolution": spec(conv({ mode: "convolution", kernel: [2, 3], padding: { top: 1, right: 2 } })),
  "pooling that overlaps and reaches out": spec(conv(), {
    type: "maxPool2d",
    size: 3,
    stride: 2,
    padding: 1,
    ceilMode: true,
  }),
  "a residual layer with a wide shortcut": spec(
    { type: "residual", layers: shortcut, shortcut: [conv({ padding: 1 })] },
    { type: "avgPool2d", size: 2 },
  ),
  "a residual layer": spec(
    { type: "residual", layers: [conv({ padding: 1 }), conv({ kernel: 5, padding: 2 })], shortcut },
    { type: "avgPool2d", size: 2 },
  ),
};

/** Whether each pixel of the input changes each output of the last map, where all weights are 1 and all pixels 0. */
function influence(model: ModelSpec): { map: readonly number[]; changes: (pixel: number) => readonly boolean[] } {
  const program = compilePrediction(model, 1);
  const interpreter = new Interpreter(program);
  for (const { name, role } of program.network.parameters) {
    interpreter.array(name).data.fill(role === "weight" ? 1 : 0);
  }
  const { data: input } = interpreter.array("input");
  const [M, ...map] = describeLayers(model).at(-2)!.output;
  return {
    map,
    changes(pixel) {
      input.fill(0);
      input[pixel] = 1;
      interpreter.run();
      const { data } = interpreter.array(program.network.output);
      return Array.from(data.subarray(0, data.length / M), (value) => value !== 0);
    },
  };
}

describe.each(Object.entries(networks))("the receptive field of %s", (_, model) => {
  it("is exactly what an output depends on", () => {
    const { map, changes } = influence(model);
    const [, H, W] = model.input;
    const seen = Array.from({ length: H * W }, (__, pixel) => changes(pixel));
    const { size, stride, start } = receptiveField(model).at(-2)!;
    for (let output = 0; output < map[0] * map[1]; output++) {
      const pixels = seen.flatMap((changed, pixel) => (changed[output] ? [pixel] : []));
      const place = [Math.floor(output / map[1]), output % map[1]];
      const found = [pixels.map((pixel) => Math.floor(pixel / W)), pixels.map((pixel) => pixel % W)];
      for (const axis of [0, 1]) {
        const first = start[axis] + place[axis] * stride[axis];
        expect(Math.min(...found[axis])).toBe(Math.max(first, 0));
        expect(Math.max(...found[axis])).toBe(Math.min(first + size[axis], [H, W][axis]) - 1);
      }
    }
  });
});

describe("the receptive fields of a network", () => {
  it("are those of its layers, and at last the whole picture", () => {
    const fields = receptiveField(presets.lenet);
    const at = (name: string) => fields.find((field) => field.name === name);
    expect(at("conv1")).toEqual({ name: "conv1", type: "conv2d", size: [5, 5], stride: [1, 1], start: [0, 0] });
    expect(at("pool1")).toMatchObject({ size: [6, 6], stride: [2, 2], start: [0, 0] });
    expect(at("conv2")).toMatchObject({ size: [14, 14], stride: [2, 2], start: [0, 0] });
    expect(at("pool2")).toMatchObject({ size: [16, 16], stride: [4, 4], start: [0, 0] });
    expect(fields.at(-1)).toMatchObject({ size: [28, 28], stride: [0, 0], start: [0, 0] });
  });
});
