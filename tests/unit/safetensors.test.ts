import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FormatError } from "../../src/core/errors.ts";
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from "../../src/io/safetensors.ts";

/** A file of a given header text and as many data bytes, byte i being i. */
function file(header: string | Uint8Array, dataBytes = 0, headerLength?: number): Uint8Array {
  const text = typeof header === "string" ? new TextEncoder().encode(header) : header;
  const bytes = new Uint8Array(8 + text.length + dataBytes);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(headerLength ?? text.length), true);
  bytes.set(text, 8);
  for (let i = 0; i < dataBytes; i++) bytes[8 + text.length + i] = i;
  return bytes;
}

function tensor(begin: number, end: number, shape: readonly number[] = [(end - begin) / 4], dtype = "F32"): string {
  return JSON.stringify({ dtype, shape, data_offsets: [begin, end] });
}

const anyTensors = fc.uniqueArray(
  fc
    .record({
      name: fc.oneof(
        fc.string({ unit: "grapheme" }),
        fc.constantFrom("__proto__", "constructor", "0", "1", '"', "\\u0041"),
      ),
      shape: fc.array(fc.nat(4), { maxLength: 3 }),
    })
    .filter(({ name }) => name !== "__metadata__")
    .chain(({ name, shape }) => {
      const length = shape.reduce((product, size) => product * size, 1);
      return fc.record({
        name: fc.constant(name),
        shape: fc.constant(shape),
        data: fc.float32Array({ minLength: length, maxLength: length }),
      });
    }),
  { selector: (x) => x.name, maxLength: 5 },
);
const anyMetadata = fc.dictionary(
  fc.oneof(fc.string({ unit: "grapheme" }), fc.constant("__proto__")),
  fc.string({ unit: "grapheme" }),
  { maxKeys: 3, noNullPrototype: false },
);

function bits(tensors: readonly NamedTensor[]): unknown {
  return tensors.map(({ name, shape, data }) => [name, [...shape], [...new Uint32Array(data.slice().buffer)]]);
}

describe("a safetensors file", () => {
  test("has the bytes that the format's description gives", () => {
    const bytes = encodeSafetensors([{ name: "a", shape: [2, 1], data: new Float32Array([1, -2]) }], {
      made: "by us all",
    });
    const header = '{"__metadata__":{"made":"by us all"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}';
    const padded = header.padEnd(Math.ceil(header.length / 8) * 8, " ");
    expect([...bytes.subarray(0, 8)]).toEqual([padded.length, 0, 0, 0, 0, 0, 0, 0]);
    expect(new TextDecoder().decode(bytes.subarray(8, 8 + padded.length))).toBe(padded);
    expect([...bytes.subarray(8 + padded.length)]).toEqual([0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0]);
  });

  test("comes back bit for bit, in its order, and is the same every time", () => {
    fc.assert(
      fc.property(anyTensors, anyMetadata, (tensors, metadata) => {
        const bytes = encodeSafetensors(tensors, metadata);
        const decoded = decodeSafetensors(bytes);
        expect(bits(decoded.tensors)).toEqual(bits(tensors));
        expect(Object.entries(decoded.metadata)).toEqual(Object.entries(metadata));
        expect(encodeSafetensors(decoded.tensors, decoded.metadata)).toEqual(bytes);
      }),
    );
  });

  test("keeps the bits of a NaN", () => {
    const data = new Float32Array(new Uint32Array([0x7fc12345, 0xff800001]).buffer);
    const [{ data: decoded }] = decodeSafetensors(encodeSafetensors([{ name: "n", shape: [2], data }])).tensors;
    expect([...new Uint32Array(decoded.buffer)]).toEqual([0x7fc12345, 0xff800001]);
  });

  test("with a byte changed, cut or added is refused or read, never a crash", () => {
    const whole = encodeSafetensors(
      [
        { name: "conv.weight", shape: [2, 2], data: new Float32Array(4) },
        { name: "empty", shape: [0], data: new Float32Array(0) },
        { name: "conv.bias", shape: [], data: new Float32Array(1) },
      ],
      { note: "x" },
    );
    const readOrRefused = (bytes: Uint8Array) => {
      try {
        decodeSafetensors(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    };
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, value) => readOrRefused(whole.with(at, value))),
      { numRuns: 5_000 },
    );
    for (let length = 0; length < whole.length; length++) {
      expect(() => decodeSafetensors(whole.subarray(0, length))).toThrow(FormatError);
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), readOrRefused));
  });

  test("is read from the middle of a buffer, at any alignment of its data", () => {
    const bytes = file(`{"a":${tensor(0, 4)}}`, 4);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    const [{ data }] = decodeSafetensors(shifted.subarray(3)).tensors;
    expect([...new Uint8Array(data.buffer)]).toEqual([0, 1, 2, 3]);
  });

  test("of 64-bit floats is read where these are asked for", () => {
    const values = [1 / 3, -0, Number.MIN_VALUE, Number.NEGATIVE_INFINITY];
    const bytes = file(`{"a":${tensor(0, 32, [2, 2], "F64")},"none":${tensor(32, 32, [0], "F64")}}`, 32);
    new Uint8Array(bytes.buffer).set(new Uint8Array(Float64Array.from(values).buffer), bytes.length - 32);
    const { tensors } = decodeSafetensors(bytes, { types: ["F64"] });
    expect(tensors).toEqual([
      { name: "a", shape: [2, 2], data: Float64Array.from(values) },
      { name: "none", shape: [0], data: new Float64Array(0) },
    ]);
  });

  test("of other floats than those asked for is refused, with the way out", () => {
    expect(() => decodeSafetensors(file(`{"a":${tensor(0, 8, [1], "F64")}}`, 8))).toThrow(
      "tensor a: dtype F64 found; F32 was expected. Convert it to 32-bit floats where it was saved.",
    );
    expect(() => decodeSafetensors(file(`{"a":${tensor(0, 4)}}`, 4), { types: ["F64"] })).toThrow(
      "tensor a: dtype F32 found; F64 was expected. Convert it to 64-bit floats where it was saved.",
    );
    expect(() => decodeSafetensors(file(`{"a":${tensor(0, 4, [1], "F64")}}`, 4), { types: ["F64"] })).toThrow(
      "tensor a: 4 bytes found; 1 values of 8 bytes, as its shape says, were expected.",
    );
  });

  test("lists its tensors in the order of their bytes", () => {
    const { tensors } = decodeSafetensors(file(`{"b":${tensor(4, 8)},"none":${tensor(4, 4)},"a":${tensor(0, 4)}}`, 8));
    expect(tensors.map((x) => x.name)).toEqual(["a", "none", "b"]);
  });

  test("may name a tensor or a note __proto__ without touching any prototype", () => {
    const { tensors, metadata } = decodeSafetensors(
      file(`{"__metadata__":{"__proto__":"x"},"__proto__":${tensor(0, 4)}}`, 4),
    );
    expect(tensors[0].name).toBe("__proto__");
    expect(Object.entries(metadata)).toEqual([["__proto__", "x"]]);
    expect(Object.getPrototypeOf(metadata)).toBe(null);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe("decoding refuses", () => {
  const a = tensor(0, 4);
  const notUtf8 = file(`{"?":${a}}`, 4);
  notUtf8[10] = 0xff;
  test.each<[string, Uint8Array, RegExp]>([
    ["a file shorter than a header's length", new Uint8Array(7), /file: 7 bytes found/],
    ["a header beyond 100,000,000 bytes", file("{}", 0, 100_000_001), /100000001 bytes announced; at most 100000000/],
    ["a header length of 2⁶³", file("{}", 0, 2 ** 63), /at most 100000000/],
    ["a header longer than the file", file("{}", 0, 3), /2 bytes found; the 3 announced/],
    ["a header that is not UTF-8", notUtf8, /JSON in UTF-8/],
    ["a header with a byte order mark", file("\ufeff{}"), /no \{ at character 0/],
    ["a header that begins with a space", file(" {}"), /no \{ at character 0/],
    ["a header that is a list", file("[]"), /no \{/],
    ["JSON that ends early", file('{"a":'), /header: no value at character 5/],
    ["JSON with a comma too many", file(`{"a":${a},}`, 4), /no string/],
    ["JSON with something after it", file("{} x"), /something after the end/],
    ["JSON with a broken string", file('{"a\\'), /broken string/],
    ["JSON nested a million deep", file(`{"a":${"[".repeat(1e6)}`), /nested too deeply/],
    ["a name with half a surrogate pair", file(`{"\\ud800":${a}}`, 4), /half a surrogate pair/],
    ["a name given twice", file(`{"a":${a},"a":${a}}`, 4), /a second member "a"/],
    ["a name given twice, once in escapes", file(`{"a":${a},"\\u0061":${a}}`, 4), /a second member "a"/],
    ["a field given twice", file('{"a":{"dtype":"F16","dtype":"F32"}}'), /a second member "dtype"/],
    ["notes that are not text", file('{"__metadata__":{"n":1}}'), /__metadata__ n: number found; text was/],
    ["notes that are no object", file('{"__metadata__":"n"}'), /__metadata__: no object/],
    ["a tensor that is no object", file('{"a":[]}'), /tensor a: no object found/],
    ["a tensor with a field of its own", file(`{"a":${a.replace("{", '{"x":1,')}}`, 4), /unknown field x/],
    [
      "16-bit floats",
      file(`{"conv1.weight":${tensor(0, 4, [2], "F16")}}`, 4),
      /tensor conv1.weight: dtype F16 found; F32 was/,
    ],
    ["brain floats", file(`{"a":${tensor(0, 4, [2], "BF16")}}`, 4), /dtype BF16 found/],
    ["a dtype that nobody knows", file(`{"a":${tensor(0, 4, [1], "F33")}}`, 4), /unknown dtype "F33"/],
    ["a tensor without a dtype", file('{"a":{"shape":[1],"data_offsets":[0,4]}}', 4), /unknown dtype undefined/],
    ["a negative size", file(`{"a":${tensor(0, 4, [-1])}}`, 4), /bad shape/],
    ["half a size", file(`{"a":${tensor(0, 4, [0.5])}}`, 4), /bad shape/],
    ["sizes whose product overflows", file(`{"a":${tensor(0, 0, [2 ** 40, 2 ** 40, 0])}}`), /bad shape/],
    ["a size beyond 2⁵³", file(`{"a":${tensor(0, 4).replace("[1]", "[9007199254740993]")}}`, 4), /bad shape/],
    ["a shape that is a number", file(`{"a":${a.replace("[1]", "1")}}`, 4), /bad shape/],
    ["one offset", file(`{"a":${a.replace("[0,4]", "[4]")}}`, 4), /bad data_offsets/],
    ["a negative offset", file(`{"a":${a.replace("[0,4]", "[-4,0]")}}`, 4), /bad data_offsets/],
    ["offsets the wrong way round", file(`{"a":${a.replace("[0,4]", "[4,0]")}}`, 4), /data_offsets \[4, 0\] found/],
    ["offsets beyond the file", file(`{"a":${tensor(0, 8)}}`, 4), /data_offsets \[0, 8\] found; begin ≤ end ≤ 4/],
    [
      "more bytes than the shape has values",
      file(`{"a":${tensor(0, 8, [1])}}`, 8),
      /8 bytes found; 1 values of 4 bytes/,
    ],
    ["a hole between tensors", file(`{"a":${a},"b":${tensor(8, 12)}}`, 12), /tensor b: its bytes begin at 8; 4,/],
    ["a hole before the first tensor", file(`{"a":${tensor(4, 8)}}`, 8), /tensor a: its bytes begin at 4; 0,/],
    [
      "tensors that share bytes",
      file(`{"a":${tensor(0, 8)},"b":${tensor(4, 12)}}`, 12),
      /tensor b: its bytes begin at 4; 8,/,
    ],
    ["bytes after the last tensor", file(`{"a":${a}}`, 5), /1 bytes belong to no tensor/],
  ])("%s", (_, bytes, message) => {
    expect(() => decodeSafetensors(bytes)).toThrow(FormatError);
    expect(() => decodeSafetensors(bytes)).toThrow(message);
  });

  test("a tensor named with a megabyte, in a message of reasonable length", () => {
    const long = file(`{"${"x".repeat(1e6)}":[]}`);
    expect(() => decodeSafetensors(long)).toThrow(/^.{1,500}$/);
  });
});

describe("encoding refuses", () => {
  const one = { name: "a", shape: [1], data: new Float32Array(1) };
  test.each<[string, readonly NamedTensor[], RegExp]>([
    ["a name used twice", [one, one], /tensor a: its name is taken/],
    ["the name of the notes", [{ ...one, name: "__metadata__" }], /its name is taken/],
    ["half a surrogate pair", [{ ...one, name: "\ud800" }], /half a surrogate pair/],
    ["data that does not fill its shape", [{ ...one, shape: [2] }], /tensor a: 1 values found; shape \[2\] was/],
  ])("%s", (_, tensors, message) => {
    expect(() => encodeSafetensors(tensors)).toThrow(FormatError);
    expect(() => encodeSafetensors(tensors)).toThrow(message);
  });
});
