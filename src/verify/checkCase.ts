import type { PipelineCache } from "../gpu/pipelines.ts";
import { measureDispatch } from "./checkDispatch.ts";
import { type Comparison, compare } from "./compare.ts";
import type { ReadyCase } from "./kernelCases.ts";

/** Compares what a kernel computes in one of its cases with the reference. */
export async function checkCase(
  { program, plan, fill, given }: ReadyCase,
  { device, pipelines }: { device: GPUDevice; pipelines: PipelineCache },
): Promise<Comparison[]> {
  const [dispatch, ...others] = plan.dispatches;
  if (others.length > 0) throw new Error(`${dispatch.shader} does not cover its own pattern`);
  const measured = await measureDispatch({ device, pipelines, program, plan }, dispatch, fill);
  return measured.map((result) => {
    const bounds = given.exact ? new Float64Array(result.bounds.length) : result.bounds;
    return compare({ ...result, bounds }, result.actual, result.again);
  });
}
