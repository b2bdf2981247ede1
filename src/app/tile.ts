/** A picture of numbers: one pixel of the canvas is one value, enlarged by the style sheet without smoothing. */
import type { Scale } from "./scale.ts";

export function createTile(width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.className = "tile";
  canvas.width = width;
  canvas.height = height;
  return canvas;
}

/** Paints width·height values from `offset` on, each divided by `limit`. */
export function paintTile(
  canvas: HTMLCanvasElement,
  values: ArrayLike<number>,
  offset: number,
  limit: number,
  scale: Scale,
): void {
  const context = canvas.getContext("2d")!;
  const picture = context.createImageData(canvas.width, canvas.height);
  for (let i = 0; i < canvas.width * canvas.height; i++) {
    const [red, green, blue] = scale(values[offset + i] / limit);
    picture.data.set([red, green, blue, 255], 4 * i);
  }
  context.putImageData(picture, 0, 0);
}
