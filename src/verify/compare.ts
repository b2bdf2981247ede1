/** What a tensor should be, element by element, and how far from it is allowed. */
export interface Expectation {
  readonly tensor: string;
  readonly expected: ArrayLike<number>;
  readonly bounds: ArrayLike<number>;
}

/** How a tensor compares with the reference. */
export interface Comparison {
  readonly tensor: string;
  readonly elements: number;
  /** Greatest |actual − expected| / bound; 1 is just allowed. */
  readonly worst: number;
  /** Where that is, what was found there, and what was allowed. */
  readonly at: number;
  readonly actual: number;
  readonly expected: number;
  readonly bound: number;
  /** Elements outside their bound. */
  readonly wrong: number;
  /** Elements that differ, to the bit, between two runs. */
  readonly unstable: number;
}

/**
 * The error as a share of what is allowed. Equal values are right even where nothing is; what is no number is infinitely wrong, and so
 * is what has no finite bound: it proves nothing.
 */
function shareOf(actual: number, expected: number, bound: number): number {
  const difference = Math.abs(actual - expected);
  if (difference === 0) return 0;
  return Number.isFinite(difference) && Number.isFinite(bound) ? difference / bound : Infinity;
}

/**
 * Compares each element with its own bound.
 *
 * @param again the same tensor of a second run, to be the same to the bit
 */
export function compare(
  { tensor, expected, bounds }: Expectation,
  actual: ArrayLike<number>,
  again: ArrayLike<number> = actual,
): Comparison {
  let [worst, at, wrong, unstable] = [-1, 0, 0, 0];
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(actual[i], again[i])) unstable++;
    const share = shareOf(actual[i], expected[i], bounds[i]);
    if (share > 1) wrong++;
    if (share > worst) [worst, at] = [share, i];
  }
  return {
    tensor,
    elements: expected.length,
    worst,
    at,
    actual: actual[at],
    expected: expected[at],
    bound: bounds[at],
    wrong,
    unstable,
  };
}
