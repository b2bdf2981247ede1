/**
 * Random numbers that depend on nothing but their names: (seed, purpose, index) and a position. Threefry-2x32 with 20
 * rounds, from Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011). Being a function
 * of a counter rather than a state, number i of a stream can be had without its predecessors, by a GPU invocation as
 * well as by the host:
 *
 *     key       = deriveKey(seed, purpose, index)                        (on the host; two u32 for the device)
 *     word(i)   = threefry2x32(key, [⌊i/2⌋ mod 2³², ⌊i/2³³⌋])[i mod 2]   (u32)
 *     uniform(i) = (word(i) >> 8) · 2⁻²⁴                                  (exact in f32, in [0, 1))
 */
import { SpecError } from "./errors.ts";

/** Two unsigned 32-bit integers, low word first. */
export type WordPair = readonly [number, number];

const ROTATIONS = [13, 15, 26, 6, 17, 29, 16, 24] as const;
const KEY_PARITY = 0x1bd11bda;
const TWO_32 = 2 ** 32;

/** Writes the block of `counter` under `key` into `out[0..1]`, so that a long run of numbers allocates nothing. */
function threefryInto(out: Uint32Array, key0: number, key1: number, counter0: number, counter1: number): void {
  // The three words of the key schedule, turned by one place after every four rounds.
  let a = key0 | 0;
  let b = key1 | 0;
  let c = KEY_PARITY ^ key0 ^ key1;
  let x = (counter0 + a) | 0;
  let y = (counter1 + b) | 0;
  for (let group = 1; group <= 5; group++) {
    const first = group % 2 === 1 ? 0 : 4;
    for (let round = first; round < first + 4; round++) {
      const rotation = ROTATIONS[round];
      x = (x + y) | 0;
      y = ((y << rotation) | (y >>> (32 - rotation))) ^ x;
    }
    const turned = a;
    a = b;
    b = c;
    c = turned;
    x = (x + a) | 0;
    y = (y + b + group) | 0;
  }
  out[0] = x;
  out[1] = y;
}

/** Threefry-2x32-20: one block of 64 random bits, as two u32, for a 64-bit key and a 64-bit counter. */
export function threefry2x32(key: WordPair, counter: WordPair): WordPair {
  const out = new Uint32Array(2);
  threefryInto(out, key[0], key[1], counter[0], counter[1]);
  return [out[0], out[1]];
}

/**
 * The key of what one consumer draws in one step of a run, as `shaders/lib/threefry.wgsl` derives it on the device.
 *
 * @param seed the run's key
 * @param stream tells consumers apart: {@link streamNumber}
 * @param step number of steps done
 */
export function stepKey(seed: WordPair, stream: number, step: number): WordPair {
  return threefry2x32(seed, [stream, step]);
}

/** Word i, below 2³³, of the stream with this key. */
export function wordOf(key: WordPair, i: number): number {
  return threefry2x32(key, [Math.floor(i / 2), 0])[i % 2];
}

function split(value: number): WordPair {
  return [value % TWO_32, Math.floor(value / TWO_32)];
}

function requireNatural(what: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new SpecError(`${what}: ${value}; expected an integer from 0 to 2⁵³ − 1. Give another ${what}.`);
  }
}

/**
 * The Threefry key of the stream named by (seed, purpose, index). The seed is the first key; each block of the name,
 * encrypted as a counter, gives the next key. The blocks are [bytes of the purpose, 0], its UTF-8 bytes eight at a time
 * (little-endian, padded with zeros), and the index. The length in front keeps one purpose from being the beginning of
 * another.
 *
 * @param seed integer in 0 … 2⁵³ − 1
 * @param purpose what the numbers are for, such as "shuffle" or "dropout"
 * @param index tells streams of one purpose apart (epoch, layer, …): integer in 0 … 2⁵³ − 1
 * @throws SpecError for a seed or index out of range
 */
export function deriveKey(seed: number, purpose: string, index = 0): WordPair {
  requireNatural("seed", seed);
  requireNatural("index", index);
  const text = new TextEncoder().encode(purpose);
  const padded = new DataView(new ArrayBuffer(Math.ceil(text.length / 8) * 8));
  new Uint8Array(padded.buffer).set(text);

  let key = threefry2x32(split(seed), [text.length, 0]);
  for (let at = 0; at < padded.byteLength; at += 8) {
    key = threefry2x32(key, [padded.getUint32(at, true), padded.getUint32(at + 4, true)]);
  }
  return threefry2x32(key, split(index));
}

/** The u32 by which a consumer of random numbers on the device, such as a layer, is told from others: from its name. */
export function streamNumber(name: string): number {
  return deriveKey(0, name)[0];
}

/** A sequence of random numbers, independent of those of every other (seed, purpose, index). */
export class RandomStream {
  /** What a shader needs to make the same numbers. */
  readonly key: WordPair;
  readonly #block = new Uint32Array(2);
  #position = 0;

  /** Parameters and errors are those of {@link deriveKey}. */
  constructor(seed: number, purpose: string, index = 0) {
    this.key = deriveKey(seed, purpose, index);
  }

  /** The next u32. */
  word(): number {
    const lane = this.#position % 2;
    if (lane === 0) {
      const block = this.#position / 2;
      threefryInto(this.#block, this.key[0], this.key[1], block % TWO_32, Math.floor(block / TWO_32));
    }
    this.#position++;
    return this.#block[lane];
  }

  /** Uniform in [0, 1), a multiple of 2⁻²⁴ and so the same number in f32 and f64. Takes one word. */
  uniform(): number {
    return (this.word() >>> 8) * 2 ** -24;
  }

  /**
   * Normal with mean 0 and variance 1, |z| < 5.8: Box–Muller, z = √(−2 ln(1 − u₁)) · cos(2π u₂). Takes two words.
   * The last bits are those of this engine's ln and cos.
   */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /**
   * An integer in 0 … n − 1, each equally likely: words beyond the last whole multiple of n are passed over.
   *
   * @throws SpecError unless n is an integer in 1 … 2³²
   */
  below(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > TWO_32) {
      throw new SpecError(`random integer: bound ${n}; expected an integer from 1 to 2³². Give another bound.`);
    }
    const limit = TWO_32 - (TWO_32 % n);
    let word = this.word();
    while (word >= limit) word = this.word();
    return word % n;
  }
}

/**
 * The order in which an epoch visits the samples: a permutation of 0 … n − 1 (Fisher–Yates, from the last place down),
 * drawn from the stream (seed, "shuffle", epoch).
 *
 * @throws SpecError for a seed or epoch that is not an integer in 0 … 2⁵³ − 1
 */
export function permutation(n: number, seed: number, epoch: number): Uint32Array<ArrayBuffer> {
  const stream = new RandomStream(seed, "shuffle", epoch);
  const order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  for (let last = n - 1; last > 0; last--) {
    const pick = stream.below(last + 1);
    const moved = order[last];
    order[last] = order[pick];
    order[pick] = moved;
  }
  return order;
}
