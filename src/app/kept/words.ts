const [MINUTE, HOUR, DAY] = [60_000, 3_600_000, 86_400_000];

/** How long ago, as one says it. */
export function begunWords(begun: number, now: number): string {
  const ago = Math.max(0, now - begun);
  const of = (unit: number, name: string) => {
    const number = Math.floor(ago / unit);
    return number === 1 ? `${name === "hour" ? "an" : "a"} ${name} ago` : `${number} ${name}s ago`;
  };
  if (ago < MINUTE) return "just now";
  if (ago < HOUR) return of(MINUTE, "minute");
  if (ago < DAY) return of(HOUR, "hour");
  return of(DAY, "day");
}
