import type { OpenDevice } from "../../src/gpu/device.ts";
import { PipelineCache } from "../../src/gpu/pipelines.ts";
import type { Kernel } from "../../src/kernels/kernel.ts";
import { checkCase, taskOfCase } from "../../src/verify/checkCase.ts";
import type { Task } from "../../src/verify/checkDispatch.ts";
import { casesOf, type KernelCase } from "../../src/verify/kernelCases.ts";
import { applyMutant, type Mutant } from "./mutants.ts";

/** How a mutant fared: a compiler refused it, a case found it out (by wrong or unstable elements or an error of the device), or none. */
export type Outcome = "invalid" | "wrong" | "unstable" | "error" | "survived";

interface Tried {
  readonly kernelCase: KernelCase;
  readonly task: Task;
}

/** The cases of a kernel, ready to be run with one mutant of it after the other. */
export class Trial {
  readonly #device: GPUDevice;
  #cases: readonly Tried[];

  constructor({ device, traits }: Pick<OpenDevice, "device" | "traits">, kernel: Kernel) {
    this.#device = device;
    this.#cases = casesOf(kernel, traits)
      .filter(({ chosen }) => chosen)
      .map((kernelCase) => ({ kernelCase, task: taskOfCase(kernelCase) }));
  }

  /** Constants that the host sets. */
  get given(): ReadonlySet<string> {
    const sets = this.#cases.map(({ kernelCase }) => Object.keys(kernelCase.plan.dispatches[0].constants));
    return new Set(sets.flat());
  }

  /**
   * Runs case after case until one finds the mutant, first those that found the ones before. Without a mutant, the kernel as it is.
   * What is refused in every case is no kernel at all; in some, it is found there.
   *
   * @param ran is called after every case
   */
  async run(mutant?: Mutant, ran: () => void = () => {}): Promise<{ outcome: Outcome; by?: string }> {
    let refused = 0;
    for (const tried of this.#cases) {
      const outcome = await this.#runCase(tried, mutant);
      ran();
      if (outcome === "invalid") refused++;
      else if (outcome !== "survived") {
        // Mutants of the same line come one after the other, and are found alike.
        this.#cases = [tried, ...this.#cases.filter((other) => other !== tried)];
        return { outcome, by: tried.kernelCase.name };
      }
    }
    if (refused === this.#cases.length) return { outcome: "invalid" };
    return { outcome: refused > 0 ? "error" : "survived" };
  }

  async #runCase({ kernelCase, task }: Tried, mutant: Mutant | undefined): Promise<Outcome> {
    const device = this.#device;
    let refused = false;
    const note = (isRefused: boolean) => {
      refused ||= isRefused;
    };
    device.pushErrorScope("validation");
    let outcome: Outcome;
    try {
      const pipelines = new PipelineCache(deviceWith(device, mutant, note));
      const results = await checkCase(kernelCase, { device, pipelines }, task);
      const isUnstable = results.some(({ unstable }) => unstable > 0);
      outcome = results.some(({ wrong }) => wrong > 0) ? "wrong" : isUnstable ? "unstable" : "survived";
    } catch {
      outcome = "error";
    }
    const error = await device.popErrorScope();
    if (refused) return "invalid";
    return error === null ? outcome : "error";
  }
}

/** The device, which is given the mutant instead of the kernel. It is told whether the shader's compiler refuses it. */
function deviceWith(device: GPUDevice, mutant: Mutant | undefined, note: (isRefused: boolean) => void): GPUDevice {
  return {
    createShaderModule: (descriptor: GPUShaderModuleDescriptor) => {
      const code = mutant === undefined ? descriptor.code : applyMutant(descriptor.code, mutant);
      return device.createShaderModule({ ...descriptor, code });
    },
    createComputePipelineAsync: async (descriptor: GPUComputePipelineDescriptor) => {
      const { messages } = await descriptor.compute.module.getCompilationInfo();
      const isRefused = messages.some(({ type }) => type === "error");
      note(isRefused);
      if (isRefused) throw new Error("the compiler refuses it");
      return device.createComputePipelineAsync(descriptor);
    },
    createPipelineLayout: (descriptor: GPUPipelineLayoutDescriptor) => device.createPipelineLayout(descriptor),
    createBindGroupLayout: (descriptor: GPUBindGroupLayoutDescriptor) => device.createBindGroupLayout(descriptor),
  } as unknown as GPUDevice;
}
