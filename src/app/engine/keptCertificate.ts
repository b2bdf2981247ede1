/** Reads the certificate that the page of checks has kept. */
import type { KeptCertificate } from "../verify/kept.ts";

export function readCertificate(): KeptCertificate | undefined {
  try {
    const text = localStorage.getItem("circledast-certificate");
    return text === null ? undefined : (JSON.parse(text) as KeptCertificate);
  } catch {
    return undefined;
  }
}
