import { ShapeError } from "../core/errors.ts";

/** Side of the picture, and of the box inside it that the ink is fitted to. */
const SIDE = 28;
const BOX = 20;
/** What counts as ink when its bounds are sought: fainter marks are the fringe of a soft brush. */
const INK = 0.1;

interface Ink {
  readonly left: number;
  readonly top: number;
  /** One beyond the last inked column and row. */
  readonly right: number;
  readonly bottom: number;
  /** Centre of mass; the middle of pixel (0, 0) is (0.5, 0.5). */
  readonly x: number;
  readonly y: number;
}

function findInk(raster: Float32Array, width: number, height: number): Ink | null {
  let [left, top, right, bottom] = [width, height, 0, 0];
  let [mass, x, y] = [0, 0, 0];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const value = raster[row * width + column];
      if (!(value >= INK)) continue;
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
      mass += value;
      x += value * (column + 0.5);
      y += value * (row + 0.5);
    }
  }
  return mass === 0 ? null : { left, top, right, bottom, x: x / mass, y: y / mass };
}

/** Where a box of `extent` pixels begins for its point `centre` to come to the middle: whole pixels, all inside. */
function place(extent: number, centre: number): number {
  // Without the 1e-9, an extent of 20 that rounding has made a little more would count as 21.
  return Math.min(SIDE - Math.ceil(extent - 1e-9), Math.max(0, Math.round(SIDE / 2 - centre)));
}

/**
 * Averages runs of a line: out[at + i] is the mean of the line over [from + i·step, from + (i+1)·step), what lies
 * outside from … to being 0. Cells that the interval cuts count by the share that lies in it.
 */
function resample(line: ArrayLike<number>, from: number, to: number, at: number, step: number): Float64Array {
  const out = new Float64Array(SIDE);
  for (let i = 0; i < SIDE; i++) {
    const begin = Math.max(from, from + (i - at) * step);
    const end = Math.min(to, from + (i + 1 - at) * step);
    for (let cell = Math.floor(begin); cell < end; cell++) {
      out[i] += (line[cell] * (Math.min(end, cell + 1) - Math.max(begin, cell))) / step;
    }
  }
  return out;
}

/**
 * A drawing made into a picture like those of MNIST, in the way that MNIST was made (LeCun, Cortes and Burges): the
 * ink's bounding box, scaled to fit 20×20 with its aspect kept, each pixel the average of the area it covers, is placed
 * in 28×28 by whole pixels so that the centre of mass comes to the middle (14, 14), the corner where the four inner
 * pixels meet. Ink whose centre of mass lies so far to one side that the box would leave the picture stays inside it
 * instead.
 *
 * @param raster height·width values, row-major: 0 paper … 1 ink
 * @returns 28·28 values in 0 … 1, row-major; null where there is no ink
 * @throws ShapeError where the raster does not have height·width values
 */
export function drawingToImage(raster: Float32Array, width: number, height: number): Float32Array<ArrayBuffer> | null {
  if (raster.length !== width * height) {
    throw new ShapeError(
      `drawing: ${raster.length} values found; ${height}×${width} = ${height * width} were expected. ` +
        "Pass the whole raster.",
    );
  }
  const ink = findInk(raster, width, height);
  if (ink === null) return null;
  /** Drawing pixels to a picture pixel. */
  const step = Math.max(ink.right - ink.left, ink.bottom - ink.top) / BOX;
  const left = place((ink.right - ink.left) / step, (ink.x - ink.left) / step);
  const top = place((ink.bottom - ink.top) / step, (ink.y - ink.top) / step);

  const image = new Float32Array(SIDE * SIDE);
  // Rows first, then each column of what they gave: the average over a rectangle is the average of averages.
  const rows = Array.from({ length: height }, (_, row) =>
    resample(raster.subarray(row * width, (row + 1) * width), ink.left, ink.right, left, step),
  );
  for (let column = 0; column < SIDE; column++) {
    const line = rows.map((row) => row[column]);
    const averaged = resample(line, ink.top, ink.bottom, top, step);
    averaged.forEach((value, row) => {
      image[row * SIDE + column] = Math.min(1, Math.max(0, value));
    });
  }
  return image;
}
