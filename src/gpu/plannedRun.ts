/** The plans of a run, made before anything is taken on the device, and the batch that would fit where this one does not. */
import type { DataSplits } from "../data/dataset.ts";
import type { Recipe } from "../model/recipe.ts";
import type { KernelChoice } from "../plan/chooseKernels.ts";
import type { Compiled } from "../plan/compile.ts";
import type { Storage } from "../plan/halfStorage.ts";
import { type Plan, type PlanOptions, planProgram } from "../plan/plan.ts";
import { plannedBytes } from "../plan/reuse.ts";
import { trainingFor } from "../plan/splitStatistics.ts";
import type { OpenDevice } from "./device.ts";
import { largestBatch, outOfMemory, smallerBatch } from "./memory.ts";
import type { FixedKernels, Programs } from "./programs.ts";
import { checkLimits, fits, RefusedError } from "./refusal.ts";

/** What an engine is made for. */
export interface GpuEngineOptions {
  readonly open: OpenDevice;
  readonly recipe: Recipe;
  readonly data: DataSplits;
  /** Which kernels to use; default: the fast ones. */
  readonly kernels?: KernelChoice;
  /** How the tensors that grow with the batch are kept; default: as f32. */
  readonly storage?: Storage | undefined;
  /** A choice made before, in place of any other. */
  readonly fixed?: FixedKernels | undefined;
}

export class PlannedRun {
  readonly #options: GpuEngineOptions;
  readonly #programs: Programs<Compiled>;
  readonly #plans: Plan[] = [];

  constructor(options: GpuEngineOptions, programs: Programs<Compiled>) {
    this.#options = options;
    this.#programs = programs;
  }

  /** @throws SpecError where an array of it is larger than the device allows: it says which batch would fit */
  plan(which: keyof Programs<unknown>): Plan {
    const { open, kernels = "fast", fixed } = this.#options;
    const plan = planProgram(this.#programs[which], kernels, { ...this.#planOptions, only: fixed?.[which] });
    const { limits } = open.device;
    const largest = () => (which === "training" ? this.#largest((other) => fits(other, limits)) : 0);
    checkLimits(plan, limits, () => smallerBatch(largest()));
    this.#plans.push(plan);
    return plan;
  }

  /** What a failure says, where more is known of it than the device said. */
  explained(error: unknown): unknown {
    if (!(error instanceof RefusedError) || error.kind !== "out-of-memory") return error;
    const largest = (bytes: number) => this.#largest((plan) => plannedBytes(plan) <= bytes);
    return outOfMemory(error, this.#plans, this.#options.recipe.batch, largest);
  }

  get #planOptions(): PlanOptions {
    const { open, storage = "f32" } = this.#options;
    return { device: open.traits, reuse: true, storage };
  }

  /** The largest batch whose training step fits, with kernels as predicted. */
  #largest(isFitting: (plan: Plan) => boolean): number {
    const { recipe, data, open, kernels = "fast" } = this.#options;
    return largestBatch(recipe.batch, (batch) => {
      const program = trainingFor({ ...recipe, batch }, data.train, open.traits);
      return isFitting(planProgram(program, kernels, this.#planOptions));
    });
  }
}
