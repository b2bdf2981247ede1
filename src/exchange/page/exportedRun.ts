/** What the exported page holds of a run, and how it is put into that page. */

export interface ExportedRun {
  /** The weights as a safetensors file, with the recipe in its notes; base64. */
  readonly file: string;
  readonly weightsSha256: string;
  /** Of the last test, and after which step it was. */
  readonly test?: { readonly accuracy: number; readonly step: number; readonly count: number } | undefined;
  /** What it was trained on, where that is known. */
  readonly device?: string | undefined;
  /** The address that the run can be made again by, where there is one. */
  readonly link?: string | undefined;
  /** Day of the export: 2026-01-31. */
  readonly date: string;
}

/** What the page's pad draws: pictures of one map of 28×28. */
export const drawn = [1, 28, 28] as const;

/** Stands in the built page where the run comes. */
export const runMarker = "%run%";

/** @throws Error where the page has no place for a run */
export function withRun(page: string, run: ExportedRun): string {
  const [before, after, ...more] = page.split(runMarker);
  if (after === undefined || more.length > 0) throw new Error("The page to export has no place for a network.");
  // Inside a script element nothing else could end it.
  return before + JSON.stringify(run).replaceAll("<", "\\u003c") + after;
}

/** As many bytes at a time as a call takes arguments. */
const piece = 8192;

export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += piece) text += String.fromCharCode(...bytes.subarray(i, i + piece));
  return btoa(text);
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
}
