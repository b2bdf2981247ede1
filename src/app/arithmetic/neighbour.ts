/** The number beside another, as a picture shows them: where the arrow keys go. */

/** Rows down and columns to the right. */
export type Direction = readonly [down: number, right: number];

/**
 * @param shape of the tensor; the last two axes are rows and columns, or the last one alone is a column
 * @param place of the element, in row-major order
 * @returns undefined where nothing is there
 */
export function neighbour(shape: readonly number[], place: number, [down, right]: Direction): number | undefined {
  const isPicture = shape.length === 4;
  const [rows, columns] = isPicture ? shape.slice(-2) : [shape.at(-1)!, 1];
  const [map, row, column] = [
    Math.floor(place / (rows * columns)),
    Math.floor(place / columns) % rows,
    place % columns,
  ];
  const [to, beside] = [row + down, column + right];
  if (to < 0 || to >= rows || beside < 0 || beside >= columns) return undefined;
  return (map * rows + to) * columns + beside;
}
