/** Recipes of every form that can be trained, for fast-check. */
import fc, { type Arbitrary } from "fast-check";
import type { LayerSpec, Recipe } from "../src/model/recipe.ts";

const record = <T extends object>(fields: { [K in keyof T]: Arbitrary<T[K]> }, required: (keyof T)[] = []) =>
  fc.record(fields, { requiredKeys: required as never }) as Arbitrary<Partial<T>>;

const side = fc.integer({ min: 1, max: 3 });
const size = fc.oneof(side, fc.tuple(side, side));
const share = fc.double({ min: 0, max: 0.99, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const inSingle = share.filter((value) => value === 0 || value > 1e-30);
const positive = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
const padding = fc.oneof(
  fc.constantFrom("same", "valid"),
  side,
  fc.tuple(side, side),
  record({ top: side, bottom: side, left: side, right: side }),
);
const word = fc.stringMatching(/^[A-Za-z_][\w-]{0,5}$/).filter((text) => text !== "__proto__");
const typed = (type: string, fields: Arbitrary<object> = fc.constant({})) =>
  fields.map((given): LayerSpec => ({ type, ...given }));

/** Layers that any map goes through. */
const onMaps: Arbitrary<LayerSpec> = fc.oneof(
  typed(
    "conv2d",
    record(
      {
        filters: side,
        kernel: size,
        stride: size,
        padding,
        dilation: size,
        mode: fc.constantFrom("convolution"),
        bias: fc.boolean(),
      },
      ["filters", "kernel"],
    ),
  ),
  typed("maxPool2d", record({ size, stride: size, ceilMode: fc.boolean() }, ["size"])),
  typed("avgPool2d", record({ size, padding: fc.constant("same") }, ["size"])),
  typed("relu"),
  typed("leakyRelu", record({ slope: inSingle })),
  typed("dropout", record({ rate: inSingle }, ["rate"])),
  typed("batchNorm", record({ momentum: inSingle })),
  typed(
    "residual",
    fc.record({
      layers: fc.array(fc.constantFrom<LayerSpec>({ type: "relu" }, { type: "tanh" }), { minLength: 1, maxLength: 3 }),
    }),
  ),
);

const optimizer = fc.oneof(
  record({ type: fc.constant("sgd"), learningRate: positive, weightDecay: inSingle, clipNorm: positive }, [
    "type",
    "learningRate",
  ]),
  record(
    {
      type: fc.constantFrom("momentum", "nesterov"),
      learningRate: positive,
      momentum: inSingle,
      averageDecay: inSingle,
    },
    ["type", "learningRate", "momentum"],
  ),
  record({ type: fc.constantFrom("adam", "adamW"), learningRate: positive, beta1: inSingle, beta2: inSingle }, [
    "type",
    "learningRate",
  ]),
) as Arbitrary<Recipe["optimizer"]>;

const schedule = fc.oneof(
  record({ type: fc.constantFrom("constant"), warmup: share }, ["type", "warmup"]),
  record({ type: fc.constant("step"), every: fc.integer({ min: 1 }), factor: positive }, ["type"]),
  record({ type: fc.constant("cosine"), end: inSingle }, ["type"]),
  record({ type: fc.constant("oneCycle"), startDivisor: fc.double({ min: 1, max: 1e9, noNaN: true }) }, ["type"]),
) as Arbitrary<NonNullable<Recipe["schedule"]>>;

const loss = fc.oneof(
  fc.constantFrom("softmaxCrossEntropy", "squaredError", "binaryCrossEntropyWithLogits"),
  record({ type: fc.constant("softmaxCrossEntropy"), labelSmoothing: inSingle }, ["type", "labelSmoothing"]),
) as Arbitrary<Recipe["loss"]>;

const amount = fc.double({ min: 1e-3, max: 0.9, noNaN: true });

export const anyRecipe: Arbitrary<Recipe> = fc.record(
  {
    name: fc.oneof(word, fc.string({ minLength: 1 })),
    input: fc.tuple(side, fc.integer({ min: 40, max: 60 }), fc.integer({ min: 40, max: 60 })),
    layers: fc
      .array(onMaps, { maxLength: 2 })
      .map((layers): LayerSpec[] => [...layers, { type: "flatten" }, { type: "dense", name: "last", units: 10 }]),
    loss,
    initialization: fc.constantFrom("heNormal", "glorotUniform"),
    optimizer,
    schedule,
    augmentation: record({ shift: amount, rotation: amount, scale: amount, shear: amount, noise: amount }, ["shift"]),
    order: fc.constantFrom("shuffled", "stored", "byLabel"),
    batch: fc.integer({ min: 2, max: 1000 }),
  },
  { requiredKeys: ["name", "input", "layers", "loss", "optimizer", "batch"] },
) as Arbitrary<Recipe>;
