/** Pictures of any kind as bytes of grey, of the size that a network sees. */

let canvas: OffscreenCanvas | undefined;

/** @returns undefined where the browser cannot read it */
export async function greyOf(file: Blob, height: number, width: number) {
  try {
    const whole = await createImageBitmap(file);
    const size = { height: whole.height, width: whole.width };
    const pixels = await shrunk(whole, height, width);
    return { ...size, pixels };
  } catch {
    return undefined;
  }
}

/** Bytes of grey in another size. */
export function resized(grey: Uint8Array, [h, w]: readonly [number, number], height: number, width: number) {
  const pixels = Uint8ClampedArray.from({ length: 4 * h * w }, (_, i) => (i % 4 === 3 ? 255 : grey[i >> 2]));
  return createImageBitmap(new ImageData(pixels, w, h)).then((whole) => shrunk(whole, height, width));
}

async function shrunk(whole: ImageBitmap, height: number, width: number): Promise<Uint8Array> {
  const isSame = whole.width === width && whole.height === height;
  const small = isSame
    ? whole
    : await createImageBitmap(whole, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
  canvas ??= new OffscreenCanvas(width, height);
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  const context = canvas.getContext("2d", { willReadFrequently: true })!;
  // What is transparent is paper.
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  context.drawImage(small, 0, 0);
  for (const bitmap of new Set([whole, small])) bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  // Luma, as in ITU-R BT.601.
  return Uint8Array.from({ length: height * width }, (_, i) =>
    Math.round(0.299 * data[4 * i] + 0.587 * data[4 * i + 1] + 0.114 * data[4 * i + 2]),
  );
}
