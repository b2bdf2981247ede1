/** Whether something grows: a line through its figures over time, held against how far they scatter around it. */

/** The line through some points with the least squares, and how sure its slope is. */
export interface Line {
  /** Change of the value for one more of what it is drawn over. */
  readonly slope: number;
  /** Standard error of the slope: what it would be off by, by chance, if each figure scattered on its own. */
  readonly error: number;
}

/** @returns NaN for both where there are fewer than three points */
export function lineThrough(points: readonly (readonly [x: number, y: number])[]): Line {
  const n = points.length;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))];
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  if (n < 3 || spread === 0) return { slope: Number.NaN, error: Number.NaN };
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread;
  const rest = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  return { slope, error: Math.sqrt(rest / (n - 2) / spread) };
}

export interface Growth extends Line {
  /** What the line rises by over the points. */
  readonly rise: number;
  /** What it may rise by. */
  readonly bound: number;
  readonly grows: boolean;
}

/**
 * Something grows where its line rises by more than the bound, and by more than three standard errors: figures that go up and down
 * as much do not tell.
 *
 * @param bound what it may rise by over all points
 */
export function growthOf(points: readonly (readonly [x: number, y: number])[], bound: number): Growth {
  const line = lineThrough(points);
  const length = points.length === 0 ? 0 : points[points.length - 1][0] - points[0][0];
  const rise = line.slope * length;
  return { ...line, rise, bound, grows: rise > bound && rise > 3 * line.error * length };
}
