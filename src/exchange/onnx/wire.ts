/** A message of Protocol Buffers, taken apart into its fields: what each means is for the reader to know. */
import { BinaryReader, WireType } from "@bufbuild/protobuf/wire";
import { FormatError } from "../../core/errors.ts";

/** A whole number, the bits of a 32-bit or 64-bit field, or bytes: text, a message, or numbers packed. */
type Raw = bigint | Uint8Array | { readonly bits: DataView };

const broken = (what: string, cause?: unknown) =>
  new FormatError(`ONNX: ${what}; a whole file of Protocol Buffers was expected. Export it again.`, { cause });

/** The fields of one message. Nothing of it is copied. */
export class Fields {
  readonly #values = new Map<number, Raw[]>();

  /** @throws FormatError where the bytes are no message */
  constructor(bytes: Uint8Array) {
    try {
      const reader = new BinaryReader(bytes);
      while (reader.pos < reader.len) {
        const [field, type] = reader.tag();
        const values = this.#values.get(field) ?? [];
        values.push(read(reader, type, bytes));
        this.#values.set(field, values);
      }
    } catch (cause) {
      if (cause instanceof FormatError) throw cause;
      throw broken(`it breaks off or is damaged (${cause instanceof Error ? cause.message : cause})`, cause);
    }
  }

  /** Every message of a field. */
  messages(field: number): Fields[] {
    return this.bytes(field).map((bytes) => new Fields(bytes));
  }

  /** The message of a field; empty where there is none. */
  message(field: number): Fields {
    return new Fields(this.bytes(field).at(-1) ?? new Uint8Array());
  }

  texts(field: number): string[] {
    return this.bytes(field).map((bytes) => new TextDecoder().decode(bytes));
  }

  text(field: number): string {
    return this.texts(field).at(-1) ?? "";
  }

  bytes(field: number): Uint8Array[] {
    return this.#of(field).map((value) => {
      if (value instanceof Uint8Array) return value;
      throw broken(`field ${field} is a number where text or a message belongs`);
    });
  }

  /** Whole numbers, packed or one by one; negative ones as they were written. */
  integers(field: number): bigint[] {
    return this.#of(field).flatMap((value) => {
      if (typeof value === "bigint") return [value];
      if (!(value instanceof Uint8Array)) throw broken(`field ${field} is no whole number`);
      try {
        const reader = new BinaryReader(value);
        const numbers: bigint[] = [];
        while (reader.pos < reader.len) numbers.push(BigInt(reader.int64()));
        return numbers;
      } catch (cause) {
        throw broken(`the numbers of field ${field} break off`, cause);
      }
    });
  }

  /** A whole number, 0 where it is left out; NaN where a number does not count it exactly. */
  integer(field: number): number {
    const value = Number(this.integers(field).at(-1) ?? 0n);
    return Number.isSafeInteger(value) ? value : Number.NaN;
  }

  /** 32-bit floats, packed or one by one. */
  floats(field: number): Float32Array {
    return Float32Array.from(this.#fixed(field, 4, (view, at) => view.getFloat32(at, true)));
  }

  /** 64-bit floats, packed or one by one. */
  doubles(field: number): number[] {
    return this.#fixed(field, 8, (view, at) => view.getFloat64(at, true));
  }

  #fixed(field: number, size: number, read: (view: DataView, at: number) => number): number[] {
    return this.#of(field).flatMap((value) => {
      const view =
        value instanceof Uint8Array ? new DataView(value.buffer, value.byteOffset, value.byteLength) : undefined;
      const bits = view ?? (typeof value === "bigint" ? undefined : (value as { bits: DataView }).bits);
      if (bits === undefined || bits.byteLength % size !== 0)
        throw broken(`field ${field} holds no ${8 * size}-bit floats`);
      return Array.from({ length: bits.byteLength / size }, (_, place) => read(bits, place * size));
    });
  }

  #of(field: number): readonly Raw[] {
    return this.#values.get(field) ?? [];
  }
}

function read(reader: BinaryReader, type: WireType, bytes: Uint8Array): Raw {
  const fixed = (size: number) => {
    const start = reader.pos;
    if (start + size > bytes.length) throw broken("it breaks off");
    reader.pos += size;
    return { bits: new DataView(bytes.buffer, bytes.byteOffset + start, size) };
  };
  switch (type) {
    case WireType.Varint:
      return BigInt(reader.int64());
    case WireType.LengthDelimited:
      return reader.bytes();
    case WireType.Bit32:
      return fixed(4);
    case WireType.Bit64:
      return fixed(8);
    default:
      throw broken("it has a group, which ONNX does not use");
  }
}
