import { fork } from "node:child_process";
import type { Mutant } from "./mutants.ts";
import type { Job, Report, Trialled } from "./worker.ts";

/** What became of the mutants of a kernel. */
export interface KernelResult {
  readonly kernel: string;
  readonly adapter: string;
  /** All mutants there are, of which some were tried. */
  readonly all: readonly Mutant[];
  readonly tried: readonly Trialled[];
}

/** How much longer a case may take with a mutant than the longest without, and the milliseconds that every one may take. */
const SLOWER = 10;
const PATIENCE = 8_000;

/** Tries the mutants of a kernel in a process of its own, and in a new one wherever a mutant hangs or crashes it. */
export async function superviseKernel(script: string, job: Omit<Job, "from">): Promise<KernelResult> {
  const result = { kernel: job.kernel, adapter: "", all: [] as readonly Mutant[], tried: [] as Trialled[] };
  const hear = (report: Report) => {
    if (report.type === "ready") Object.assign(result, { adapter: report.adapter, all: report.all });
    if (report.type === "tried") result.tried.push(report);
  };
  while (
    !(await runWorker(script, { ...job, from: result.tried.length }, hear, (broken) => result.tried.push(broken)))
  );
  return result;
}

/**
 * Runs one worker to its end.
 *
 * @param broke is told of the mutant that ended it, if one did
 * @returns whether it had done its job
 */
function runWorker(
  script: string,
  job: Job,
  hear: (report: Report) => void,
  broke: (trialled: Trialled) => void,
): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const worker = fork(script, ["worker", JSON.stringify(job)]);
    let [trying, isDone, isLate]: [Mutant | undefined, boolean, boolean] = [undefined, false, false];
    const stop = () => {
      isLate = true;
      worker.kill("SIGKILL");
    };
    let [watch, patience]: [NodeJS.Timeout | undefined, number] = [undefined, PATIENCE];
    worker.on("message", (report: Report) => {
      clearTimeout(watch);
      if (report.type === "ready") patience = Math.max(PATIENCE, SLOWER * report.longest);
      watch = setTimeout(stop, patience);
      if (report.type === "ran") return;
      trying = report.type === "trying" ? report.mutant : undefined;
      isDone ||= report.type === "done";
      hear(report);
    });
    worker.on("error", reject);
    worker.on("exit", (status) => {
      clearTimeout(watch);
      if (trying !== undefined) broke({ mutant: trying, outcome: isLate ? "timeout" : "crash" });
      if (isDone || trying !== undefined) resolve(isDone);
      else
        reject(
          new Error(`${job.kernel}: its process ended with status ${status} while no mutant was tried; see above.`),
        );
    });
  });
}
