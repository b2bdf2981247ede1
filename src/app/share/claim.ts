/**
 * What an address says a run came to, beside its recipe: `sha256=1f0c…&after=937&on=NVIDIA…&losses=…`, the beginning of the weights'
 * hash after so many steps, the device, and the losses of the {@link checkpointsUpTo} that step, as the bits of f32 in base64url.
 */
import { fromBase64url, toBase64url } from "./base64url.ts";
import { checkpointsUpTo } from "./lossTrace.ts";

export interface Claim {
  readonly step: number;
  /** The first {@link hashDigits} digits. */
  readonly sha256: string;
  /** What the device is called on the page. */
  readonly device: string;
  readonly losses: Float32Array;
}

/** 64 bits: nobody meets the same by chance, and nobody has to read more. */
export const hashDigits = 16;

/** Longer names are cut: an address is for everybody to write. */
const longestName = 60;

/** Steps beyond are not believed: an address that counts so far was written by nobody's run. */
const mostSteps = 1e9;

export function writeClaim({ step, sha256, device, losses }: Claim): string {
  const bytes = new DataView(new ArrayBuffer(4 * losses.length));
  losses.forEach((loss, i) => bytes.setFloat32(4 * i, loss, true));
  const text = toBase64url(new Uint8Array(bytes.buffer));
  return `${new URLSearchParams({ sha256, after: `${step}`, on: nameOf(device), losses: text })}`;
}

/** @returns the claim; or what is wrong with it, in words; or neither, where the address makes none */
export function readClaim(query: string): { readonly claim?: Claim; readonly problem?: string } {
  const given = new URLSearchParams(query);
  const [sha256, after, text] = ["sha256", "after", "losses"].map((name) => given.get(name));
  if (sha256 === null && after === null && text === null) return {};
  if (!new RegExp(`^[0-9a-f]{${hashDigits}}$`).test(sha256 ?? "")) {
    return { problem: `its sha256 is ${told(sha256)}; ${hashDigits} hexadecimal digits were expected` };
  }
  const step = /^[1-9]\d*$/.test(after ?? "") ? Number(after) : Number.NaN;
  if (!(step <= mostSteps)) return { problem: `its after is ${told(after)}; a number of steps was expected` };
  const bytes = fromBase64url(text ?? "");
  const count = checkpointsUpTo(step).length;
  if (bytes?.length !== 4 * count) {
    const found = bytes === undefined ? "cannot be read" : `hold ${bytes.length / 4} values`;
    return { problem: `its losses ${found}; ${count} were expected` };
  }
  const view = new DataView(bytes.buffer);
  const losses = Float32Array.from({ length: count }, (_, i) => view.getFloat32(4 * i, true));
  if (!losses.every(Number.isFinite)) return { problem: "one of its losses is no finite number" };
  return { claim: { step, sha256: sha256!, device: nameOf(given.get("on")), losses } };
}

function told(text: string | null | undefined): string {
  return text ? `“${text.slice(0, 24)}”` : "missing";
}

/** A name as it may be shown: one line, no control characters and none that turn the direction of writing. */
function nameOf(text: string | null): string {
  const plain = (text ?? "").replace(/[\p{C}\p{Z}]+/gu, " ").trim();
  return Array.from(plain).slice(0, longestName).join("") || "another device";
}
