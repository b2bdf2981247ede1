import type { Program } from "../operations/program.ts";
import type { Plan } from "../plan/plan.ts";
import { Executor } from "./executor.ts";
import type { PipelineCache } from "./pipelines.ts";
import { PlanBuffers } from "./planBuffers.ts";

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
}
