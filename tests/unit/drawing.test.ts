import { describe, expect, test } from "vitest";
import { ShapeError } from "../../src/core/errors.ts";
import { drawingToImage } from "../../src/data/drawing.ts";

/** Draws a shape given as a test of points of the unit square, `size` pixels wide with its corner at (left, top). */
function draw(
  side: number,
  shape: (x: number, y: number) => boolean,
  { left = 0, top = 0, size = side }: { left?: number; top?: number; size?: number } = {},
): Float32Array {
  const raster = new Float32Array(side * side);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (shape((column + 0.5) / size, (row + 0.5) / size)) raster[(top + row) * side + left + column] = 1;
    }
  }
  return raster;
}

const seven = (x: number, y: number) => (y < 0.15 && x > 0.2 && x < 0.8) || Math.abs(x - 0.8 + 0.5 * y) < 0.08;
const bar = (x: number, y: number) => Math.abs(x - 0.5) < 0.1 && y > 0.1 && y < 0.9;
const square = (x: number, y: number) => Math.max(Math.abs(x - 0.5), Math.abs(y - 0.5)) < 0.25;

function picture(raster: Float32Array): Float32Array {
  const image = drawingToImage(raster, Math.sqrt(raster.length), Math.sqrt(raster.length));
  expect(image).not.toBeNull();
  return image!;
}

/** Bounds of all that is more than rounding, and centre of mass; pixel (0, 0) is centred on (0.5, 0.5). */
function measure(image: Float32Array) {
  let [left, right, top, bottom, mass, x, y] = [28, 0, 28, 0, 0, 0, 0];
  image.forEach((value, i) => {
    if (value < 1e-6) return;
    const [column, row] = [i % 28, Math.floor(i / 28)];
    left = Math.min(left, column);
    right = Math.max(right, column + 1);
    top = Math.min(top, row);
    bottom = Math.max(bottom, row + 1);
    mass += value;
    x += value * (column + 0.5);
    y += value * (row + 0.5);
  });
  return { width: right - left, height: bottom - top, left, top, x: x / mass, y: y / mass, mass };
}

const greatestDifference = (a: Float32Array, b: Float32Array) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i])));

describe("a drawing", () => {
  test("gives the same picture wherever it stands", () => {
    const one = picture(draw(280, seven, { size: 140 }));
    const other = picture(draw(280, seven, { size: 140, left: 97, top: 33 }));
    expect(greatestDifference(one, other)).toBeLessThan(1e-6);
  });

  test("gives nearly the same picture whatever its size", () => {
    const small = picture(draw(400, seven, { size: 200 }));
    const large = picture(draw(400, seven, { size: 400 }));
    expect(greatestDifference(small, large)).toBeLessThan(0.2);
    expect(Math.abs(measure(small).mass / measure(large).mass - 1)).toBeLessThan(0.03);
  });

  test.each([
    ["a seven", seven],
    ["a bar", bar],
    ["a wedge", (x: number, y: number) => y > x],
  ])("of %s has its centre of mass within half a pixel of (14, 14)", (_, shape) => {
    const { x, y } = measure(picture(draw(280, shape)));
    expect(Math.abs(x - 14)).toBeLessThanOrEqual(0.5);
    expect(Math.abs(y - 14)).toBeLessThanOrEqual(0.5);
  });

  test("fills 20 pixels in its longer direction and keeps its aspect", () => {
    // Four times as high as wide.
    expect(measure(picture(draw(280, bar)))).toMatchObject({ height: 20, width: 5, top: 4 });
    expect(measure(picture(draw(280, square)))).toMatchObject({ height: 20, width: 20, left: 4, top: 4 });
  });

  test("keeps its share of ink: pixels are averages of the area they cover", () => {
    const stripes = draw(280, (x) => Math.floor(x * 280) % 2 === 0);
    const image = picture(stripes);
    // 140 columns of 280 rows; a picture pixel is 14 drawing pixels wide.
    expect(measure(image).mass).toBeCloseTo((140 * 280) / 14 ** 2, 4);
    expect(image[14 * 28 + 14]).toBeCloseTo(0.5, 1);
    expect(Math.max(...image)).toBeLessThanOrEqual(1);
  });

  test("counts a cell that two pixels share in both, by its shares", () => {
    // 30×30 cells of half ink: each picture pixel covers one and a half cells either way.
    const raster = new Float32Array(900).fill(0.5);
    const { mass } = measure(picture(raster));
    expect(mass).toBeCloseTo(200, 4);
    expect(Math.max(...picture(raster))).toBeCloseTo(0.5, 6);
  });

  test("smaller than the picture is enlarged", () => {
    expect(measure(picture(draw(28, square, { left: 3, top: 20, size: 8 })))).toMatchObject({ height: 20, width: 20 });
  });

  test("of a single point fills the box", () => {
    const raster = new Float32Array(100);
    raster[37] = 1;
    expect(measure(picture(raster))).toMatchObject({ width: 20, height: 20, mass: 400 });
  });

  test("with its mass far to one side stays whole", () => {
    // A heavy block at one end of a thin line: centred on its mass, the line would leave the picture.
    const hammer = draw(280, (x, y) => x < 0.15 || Math.abs(y - 0.5) < 0.005);
    expect(measure(picture(hammer))).toMatchObject({ width: 20, left: 8 });
  });

  test("on a raster that is not square is read row by row", () => {
    const raster = new Float32Array(30 * 10);
    for (let row = 2; row < 7; row++) raster.fill(1, row * 30 + 12, row * 30 + 22);
    const measured = measure(drawingToImage(raster, 30, 10)!);
    expect(measured).toMatchObject({ width: 20, height: 10, left: 4, top: 9 });
    expect(measured.mass).toBeCloseTo(200, 4);
  });

  test("without ink gives none", () => {
    expect(drawingToImage(new Float32Array(280 * 280), 280, 280)).toBeNull();
    expect(drawingToImage(new Float32Array(280 * 280).fill(0.05), 280, 280)).toBeNull();
    expect(drawingToImage(new Float32Array(0), 0, 0)).toBeNull();
  });

  test("of another size than it claims is refused", () => {
    expect(() => drawingToImage(new Float32Array(10), 3, 3)).toThrow(ShapeError);
  });
});
