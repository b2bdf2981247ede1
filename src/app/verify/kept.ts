/** The last certificate made in this browser: what it says, and its report where there is room for it. */
import type { Certificate } from "../../verify/certificate.ts";
import { verdictOf } from "../../verify/certificate.ts";
import { remember } from "../remembered.ts";

export interface KeptCertificate {
  readonly date: string;
  readonly adapter: string;
  readonly checks: number;
  readonly failed: number;
  /** Greatest error as a share of its bound. */
  readonly worst: number;
  readonly verdict: string;
  /** As HTML. */
  readonly report?: string;
}

export function summaryOf(certificate: Certificate): KeptCertificate {
  const { date, adapter, cases, failed } = certificate;
  return {
    date,
    adapter: adapter.description,
    checks: cases.length,
    failed,
    worst: Math.min(Number.MAX_VALUE, Math.max(0, ...cases.map(({ worst }) => worst))),
    verdict: verdictOf(certificate),
  };
}

export function keepCertificate(certificate: Certificate, report: string): void {
  const summary = summaryOf(certificate);
  // Too long, or nothing may be kept: then without the report, or not at all.
  for (const kept of [{ ...summary, report }, summary]) {
    if (remember("circledast-certificate", JSON.stringify(kept))) return;
  }
}
