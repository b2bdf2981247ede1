/** Reads the certificate that the page of checks has kept. */
import { recall } from "../remembered.ts";
import type { KeptCertificate } from "../verify/kept.ts";

export function readCertificate(): KeptCertificate | undefined {
  try {
    const text = recall("circledast-certificate");
    return text === undefined ? undefined : (JSON.parse(text) as KeptCertificate);
  } catch {
    return undefined;
  }
}
