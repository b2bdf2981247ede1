import { scientific } from "../look/format.ts";

/** A number with as few digits as it has, at most so many behind the point. */
export function brief(value: number, digits = 3): string {
  const rounded = Number(value.toFixed(digits));
  // What is not 0 is not written as 0.
  return rounded === 0 && value !== 0 ? scientific(value, 1) : `${rounded}`.replace("-", "−");
}

export const listed = (values: ArrayLike<number>) => `[${Array.from(values, (value) => brief(value)).join(", ")}]`;
