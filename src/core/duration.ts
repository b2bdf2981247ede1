/** A duration as people read it: 12.3 µs, 4.56 ms. */
export function formatDuration(ms: number): string {
  return ms < 1 ? `${(1000 * ms).toPrecision(3)} µs` : `${ms.toPrecision(3)} ms`;
}
