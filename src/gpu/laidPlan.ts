import type { Program } from "../operations/program.ts";
import type { Plan } from "../plan/plan.ts";
import { Executor } from "./executor.ts";
import type { PipelineCache } from "./pipelines.ts";
import { PlanBuffers } from "./planBuffers.ts";
import type { RefusedError } from "./refusal.ts";

/** A plan whose buffers are on the device. What runs it is compiled when it is first asked for, and once. */
export class LaidPlan {
  readonly buffers: PlanBuffers;
  readonly #compile: () => Promise<Executor>;
  #executor: Promise<Executor> | undefined;

  /** @param shared see {@link PlanBuffers} */
  constructor(
    pipelines: PipelineCache,
    device: GPUDevice,
    program: Program,
    plan: Plan,
    shared?: ReadonlyMap<string, GPUBuffer>,
  ) {
    this.buffers = new PlanBuffers(device, plan, shared);
    this.#compile = () => Executor.create(pipelines, device, program, plan, this.buffers);
  }

  executor(): Promise<Executor> {
    this.#executor ??= this.#compile();
    return this.#executor;
  }

  /** What runs it, where that has been asked for and made. */
  async compiled(): Promise<Executor | undefined> {
    return this.#executor?.catch(() => undefined);
  }
}

/** A complaint of the device with the name of the dispatch that it does not accept, where one of the plans has such a one. */
export async function located(refused: RefusedError, plans: readonly LaidPlan[]): Promise<RefusedError> {
  if (refused.kind === "out-of-memory") return refused;
  try {
    for (const plan of plans) {
      const found = await (await plan.compiled())?.firstRefused();
      if (found !== undefined) return found;
    }
  } catch {
    // A device that is lost by now tells nothing more.
  }
  return refused;
}
