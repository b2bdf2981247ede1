import { CircledastError } from "./errors.ts";

/**
 * SHA-256 of `bytes`, as 64 hexadecimal digits in lower case.
 *
 * @throws CircledastError on a page without Web Crypto, which browsers give only to https and localhost
 */
export async function sha256Hex(bytes: Uint8Array): Promise<string> {
  if (globalThis.crypto?.subtle === undefined) {
    throw new CircledastError(
      "SHA-256: this page has no Web Crypto; a secure context was expected. " +
        "Serve the page over https or from localhost.",
    );
  }
  // The copy makes this work for a view of shared memory too, which digest refuses.
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes.slice()));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
