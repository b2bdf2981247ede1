import { describe, expect, it } from "vitest";
import { ShapeError, SpecError } from "../../src/core/errors.ts";
import { layers } from "../../src/layers/index.ts";
import { presets } from "../../src/model/presets.ts";
import { readRecipe } from "../../src/model/readRecipe.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { Course } from "../../src/train/course.ts";
import { scheduleOf } from "../../src/train/schedule.ts";

/** lenet at batch 100 with something changed. */
const changed = (change: object): Recipe => ({ ...presets.lenet, batch: 100, ...change }) as Recipe;
const compile = (change: object) => () => compileTraining(changed(change), { count: 100, shape: [1, 28, 28] });

describe("a model that cannot be built is refused", () => {
  it.each([
    [
      { input: [28, 28] },
      "model: its input is [28,28]; [maps, height, width] was expected. For MNIST set it to [1, 28, 28].",
    ],
    [{ input: [1, 0, 28] }, 'model: input[1] is 0; a positive whole number was expected. Set "input[1]" to 1 or more.'],
    [{ layers: [] }, "model: it has no layers; a list of at least one was expected. Add a dense layer."],
    [{ layers: ["relu"] }, 'layer 1: it is "relu"; an object such as {"type": "relu"} was expected. Correct the list.'],
    [
      { layers: [{ type: "relu" }, { type: "dens", units: 3 }] },
      `layer 2: its type is "dens"; one of ${Object.keys(layers).join(", ")} was expected. Choose one of them.`,
    ],
    [
      { layers: [{ type: "flatten" }, { type: "dense", units: 2.5 }] },
      'dense: units is 2.5; a positive whole number was expected. Set "units" to 1 or more.',
    ],
    [
      { layers: [{ type: "flatten" }, { type: "dense", unit: 3 }] },
      'dense: "unit" is not a field of dense; "units" was expected. Remove or rename it.',
    ],
    [
      { layers: [{ type: "conv2d", filters: 3, kernel: [5] }] },
      'conv: kernel is [5]; a positive whole number or [height, width] was expected. Set "kernel" to 2, say, or [2, 2].',
    ],
    [
      {
        layers: [
          { type: "flatten", name: "a b" },
          { type: "dense", units: 3 },
        ],
      },
      'layer 1: its name is "a b"; a word of letters, digits, "_" and "-" was expected. Rename it.',
    ],
    [
      {
        layers: [
          { type: "flatten", name: "v" },
          { type: "dense", units: 3, name: "v" },
        ],
      },
      "v: two layers have this name; each was expected to have its own. Rename one of them.",
    ],
    [
      { layers: [{ type: "flatten" }] },
      "model: it has nothing to train; a layer with weights was expected. Add a dense layer.",
    ],
    [
      { layers: [{ type: "residual", layers: [{ type: "relu" }], shortcut: [] }] },
      'residual.shortcut: it has no layers; a list of at least one was expected. Add one, or leave "shortcut" out.',
    ],
    [
      { layers: [{ type: "residual", layers: [], name: "r" }] },
      "r: it has no layers; a list of at least one was expected. Add one.",
    ],
    [
      { layers: [{ type: "residual", layers: [{ type: "relu" }], shortcut: [{ type: "relv" }] }] },
      `residual.shortcut.layer 1: its type is "relv"; one of ${Object.keys(layers).join(", ")} was expected. Choose one of them.`,
    ],
    [
      { layers: [{ type: "residual", layers: [{ type: "relu", name: "shortcut" }] }] },
      "residual.shortcut: it has the name of a field of residual; another was expected. Rename the layer.",
    ],
    [
      { layers: [{ type: "dropout", rate: 1 - 2 ** -30 }] },
      "dropout: rate is 0.9999999990686774, in single precision 1; a number of at least 0 and below 1 was expected, of a size " +
        'between 1.2e-38 and 3.4e38 where it is not 0. Change "rate".',
    ],
    [
      { layers: [{ type: "leakyRelu", slope: 1e39 }] },
      "leakyRelu: slope is 1e+39, in single precision Infinity; a number of at least 0 was expected, of a size between 1.2e-38 and " +
        '3.4e38 where it is not 0. Change "slope".',
    ],
    [
      { layers: [{ type: "batchNorm", epsilon: 1e-46 }] },
      "bn: epsilon is 1e-46, in single precision 0; a number above 0 and at most 1 was expected, of a size between 1.2e-38 and " +
        '3.4e38 where it is not 0. Change "epsilon".',
    ],
  ])("%j", (change, says) => {
    expect(compile(change)).toThrow(new SpecError(says));
  });

  it.each([
    [
      [{ type: "conv2d", filters: 3, kernel: 29 }],
      "conv: kernel 29×29 does not fit its 28×28 input. Use a kernel of at most 28×28, or more padding.",
    ],
    [
      [
        { type: "maxPool2d", size: 14 },
        { type: "conv2d", filters: 3, kernel: 2 },
        { type: "conv2d", filters: 3, kernel: 2 },
      ],
      "conv2: kernel 2×2 does not fit its 1×1 input. Use a kernel of at most 1×1, or more padding.",
    ],
    [
      [{ type: "avgPool2d", size: 29 }],
      "pool: window 29×29 does not fit its 28×28 input. Use a window of at most 28×28.",
    ],
    [
      [{ type: "dense", units: 10 }],
      "dense: x has 4 axes (100×1×28×28); 2 were expected: [N, F]. Reshape it, for example by a flatten layer.",
    ],
    [
      [{ type: "relu" }],
      "model: its last layer gives 1×28×28 a sample; a flat list of outputs was expected. End it with flatten and dense.",
    ],
    [
      [{ type: "residual", layers: [{ type: "conv2d", filters: 2, kernel: 3 }] }],
      "residual: its layers give 2×26×26, its input is 1×28×28; the same shape was expected. " +
        'Give its layers "padding": "same", or it a shortcut that makes that shape of the input.',
    ],
    [
      [
        {
          type: "residual",
          name: "r",
          layers: [{ type: "conv2d", filters: 2, kernel: 3 }],
          shortcut: [{ type: "conv2d", filters: 2, kernel: 5 }],
        },
      ],
      "r: its layers give 2×26×26, its shortcut 2×24×24; the same shape was expected. Change the layers of one of them.",
    ],
    [
      [{ type: "maxPool2d", size: 1, stride: 2 ** 31 }],
      "pool: stride is [2147483648,2147483648]; [height, width] was expected, whole numbers from 1 to 2147483647. Change it.",
    ],
  ])("where shapes do not fit: %j", (layers, says) => {
    expect(compile({ layers })).toThrow(new ShapeError(says));
  });
});

describe("a recipe that cannot be followed is refused", () => {
  it.each([
    [{ batch: 0 }, 'recipe: batch is 0; a positive whole number was expected. Set "batch" to 1 or more.'],
    [{ batch: 101 }, "recipe: batch is 101; at most 100 was expected, the number of samples. Make the batch smaller."],
    [
      { loss: "mse" },
      'loss: it is "mse"; one of softmaxCrossEntropy, squaredError, binaryCrossEntropyWithLogits was expected. ' +
        "Choose one of them.",
    ],
    [
      { optimizer: { type: "sdg", learningRate: 1 } },
      'optimizer: it is "sdg"; one of sgd, momentum, nesterov, adam, adamW, rmsProp was expected. Choose one of them.',
    ],
    [
      { optimizer: { type: "sgd", learningRate: -1 } },
      'optimizer: learningRate is -1; a number of at least 0 was expected. Change "learningRate".',
    ],
    [
      { optimizer: { type: "sgd" } },
      'optimizer: learningRate is missing; a number of at least 0 was expected. Change "learningRate".',
    ],
    [
      { optimizer: { type: "momentum", learningRate: 1, momentum: 1 } },
      'optimizer: momentum is 1; a number of at least 0 and below 1 was expected. Change "momentum".',
    ],
    [
      { optimizer: { type: "adam", learningRate: 1, epsilon: 0 } },
      'optimizer: epsilon is 0; a number above 0 was expected. Change "epsilon".',
    ],
    [
      { optimizer: { type: "sgd", learningRate: 1, momentum: 0.9 } },
      'optimizer: "momentum" is not a field of sgd; "weightDecay", "clipNorm", "averageDecay" was expected. Remove or rename it.',
    ],
    [
      { optimizer: { type: "momentum", learningRate: 1, momentum: 0.9, nesterov: 1 } },
      'optimizer: nesterov is 1; true or false was expected. Set "nesterov" to true, say.',
    ],
    [
      { optimizer: { type: "nesterov", learningRate: 1 } },
      'optimizer: momentum is missing; a number of at least 0 and below 1 was expected. Change "momentum".',
    ],
    [
      { optimizer: { type: "rmsProp", learningRate: 1, alpha: 1 } },
      'optimizer: alpha is 1; a number of at least 0 and below 1 was expected. Change "alpha".',
    ],
    [
      { optimizer: { type: "adamW", learningRate: 1, weightDecay: -0.1 } },
      'optimizer: weightDecay is -0.1; a number of at least 0 was expected. Change "weightDecay".',
    ],
    [
      { optimizer: { type: "sgd", learningRate: 1, clipNorm: 0 } },
      'optimizer: clipNorm is 0; a number above 0 was expected. Change "clipNorm".',
    ],
    [
      { optimizer: { type: "sgd", learningRate: 1, averageDecay: 1 } },
      'optimizer: averageDecay is 1; a number of at least 0 and below 1 was expected. Change "averageDecay".',
    ],
    ...[
      ["learningRate", 1e39, "Infinity", "a number of at least 0"],
      ["weightDecay", 1e40, "Infinity", "a number of at least 0"],
      ["weightDecay", 1e-46, "0", "a number of at least 0"],
      ["clipNorm", 1e200, "Infinity", "a number above 0"],
      ["epsilon", 1e-300, "0", "a number above 0"],
      // Devices take what is below the least normal number for 0.
      ["epsilon", 1e-39, "0", "a number above 0"],
    ].map(([name, value, kept, words]): [object, string] => [
      { optimizer: { type: "adam", learningRate: 1, [name]: value } },
      `optimizer: ${name} is ${value}, in single precision ${kept}; ${words} was expected, of a size between 1.2e-38 and 3.4e38 ` +
        `where it is not 0. Change "${name}".`,
    ]),
  ])("%j", (change, says) => {
    expect(compile(change)).toThrow(new SpecError(says));
  });

  it.each([
    [
      { type: "linear" },
      'schedule: it is "linear"; one of constant, step, cosine, oneCycle was expected. Choose one of them.',
    ],
    [
      { type: "oneCycle", warmup: 1.5 },
      'schedule: warmup is 1.5; a number of at least 0 and at most 1 was expected. Change "warmup".',
    ],
    [
      { type: "constant", end: 0.5 },
      'schedule: "end" is not a field of constant; "warmup" was expected. Remove or rename it.',
    ],
    [
      { type: "constant", warmup: 1.5 },
      'schedule: warmup is 1.5; a share below 1 or a whole number of steps was expected. Set "warmup" to 0.1, say, or 500.',
    ],
    [
      { type: "step", every: 0 },
      'schedule: every is 0; a share above 0 and below 1 or a whole number of steps was expected. Set "every" to 0.1, say, or 500.',
    ],
    [{ type: "step", factor: 0 }, 'schedule: factor is 0; a number above 0 was expected. Change "factor".'],
    [
      { type: "cosine", end: 1.5 },
      'schedule: end is 1.5; a number of at least 0 and at most 1 was expected. Change "end".',
    ],
  ])("for its schedule: %j", (schedule, says) => {
    expect(() => scheduleOf(changed({ schedule }))).toThrow(new SpecError(says));
  });

  it.each([
    [7, /^model.json: it is 7; an object such as .* was expected. Take a preset as a pattern.$/],
    [{ layer: [] }, /^model.json: "layer" is not a field of a recipe; .* were expected. Remove or rename it.$/],
    [{ input: [1, 28] }, /^model.json: input is \[1,28\]; \[maps, height, width\], .* was expected. Set "input".$/],
  ])("when it is read: %j", (value, says) => {
    expect(() => readRecipe("model.json", "model", value)).toThrow(says);
  });
});

describe("a warm-up", () => {
  const course = (warmup: number, steps: number) => () =>
    new Course(changed({ schedule: { type: "constant", warmup } }), { count: 100, labels: [] }, 1, { steps });

  it("may be as long as the run, or a share of it", () => {
    expect(course(3, 3)).not.toThrow();
    expect(course(0.9, 3)).not.toThrow();
  });

  it("is refused where it is longer", () => {
    expect(course(4, 3)).toThrow(
      new SpecError(
        "schedule: warmup is 4 steps; at most 3 was expected, the length of the run. Train for longer, or give a share such as 0.1.",
      ),
    );
  });
});
