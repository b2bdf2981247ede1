/** A number with as few digits as it has, at most so many behind the point. */
export function brief(value: number, digits = 3): string {
  const rounded = Number(value.toFixed(digits));
  // What is not 0 is not written as 0.
  const text = rounded === 0 && value !== 0 ? value.toExponential(1) : `${rounded}`;
  return text.replaceAll("-", "−");
}

export const listed = (values: ArrayLike<number>) => `[${Array.from(values, (value) => brief(value)).join(", ")}]`;
