import { DeviceLostError } from "../core/errors.ts";
import { PipelineCache } from "../gpu/pipelines.ts";
import { type Bench, type Check, type CheckResult, refusedResult, resultOf } from "./check.ts";

/** Checks under way at once: while one's kernel is compiled or read back, the reference evaluates another. */
const DEPTH = 4;

/** Checks whose kernels are compiled before it is their turn: on a software adapter that takes most of the time, on other threads. */
const AHEAD = 8;

export interface RunOptions {
  readonly device: GPUDevice;
  /** Default: a cache of its own. */
  readonly pipelines?: PipelineCache;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs checks, several at once, and yields their results in order. A check that the device refuses is a check that failed.
 *
 * @throws DeviceLostError where the device goes away; the signal's reason where it comes before the end
 */
export async function* runChecks(
  checks: readonly Check[],
  { device, pipelines = new PipelineCache(device), signal }: RunOptions,
): AsyncGenerator<CheckResult> {
  const complaints: string[] = [];
  const listen = (event: GPUUncapturedErrorEvent) => {
    event.preventDefault();
    complaints.push(event.error.message);
  };
  device.addEventListener("uncapturederror", listen);
  const under: Promise<CheckResult>[] = [];
  try {
    let [next, compiled] = [0, 0];
    for (let done = 0; done < checks.length; done++) {
      signal?.throwIfAborted();
      while (compiled < Math.min(done + AHEAD, checks.length)) {
        // Whoever needs it hears of it.
        pipelines.get(checks[compiled++].dispatch).catch(() => {});
      }
      while (next < checks.length && under.length < DEPTH) {
        under.push(runCheck(checks[next++], { device, pipelines }, complaints));
        // One that is still waiting for its turn when another ends it all is nobody's to complain of.
        under.at(-1)!.catch(() => {});
      }
      yield await under.shift()!;
    }
  } finally {
    await Promise.allSettled(under);
    device.removeEventListener("uncapturederror", listen);
  }
}

async function runCheck(check: Check, bench: Bench, complaints: readonly string[]): Promise<CheckResult> {
  try {
    return resultOf(check, await check.run(bench));
  } catch (error) {
    const lost = await lossOf(bench.device);
    if (lost !== undefined) throw new DeviceLostError(lost.message || lost.reason);
    const words = error instanceof Error ? error.message : String(error);
    // The reason why a shader is no shader is told on the side.
    const [reason] = complaints.filter((complaint) => complaint.includes(`"${check.kernel}"`));
    return refusedResult(check, reason ?? words);
  }
}

/** Why the device is gone; undefined where it is not. What was under way may hear of it first. */
export function lossOf(device: GPUDevice): Promise<GPUDeviceLostInfo | undefined> {
  return Promise.race([device.lost, new Promise<undefined>((resolve) => setTimeout(resolve, 100))]);
}
