/** How the command line tells of checks. */
import { formatTable } from "../core/table.ts";
import { type Certificate, mistakeWords, partTitle, shareWords, summarize, verdictOf } from "../verify/certificate.ts";
import type { CheckResult } from "../verify/check.ts";
import { deviceName, note, showProgress } from "./printEvents.ts";

/** Failed checks that are told one by one. */
const FAILURES_SHOWN = 20;

/** Without a terminal a line comes after each of so many parts of the way. */
const SPARSE_PARTS = 5;

/** Shows how many of the checks are done: over itself on a terminal, now and then a line where there is none. */
export function progressCounter(total: number): (done: number, last: CheckResult) => void {
  let part = 0;
  return (done, { kernel, name }) => {
    if (process.stderr.isTTY) return showProgress(`${done} of ${total} checks: ${kernel}, ${name}`);
    const now = Math.floor((SPARSE_PARTS * done) / total);
    if (now === part) return;
    part = now;
    note(`${done} of ${total} checks`);
  };
}

/** What failed, a line for each tensor, and no more than one likes to read. */
export function failureLines({ cases }: Pick<Certificate, "cases">): string[] {
  const lines = cases.flatMap(mistakeWords);
  const left = lines.length - FAILURES_SHOWN;
  return left <= 0 ? lines : [...lines.slice(0, FAILURES_SHOWN), `${left} more`];
}

/** A line for each case of a file. */
function fileTable(cases: readonly CheckResult[]): string[] {
  const outcome = ({ pass, unsupported }: CheckResult) =>
    unsupported === undefined ? (pass ? "passed" : "FAILED") : `unsupported: ${unsupported}`;
  const rows = cases.map((result) => [
    result.name,
    result.op,
    result.unsupported === undefined ? shareWords(result.worst) : "",
    outcome(result),
  ]);
  return [formatTable(["case", "operation", "worst", "outcome"], rows, new Set(["worst"])), ""];
}

/** The adapter, a line for each kernel or case, what failed, and the verdict. */
export function certificateText(certificate: Certificate): string {
  const { adapter, runtime, cases, file } = certificate;
  const rows = summarize(cases);
  const parts = [...new Set(rows.map(({ part }) => part))];
  const tables = parts.flatMap((part) => [
    `${partTitle(part, certificate)}:`,
    "",
    formatTable(
      ["kernel", "checks", "worst", ""],
      rows
        .filter((row) => row.part === part)
        .map(({ title, cases: own, worst, failed }) => [
          title,
          String(own.length),
          shareWords(worst),
          failed === 0 ? "" : `${failed} WRONG`,
        ]),
      new Set(["checks", "worst"]),
    ),
    "",
  ]);
  const failures = failureLines(certificate);
  return [
    `${deviceName(adapter)}; ${runtime}.`,
    file === undefined
      ? "The worst error of each kernel as a share of its bound: 100 % is just allowed."
      : "The worst error of each case as a share of its tolerance: 100 % is just allowed.",
    "",
    ...(file === undefined ? tables : fileTable(cases)),
    ...(failures.length === 0 ? [] : [...failures, ""]),
    verdictOf(certificate),
  ].join("\n");
}
