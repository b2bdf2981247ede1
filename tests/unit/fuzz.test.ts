/**
 * Everything that is read from outside, under inputs that nobody means well with: 100,000 of them, valid ones with bytes changed, cut, doubled and
 * moved, and JSON of any shape. Each gives a valid result or an error of ours: no crash, no hang, no change to what all objects share, and no
 * more memory than a few times the input's.
 */
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { readAddress } from "../../src/app/address.ts";
import { readClaim } from "../../src/app/share/claim.ts";
import { pixelsIn } from "../../src/app/worker/pictureSize.ts";
import { CircledastError } from "../../src/core/errors.ts";
import { sha256Hex } from "../../src/core/hash.ts";
import { elements } from "../../src/core/shape.ts";
import { parseIdxImages, parseIdxLabels } from "../../src/data/idx.ts";
import { decodeTensor } from "../../src/exchange/onnx/decode.ts";
import { encodeOnnx } from "../../src/exchange/onnx/encode.ts";
import { exportOnnx, onnxOf } from "../../src/exchange/onnx/exportOnnx.ts";
import { importOnnx } from "../../src/exchange/onnx/importOnnx.ts";
import { encodeSafetensors } from "../../src/io/safetensors.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { arraysOf } from "../../src/layers/network.ts";
import { allPresets } from "../../src/model/failing.ts";
import { presets } from "../../src/model/presets.ts";
import { readRecipe } from "../../src/model/readRecipe.ts";
import type { LayerSpec, Recipe } from "../../src/model/recipe.ts";
import { compilePrediction } from "../../src/plan/compile.ts";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { checkRecipe } from "../../src/train/checkRecipe.ts";
import { nameParameters } from "../../src/train/parameters.ts";
import { decodeWeights, encodeWeights } from "../../src/train/weightsFile.ts";
import { oddNetworks, smallNetworks } from "../networks.ts";
import { pictureHeads } from "../pictureHeads.ts";

/** Milliseconds that no input may take; on a busy machine a turn of the collector is among them. */
const MOST_TIME = 2000;
/** Bytes of arrays for a byte of input, and beside them: decoded, converted, copied. */
const MOST_BYTES = { each: 64, more: 4e6 };

let tried = 0;
const shared = Object.getOwnPropertyNames(Object.prototype).length;

/** Reads an input, and holds what comes of it to what is promised. */
async function read(input: Uint8Array | string, work: () => unknown): Promise<void> {
  tried++;
  const before = process.memoryUsage().arrayBuffers;
  const begun = performance.now();
  try {
    await work();
  } catch (error) {
    // By name too: the message of another error says more than that it is another.
    if (!(error instanceof CircledastError)) throw error;
    expect(error.message.length).toBeLessThan(5000);
  }
  expect(performance.now() - begun).toBeLessThan(MOST_TIME);
  const taken = process.memoryUsage().arrayBuffers - before;
  expect(taken).toBeLessThan(MOST_BYTES.each * input.length + MOST_BYTES.more);
}

/** Of a whole file: bytes set to others, cut out, doubled, filled; in one place or several. */
const damages = fc.array(
  fc.record({
    kind: fc.constantFrom("set", "cut", "repeat", "flip", "large", "end"),
    place: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    length: fc.integer({ min: 1, max: 24 }),
    value: fc.nat(255),
  }),
  { minLength: 1, maxLength: 4 },
);

type Damage = typeof damages extends fc.Arbitrary<(infer T)[]> ? T : never;

function damaged(whole: Uint8Array, all: readonly Damage[]): Uint8Array {
  let bytes = Uint8Array.from(whole);
  for (const { kind, place, length, value } of all) {
    const at = Math.floor(place * bytes.length);
    const [before, part, after] = [bytes.slice(0, at), bytes.slice(at, at + length), bytes.slice(at + length)];
    if (kind === "set") bytes[at] = value;
    if (kind === "flip") bytes[at] ^= 1 << (value % 8);
    if (kind === "large") bytes.fill(255, at, at + length);
    if (kind === "cut") bytes = Uint8Array.from([...before, ...after]);
    if (kind === "repeat") bytes = Uint8Array.from([...before, ...part, ...part, ...after]);
    if (kind === "end") bytes = before;
  }
  return bytes;
}

function weightsOf(recipe: Recipe) {
  const { network } = compilePrediction(recipe, 1);
  return nameParameters(network, initializeParameters(arraysOf(network), 5, recipe.initialization));
}

const idx = (magic: number, sizes: readonly number[]) => {
  const bytes = new Uint8Array(4 + 4 * sizes.length + elements(sizes));
  for (const [i, word] of [magic, ...sizes].entries()) new DataView(bytes.buffer).setUint32(4 * i, word);
  return bytes;
};
const images = idx(0x803, [5, 4, 3]);
const labels = idx(0x801, [9]);
const small = smallNetworks.classic;
const weights = encodeWeights({ recipe: small, tensors: weightsOf(small), seed: 1, step: 2 });
const checkpoint = await encodeCheckpoint({
  step: 2,
  state: new Map([["parameters", Float32Array.of(1, 2, 3)]]),
  recipe: small,
  seed: 1,
  length: { steps: 9 },
  data: "0".repeat(64),
  device: "a device",
  losses: Float64Array.of(2, 1),
  judgements: [{ step: 2, testLoss: 1, testAccuracy: 0.5 }],
});

/** The same with its checksum put right, where it has a place for one: what is read behind the checksum is to be reached. */
async function signed(bytes: Uint8Array): Promise<Uint8Array> {
  const at = /"sha256":"[0-9a-f]{64}"/.exec(new TextDecoder("latin1").decode(bytes.subarray(0, 256)))?.index;
  if (at === undefined) return bytes;
  const cleared = bytes.slice();
  cleared.fill(0x30, at + 10, at + 74);
  const digits = new TextEncoder().encode(await sha256Hex(cleared));
  cleared.set(digits, at + 10);
  return cleared;
}

/** What is read of a checkpoint has to fit together. */
function checkCheckpoint({ step, seed, length, losses, judgements, state }: Checkpoint): void {
  for (const number of [step, seed]) expect(Number.isSafeInteger(number) && number >= 0).toBe(true);
  expect(losses).toHaveLength(step);
  if ("steps" in length) {
    expect(Number.isSafeInteger(length.steps)).toBe(true);
    expect(step).toBeLessThanOrEqual(length.steps);
  } else expect(length.epochs > 0 && length.epochs < Infinity).toBe(true);
  for (const judged of judgements) {
    expect(Number.isSafeInteger(judged.step) && judged.step >= 0 && judged.step <= step).toBe(true);
    expect(judged.testAccuracy >= 0 && judged.testAccuracy <= 1).toBe(true);
  }
  expect(state.size).toBeGreaterThan(0);
}

const readCheckpoint = async (bytes: Uint8Array) => checkCheckpoint(await decodeCheckpoint(bytes));

const onnx = Object.values({ ...smallNetworks, ...oddNetworks }).map((recipe) =>
  exportOnnx(recipe, weightsOf(recipe), { version: "test" }),
);

const heads = Object.values(pictureHeads).map((head) => head(40, 30));

/** Damaged files of each kind, so many of each, and what reads them. */
const files: readonly (readonly [string, number, readonly Uint8Array[], (bytes: Uint8Array) => unknown])[] = [
  ["IDX images", 12_000, [images], (bytes) => parseIdxImages("x", bytes)],
  ["IDX labels", 8_000, [labels], (bytes) => parseIdxLabels("x", bytes)],
  ["IDX in gzip", 4_000, [new Uint8Array(gzipSync(images))], (bytes) => parseIdxImages("x", bytes)],
  ["heads of pictures", 20_000, heads, pixelsIn],
  ["safetensors", 20_000, [weights], decodeWeights],
  ["checkpoints", 5_000, [checkpoint], readCheckpoint],
  ["checkpoints signed anew", 5_000, [checkpoint], async (bytes) => readCheckpoint(await signed(bytes))],
  ["ONNX", 12_000, onnx, (bytes) => importOnnx(bytes, "x")],
  ["ONNX tensors", 4_000, onnx, decodeTensor],
];

describe("files with bytes changed, cut, doubled and moved", () => {
  test.each(files)("%s, %i times", { timeout: 300_000 }, async (_, numRuns, wholes, reader) => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...wholes), damages, (whole, all) => {
        const bytes = damaged(whole, all);
        return read(bytes, () => reader(bytes));
      }),
      { numRuns },
    );
  });

  test("and whole they are read", async () => {
    for (const [, , wholes, reader] of files.filter(([kind]) => kind !== "ONNX tensors")) {
      for (const whole of wholes) await reader(whole);
    }
  });
});

describe("checkpoints that say what no run comes to, rightly signed", () => {
  const count = 5_000;
  test(`${count} times`, { timeout: 300_000 }, async () => {
    const number = fc.oneof(
      fc.constantFrom(0, -0, 1, 2, 3, 9, 0.5, -1, 1e308, 2 ** 50, 2 ** 53, Number.NaN, Infinity),
      fc.integer({ min: -2, max: 12 }),
      fc.double(),
    );
    const odd = fc.oneof(number, fc.constantFrom(null, "", "2", [], {}, true));
    const forged = fc.record(
      {
        step: number,
        seed: number,
        length: fc.oneof(fc.record({ steps: odd, epochs: odd }, { requiredKeys: [] }), odd),
        losses: fc.integer({ min: 0, max: 4 }).map((length) => new Float64Array(length)),
        judgements: fc.oneof(
          fc.array(fc.record({ step: odd, testLoss: odd, testAccuracy: odd }), { maxLength: 3 }),
          odd,
        ),
        state: fc.constantFrom(new Map(), new Map([["", new Float32Array()]])),
      },
      { requiredKeys: [] },
    );
    let whole = 0;
    await fc.assert(
      fc.asyncProperty(forged, async (changes) => {
        const bytes = await encodeCheckpoint({ ...(await decodeCheckpoint(checkpoint)), ...(changes as object) });
        await read(bytes, async () => {
          await readCheckpoint(bytes);
          whole++;
        });
      }),
      { numRuns: count },
    );
    // Not each of them is refused, and most are.
    expect(whole).toBeGreaterThan(0);
    expect(whole).toBeLessThan(count / 2);
  });
});

/** JSON with the names that recipes have, those that objects have, and any other. */
const anyName = fc.constantFrom(
  "type",
  "layers",
  "filters",
  "units",
  "kernel",
  "padding",
  "shortcut",
  "loss",
  "initialization",
  "order",
  "schedule",
  "optimizer",
  "__proto__",
  "constructor",
  "toString",
  "x",
);
const anyValue = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(
      null,
      true,
      0,
      -1,
      0.5,
      3,
      1e9,
      2 ** 53,
      "conv2d",
      "dense",
      "relu",
      "residual",
      "flatten",
      "same",
      "adam",
      "",
      "__proto__",
    ),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .array(fc.tuple(anyName, tie("value")), { maxLength: 5 })
      .map((entries) =>
        JSON.parse(
          `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value) ?? "null"}`).join()}}`,
        ),
      ),
  ),
})).value;

/** A network with a value anywhere in it replaced, or one more. */
const anyRecipe = fc
  .record({
    recipe: fc.constantFrom(...Object.values({ ...smallNetworks, ...oddNetworks })),
    where: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    more: fc.option(anyName),
    value: anyValue,
  })
  .map(({ recipe, where, more, value }) => {
    const copy = structuredClone(recipe) as unknown as Record<string, unknown>;
    const places: [object, string][] = [];
    const walk = (object: object) => {
      for (const [name, inner] of Object.entries(object)) {
        places.push([object, name]);
        if (typeof inner === "object" && inner !== null) walk(inner);
      }
    };
    walk(copy);
    const [object, name] = places[Math.floor(where * places.length)];
    // As JSON.parse would: "__proto__" is a name like any other.
    const place = Array.isArray(object) ? name : (more ?? name);
    Object.defineProperty(object, place, { value, enumerable: true, configurable: true, writable: true });
    return copy;
  });

describe("recipes and addresses of any shape", () => {
  const recipes = 10_000;
  test(`recipes, ${recipes} times`, { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 1, arbitrary: anyValue }, { weight: 3, arbitrary: anyRecipe }), (value) => {
        return read(JSON.stringify(value) ?? "", () => {
          checkRecipe(readRecipe("x", "x", value));
        });
      }),
      { numRuns: recipes },
    );
  });

  const addresses = 20_000;
  test(`addresses, ${addresses} times`, { timeout: 300_000 }, async () => {
    const name = fc.constantFrom(
      "preset",
      "seed",
      "batch",
      "epochs",
      "device",
      "layers",
      "loss",
      "optimizer",
      "schedule",
      "augment",
      "order",
      "weights",
      "at",
      "initialization",
      "__proto__",
      "x",
    );
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom(...Object.keys(presets), "cpu", "1", "-1", "1e99", "NaN", "%", "%E0%A4%A", "[", "{}", "[[]]"),
      anyValue.map((value) => JSON.stringify(value) ?? ""),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, text), { maxLength: 5 }), fc.boolean(), (pairs, isEncoded) => {
        const written = pairs.map(
          ([key, value]) => `${key}=${isEncoded ? encodeURIComponent(value.toWellFormed()) : value}`,
        );
        const query = `?${written.join("&")}`;
        return read(query, () => {
          const { settings } = readAddress(query, allPresets);
          expect(Object.hasOwn(allPresets, settings.preset)).toBe(true);
          readClaim(query);
        });
      }),
      { numRuns: addresses },
    );
  });
});

/** Lists of layers one inside the other, or one beside the other, and values of other fields; few, and as many as a file of a megabyte has. */
const anyExtent = fc.record({
  kind: fc.constantFrom("layers", "shortcut", "beside", "beside inside", "optimizer", "name", "kernel", "all of it"),
  many: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1000, max: 20_000 })),
});

type Extent = typeof anyExtent extends fc.Arbitrary<infer T> ? T : never;

/** Part and text of it: to write what is so deep takes more stack than there is. */
function partOf({ kind, many }: Extent): readonly [part: "layers" | "optimizer" | "all", text: string] {
  const nested = (open: string, inner: string, close: string) => open.repeat(many) + inner + close.repeat(many);
  const deep = nested("[", "1", "]");
  const relu = '{"type":"relu"}';
  const relus = Array<string>(many).fill(relu).join();
  const first: Readonly<Record<string, string>> = {
    layers: nested('{"type":"residual","layers":[', relu, "]}"),
    shortcut: nested(`{"type":"residual","layers":[${relu}],"shortcut":[`, relu, "]}"),
    beside: relus,
    "beside inside": `{"type":"residual","layers":[${relus}]}`,
    name: `{"type":"relu","name":${deep}}`,
    kernel: `{"type":"conv2d","filters":1,"kernel":${deep}}`,
  };
  if (kind === "all of it") return ["all", deep];
  if (kind === "optimizer") return ["optimizer", `{"type":"sgd","learningRate":${deep}}`];
  return ["layers", [first[kind], ...small.layers.map((layer) => JSON.stringify(layer))].join()];
}

function recipeText(extent: Extent): string {
  const [part, text] = partOf(extent);
  if (part === "all") return text;
  const { [part]: _, ...others } = small;
  return JSON.stringify({ ...others, [part]: 0 }).replace(
    `"${part}":0`,
    `"${part}":${part === "layers" ? `[${text}]` : text}`,
  );
}

/** The places that a recipe is read from, each with one in it. */
const recipeReaders: Readonly<Record<string, (extent: Extent) => readonly [Uint8Array | string, () => unknown]>> = {
  "--model": (extent) => {
    const text = recipeText(extent);
    return [text, () => checkRecipe(readRecipe("x", "x", JSON.parse(text)))];
  },
  weights: (extent) => {
    const bytes = encodeSafetensors(weightsOf(small), { recipe: recipeText(extent) });
    return [bytes, () => checkRecipe(decodeWeights(bytes).recipe!)];
  },
  "notes of ONNX": (extent) => {
    const metadata = { recipe: recipeText(extent) };
    const model = { ...onnxOf(small, weightsOf(small), {}), metadata };
    const bytes = encodeOnnx(model, { name: "circledast", version: "test" });
    return [bytes, () => importOnnx(bytes, "x")];
  },
  addresses: (extent) => {
    const [part, text] = partOf(extent);
    const query = `?preset=lenet&${part === "all" ? "layers" : part}=${encodeURIComponent(text)}`;
    return [query, () => readAddress(query, allPresets)];
  },
};

describe("recipes of any depth and width", () => {
  test.each(Object.entries(recipeReaders))("from %s, 100 times", { timeout: 300_000 }, async (_, readerOf) => {
    await fc.assert(
      fc.asyncProperty(anyExtent, (extent) => read(...readerOf(extent))),
      { numRuns: 100 },
    );
  });

  test("that no network needs are refused, and what one may need is not", () => {
    const residual = (depth: number): LayerSpec => {
      let layer: LayerSpec = { type: "relu" };
      for (let i = 0; i < depth; i++) layer = { type: "residual", layers: [layer] };
      return layer;
    };
    const withMore = (...more: readonly LayerSpec[]) => ({ ...small, layers: [...more, ...small.layers] });
    const check = (recipe: unknown) => () => checkRecipe(readRecipe("x", "x", recipe));
    const rest = 4096 - small.layers.length;
    const relus = (count: number) => Array<LayerSpec>(count).fill({ type: "relu" });
    expect(check(withMore(residual(15)))).not.toThrow();
    expect(check(withMore(residual(16)))).toThrow("more than 16 lists of layers stand one inside the other");
    // Without the reader of recipes, as the library may be called.
    expect(() => checkRecipe(withMore(residual(10_000)))).toThrow("more than 16 lists of layers");
    expect(check(withMore(...relus(rest)))).not.toThrow();
    expect(check(withMore(...relus(rest + 1)))).toThrow("it has more than 4096 layers");
    expect(check(withMore({ type: "residual", layers: relus(rest) }))).toThrow("it has more than 4096 layers");
  });
});

afterAll(() => {
  expect(Object.getOwnPropertyNames(Object.prototype)).toHaveLength(shared);
  expect(({} as Record<string, unknown>).x).toBeUndefined();
  expect(tried).toBeGreaterThanOrEqual(100_000);
});
