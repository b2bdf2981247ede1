/** A value of a stranger's, as a message quotes it: its JSON, of which there may be any amount, cut short. */
export function shortJson(value: unknown): string | undefined {
  return JSON.stringify(value)?.slice(0, 60);
}
