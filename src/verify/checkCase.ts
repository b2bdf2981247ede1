import type { PipelineCache } from "../gpu/pipelines.ts";
import { runTask, type Task, taskOf } from "./checkDispatch.ts";
import { type Comparison, compare } from "./compare.ts";
import type { ReadyCase } from "./kernelCases.ts";

/** What the kernel is given in a case, and what it should make of it. */
export function taskOfCase({ program, plan, fill, given }: ReadyCase): Task {
  const [dispatch, ...others] = plan.dispatches;
  if (others.length > 0) throw new Error(`${dispatch.shader} does not cover its own pattern`);
  return taskOf({ program, plan }, dispatch, fill, given.exact === true);
}

/**
 * Compares what a kernel computes in one of its cases with the reference.
 *
 * @param task to be kept where a case is checked more than once: a fill gives every value once
 */
export async function checkCase(
  readyCase: ReadyCase,
  { device, pipelines }: { device: GPUDevice; pipelines: PipelineCache },
  task = taskOfCase(readyCase),
): Promise<Comparison[]> {
  const { program, plan } = readyCase;
  const measured = await runTask({ device, pipelines, program, plan }, plan.dispatches[0], task);
  return measured.map((result) => compare(result, result.actual, result.again));
}
