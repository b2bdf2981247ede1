/** A picture of numbers: one pixel of the canvas is one value, enlarged by the style sheet without smoothing. */
import { pixelsOf, type Scale } from "./scale.ts";

export function createTile(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.className = "tile";
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** Paints width·height values from `offset` on, each divided by `limit`; where there are fewer, 0. */
export function paintTile(
  canvas: HTMLCanvasElement,
  values: ArrayLike<number>,
  offset: number,
  limit: number,
  scale: Scale,
): void {
  paintPixels(canvas, pixelsOf(scale), (i) => (values[offset + i] ?? 0) / limit);
}

/** Paints every pixel by its place in row-major order. */
export function paintPixels(
  canvas: HTMLCanvasElement,
  pixel: (value: number) => number,
  valueAt: (place: number) => number,
): void {
  const context = canvas.getContext("2d")!;
  const picture = context.createImageData(canvas.width, canvas.height);
  const pixels = new Uint32Array(picture.data.buffer);
  for (let i = 0; i < pixels.length; i++) pixels[i] = pixel(valueAt(i));
  context.putImageData(picture, 0, 0);
}

/** Row and column of the value that an event points at. */
export function cellAt(canvas: HTMLCanvasElement, { clientX, clientY }: MouseEvent): [row: number, column: number] {
  const { left, top, width, height } = canvas.getBoundingClientRect();
  // Coordinates are whole numbers: those of a screen pixel's corner.
  const along = (at: number, size: number, cells: number) =>
    Math.min(cells - 1, Math.max(0, Math.floor(((at + 0.5) / size) * cells)));
  return [along(clientY - top, height, canvas.height), along(clientX - left, width, canvas.width)];
}
