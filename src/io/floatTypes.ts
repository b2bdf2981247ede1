/** Floats as files have them, little-endian: bytes of an element, its name in words, and how a run of them is taken from a file and put into one. */
export const floatTypes = {
  F32: {
    size: 4,
    words: "32-bit",
    take(view: DataView, start: number, count: number) {
      const data = new Float32Array(count);
      // As bit patterns: NaNs keep theirs.
      const bits = new Uint32Array(data.buffer);
      for (let i = 0; i < count; i++) bits[i] = view.getUint32(start + 4 * i, true);
      return data;
    },
    put(view: DataView, start: number, data: Float32Array) {
      const bits = new Uint32Array(data.buffer, data.byteOffset, data.length);
      for (let i = 0; i < bits.length; i++) view.setUint32(start + 4 * i, bits[i], true);
    },
  },
  F64: {
    size: 8,
    words: "64-bit",
    take(view: DataView, start: number, count: number) {
      return Float64Array.from({ length: count }, (_, i) => view.getFloat64(start + 8 * i, true));
    },
    put(view: DataView, start: number, data: Float64Array) {
      for (let i = 0; i < data.length; i++) view.setFloat64(start + 8 * i, data[i], true);
    },
  },
};
/** The type that an array is kept as. */
export function floatTypeOf(values: Float32Array | Float64Array): FloatType {
  return values instanceof Float32Array ? "F32" : "F64";
}

export type FloatType = keyof typeof floatTypes;
/** What a run of elements of a type becomes. */
export type ValuesOf<T extends FloatType> = ReturnType<(typeof floatTypes)[T]["take"]>;
