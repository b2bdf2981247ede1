/** When each dispatch of a step begins and ends: what a step takes, by what its dispatches take. */

export interface Bar {
  /** As shares of the step. */
  readonly start: number;
  readonly length: number;
}

/**
 * Stages come one after the other; dispatches of a stage may go side by side, and a stage takes as long as its longest.
 *
 * @param ms what each dispatch takes
 * @returns a bar for each, and what all of it takes
 */
export function waterfall(
  dispatches: readonly { readonly stage: number }[],
  ms: readonly number[],
): { readonly bars: readonly Bar[]; readonly total: number } {
  const starts: number[] = [];
  let [begun, end] = [0, 0];
  dispatches.forEach(({ stage }, at) => {
    if (at > 0 && stage !== dispatches[at - 1].stage) begun = end;
    starts.push(begun);
    end = Math.max(end, begun + ms[at]);
  });
  const share = (time: number) => (end > 0 ? time / end : 0);
  return { bars: starts.map((start, at) => ({ start: share(start), length: share(ms[at]) })), total: end };
}
