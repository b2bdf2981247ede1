import type { AdapterSource } from "../core/device.ts";
import { DeviceLostError } from "../core/errors.ts";
import { type OpenDevice, openDevice } from "../gpu/device.ts";
import { Executor } from "../gpu/executor.ts";
import { PipelineCache } from "../gpu/pipelines.ts";
import { accepted, checkLimits } from "../gpu/refusal.ts";
import type { OperationName } from "../operations/index.ts";
import type { Attributes } from "../operations/operation.ts";
import { planProgram } from "../plan/plan.ts";
import type { NumericArray, NumericArrays } from "./arrays.ts";
import type { Compute, ComputedArrays } from "./compute.ts";
import { gradientWork, operationWork, type Work } from "./singleOperation.ts";

/** Which kernels compute: the plain ones, one for each operation, or the fast ones where they apply. */
export interface ComputeOptions {
  readonly kernels?: "plain" | "fast";
}

const arrayOf = { f32: Float32Array, u32: Uint32Array, u8: Uint8Array };

/** Computes on a device: numbers are rounded to f32 on the way in. Each kernel is compiled once for each set of sizes. */
class GpuCompute implements Compute {
  readonly device;
  readonly #open: OpenDevice;
  readonly #pipelines: PipelineCache;
  readonly #kernels: "plain" | "fast";
  /** Why nothing more can be expected of the device, and how to fail the work under way then. */
  #failure: DeviceLostError | undefined;
  #fail: (error: DeviceLostError) => void = () => {};
  /** The work before, after which the next begins: scopes of errors stand on one stack. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(open: OpenDevice, kernels: "plain" | "fast") {
    this.device = open.description;
    this.#open = open;
    this.#pipelines = new PipelineCache(open.device);
    this.#kernels = kernels;
    void open.device.lost.then(({ message, reason }) => {
      this.#failure = new DeviceLostError(message || reason);
      this.#fail(this.#failure);
    });
  }

  async run(op: OperationName, inputs: NumericArrays, attributes: Attributes = {}): Promise<ComputedArrays> {
    return this.#inTurn(operationWork(op, inputs, attributes));
  }

  async gradient(op: OperationName, inputs: NumericArrays, attributes: Attributes, outputGrad?: NumericArray) {
    return this.#inTurn(gradientWork(op, inputs, attributes, outputGrad));
  }

  destroy(): void {
    this.#open.device.destroy();
  }

  #inTurn(work: Work): Promise<ComputedArrays> {
    const { device } = this.#open;
    const done = this.#last.then(() => {
      if (this.#failure !== undefined) throw this.#failure;
      return new Promise<ComputedArrays>((resolve, reject) => {
        this.#fail = reject;
        accepted(device, () => this.#compute(work)).then(resolve, reject);
      });
    });
    this.#last = done.catch(() => {});
    return done;
  }

  async #compute({ program, given, wanted }: Work): Promise<ComputedArrays> {
    const { device } = this.#open;
    const plan = planProgram(program, this.#kernels, { device: this.#open.traits });
    checkLimits(plan, device.limits);
    const executor = await Executor.create(this.#pipelines, device, program, plan);
    try {
      for (const [name, { data }] of Object.entries(given)) {
        executor.write(name, arrayOf[program.tensors.get(name)!.type].from(data));
      }
      executor.submit();
      const computed = Object.entries(wanted).map(async ([role, name]) => {
        return [role, { shape: program.tensors.get(name)!.shape, data: await executor.read(name) }] as const;
      });
      return Object.fromEntries(await Promise.all(computed));
    } finally {
      executor.destroy();
    }
  }
}

/**
 * Opens the best adapter there is, to compute single operations with.
 *
 * @param gpu the entry point of WebGPU: `navigator.gpu` in a browser
 * @param options `kernels`: "plain" by default, the kernels that read as their formulas; "fast" those that training prefers
 * @throws DeviceError where there is no adapter or it gives no device
 */
export async function openCompute(gpu: AdapterSource | undefined, options: ComputeOptions = {}): Promise<Compute> {
  return new GpuCompute(await openDevice(gpu), options.kernels ?? "plain");
}
