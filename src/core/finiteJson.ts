/** JSON in which every number can be written: JSON has no infinity, for which the greatest number there is stands, and no NaN. */
export function finiteJson(value: unknown): string {
  return JSON.stringify(value, (_, part) => {
    if (typeof part !== "number" || Number.isFinite(part)) return part;
    return Number.isNaN(part) ? "NaN" : Math.sign(part) * Number.MAX_VALUE;
  });
}
