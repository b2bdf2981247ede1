/** What a chart with a logarithmic axis needs: pure. */
import { roundLimit } from "../look/scale.ts";

/** The values that have a place on such an axis, the others left out: a loss of 0 lies infinitely far down. */
export function positive(values: readonly (number | null | undefined)[]): (number | null | undefined)[] {
  return values.map((value) => (typeof value === "number" && !(value > 0 && Number.isFinite(value)) ? null : value));
}

/** Ends of the axis: round numbers around all values that have a place, a power of ten apart at least. */
export function logRange(values: Iterable<number>): [bottom: number, top: number] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, 0];
  for (const value of values) {
    if (!(value > 0 && Number.isFinite(value))) continue;
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  if (greatest === 0) return [0.1, 1];
  const top = roundLimit(greatest);
  return [Math.min(1 / roundLimit(1 / least), top / 10), top];
}

/** Of the marks those that have a number: powers of ten, and 2 and 5 times these where the axis is not much longer than one. */
export function numbered(marks: readonly number[], [bottom, top]: readonly [number, number]): (number | null)[] {
  const digits = top / bottom <= 200 ? ["1", "2", "5"] : ["1"];
  return marks.map((mark) => (digits.includes(mark.toExponential(0)[0]) ? mark : null));
}

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A mark of the axis in little room: 0.01, 5, 200, and beyond 10⁴ or 2·10⁻⁶. */
export function markWords(value: number): string {
  if (value >= 0.01 && value < 10_000) return `${Number(value.toPrecision(2))}`;
  const [digit, power] = value.toExponential(0).split("e");
  const exponent = `${Number(power)}`.replace("-", "⁻").replace(/\d/g, (figure) => raised[Number(figure)]);
  return `${digit === "1" ? "" : `${digit}·`}10${exponent}`;
}
