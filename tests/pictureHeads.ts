/** The beginning of picture files, as far as their size is told there: by kind, of any size. */

const bytes = (...parts: readonly (string | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : [...part])));
const big = (value: number, width = 4) =>
  Array.from({ length: width }, (_, i) => (value >>> (8 * (width - 1 - i))) & 255);
const little = (value: number, width = 4) => big(value, width).reverse();
const zeros = (length: number) => new Array<number>(length).fill(0);

/** A box of ISO/IEC 14496-12: its size, its type, what it holds. */
const box = (type: string, ...parts: readonly (string | readonly number[] | Uint8Array)[]) => {
  const inner = parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : [...part]));
  return [...big(8 + inner.length), ...Buffer.from(type, "latin1"), ...inner];
};

export const pictureHeads: Readonly<Record<string, (width: number, height: number) => Uint8Array>> = {
  png: (width, height) =>
    bytes([0x89], "PNG\r\n\x1a\n", big(13), "IHDR", big(width), big(height), [8, 2, 0, 0, 0], zeros(4)),
  gif: (width, height) => bytes("GIF89a", little(width, 2), little(height, 2), zeros(3)),
  bmp: (width, height) =>
    bytes("BM", little(200), zeros(4), little(54), little(40), little(width), little(height), zeros(28)),
  jpg: (width, height) =>
    bytes(
      [0xff, 0xd8, 0xff, 0xe0],
      big(16, 2),
      "JFIF\0",
      [1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xc0],
      big(17, 2),
      [8],
      big(height, 2),
      big(width, 2),
      [3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1],
      zeros(16),
    ),
  webp: (width, height) =>
    bytes("RIFF", little(30), "WEBPVP8X", little(10), zeros(4), little(width - 1, 3), little(height - 1, 3), zeros(8)),
  avif: (width, height) =>
    bytes(
      box("ftyp", "avif", zeros(4), "avifmif1"),
      box("meta", zeros(4), box("iprp", box("ipco", box("ispe", zeros(4), big(width), big(height))))),
    ),
};
