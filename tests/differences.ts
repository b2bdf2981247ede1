/** Distance of the inner points of a central difference: its own error is about STEP⁴ · f⁽⁵⁾/30, that of rounding 1.5 · 2⁻⁵³/STEP. */
const STEP = 2 ** -17;

/** Most elements of an array that are moved; of a larger one, evenly spread ones. */
const MOST = 120;

/** A derivative twice: as claimed, and as (8·(f(x + h) − f(x − h)) − (f(x + 2h) − f(x − 2h))) / 12h. */
export interface Pair {
  readonly place: number;
  readonly claimed: number;
  readonly measured: number;
}

/**
 * Compares a gradient with central differences.
 *
 * @param x moved one element at a time, and put back
 * @param f the scalar function, evaluated at x as it stands
 */
export function pairs(x: Float64Array, gradient: ArrayLike<number>, f: () => number): Pair[] {
  const stride = Math.max(1, Math.floor(x.length / MOST));
  const places = Array.from({ length: Math.ceil(x.length / stride) }, (_, i) => i * stride);
  return places.map((place) => {
    const kept = x[place];
    const at = (distance: number) => {
      x[place] = kept + distance;
      return f();
    };
    const [inner, outer] = [at(STEP) - at(-STEP), at(2 * STEP) - at(-2 * STEP)];
    x[place] = kept;
    return { place, claimed: gradient[place], measured: (8 * inner - outer) / (12 * STEP) };
  });
}

/** The greatest difference, relative to the greatest derivative. */
export function worstDifference(found: readonly Pair[]): number {
  const greatest = Math.max(...found.map(({ claimed, measured }) => Math.max(Math.abs(claimed), Math.abs(measured))));
  const worst = Math.max(...found.map(({ claimed, measured }) => Math.abs(claimed - measured)));
  return greatest === 0 ? 0 : worst / greatest;
}
