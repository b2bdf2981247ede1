/** Half precision, IEEE 754 binary16: 11 significant bits, exponents from −14 to 15. JavaScript has no such array everywhere. */

/** The greatest finite number. */
export const GREATEST_HALF = 65_504;

/** The distance of the least numbers, 0 and the subnormal ones, from each other. */
export const LEAST_HALF = 2 ** -24;

const parts = new DataView(new ArrayBuffer(8));

/** The exponent of a positive number, not below that of the least normal half. */
function exponentOf(size: number): number {
  parts.setFloat64(0, size);
  return Math.max(((parts.getUint32(0) >>> 20) & 0x7ff) - 1023, -14);
}

/** The bits of the nearest half; of two equally near ones the even. */
export function toHalf(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const size = Math.abs(value);
  if (size >= GREATEST_HALF + 16) return sign | 0x7c00;
  const exponent = exponentOf(size);
  const units = size * 2 ** (10 - exponent);
  const low = Math.floor(units);
  const isUp = units - low > 0.5 || (units - low === 0.5 && low % 2 === 1);
  // What is rounded up to the next power of two carries into the exponent.
  return sign | (((exponent + 14) << 10) + low + Number(isUp));
}

export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >>> 10) & 31, bits & 1023];
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? fraction * LEAST_HALF : (1024 + fraction) * 2 ** (exponent - 25));
}

/** The nearest number that is a half when multiplied by the factor, a power of two. */
export function roundHalf(value: number, factor: number): number {
  return fromHalf(toHalf(value * factor)) / factor;
}

/** Numbers as halves of themselves times the factor; an odd number of them gets company, so that they fill words. */
export function toHalves(values: ArrayLike<number>, factor: number): Uint16Array {
  const halves = new Uint16Array(2 * Math.ceil(values.length / 2));
  for (let i = 0; i < values.length; i++) halves[i] = toHalf(values[i] * factor);
  return halves;
}

/** The numbers that are kept so. */
export function fromHalves(halves: Uint16Array, factor: number): Float32Array {
  return Float32Array.from(halves, (bits) => fromHalf(bits) / factor);
}
