/** Numbers as the page writes them: three significant figures, thousands apart, a unit after a narrow space. */

const grouped = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const threeFigures = new Intl.NumberFormat("en", { minimumSignificantDigits: 3, maximumSignificantDigits: 3 });

export function count(value: number): string {
  return grouped.format(value);
}

export function figures(value: number): string {
  if (!Number.isFinite(value)) return "not a number";
  if (value === 0) return "0";
  if (Math.abs(value) < 1e-3) return scientific(value, 2);
  return threeFigures.format(value).replace("-", "−");
}

/** A number in three figures: as words, or as a factor and a power of ten where it is small. */
export function figureParts(value: number): { readonly words: string; readonly power?: number } {
  if (value === 0 || !Number.isFinite(value) || Math.abs(value) >= 1e-3) return { words: figures(value) };
  return byPower(value, 2);
}

function byPower(value: number, decimals?: number): { readonly words: string; readonly power: number } {
  const [factor, power] = value.toExponential(decimals).split("e");
  return { words: factor.replace("-", "−"), power: Number(power) };
}

/** By a power of ten: 1.25·10⁻⁶; a power of ten itself is written as that. */
export function scientific(value: number, decimals?: number): string {
  const { words, power } = byPower(value, decimals);
  const raised = `${power}`.replace(/-|\d/g, (sign) => (sign === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)]));
  return `${words === "1" ? "" : `${words}·`}10${raised}`;
}

/** A share as per cent, to a tenth: 97.2 %. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}\u202f%`;
}

export function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

/** An amount of memory: 840 kB, 12.3 MB. */
export function bytesWords(bytes: number): string {
  return bytes < 1e6 ? `${count(Math.ceil(bytes / 1000))}\u202fkB` : `${megabytes(bytes)}\u202fMB`;
}

/** A span of time, coarser the longer it is. */
export function duration(seconds: number): string {
  if (seconds < 1) return "under 1\u202fs";
  if (seconds < 100) return `${Math.round(seconds)}\u202fs`;
  if (seconds < 5400) return `${Math.round(seconds / 60)}\u202fmin`;
  return `${(seconds / 3600).toFixed(1)}\u202fh`;
}
