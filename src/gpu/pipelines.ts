import { shaders } from "../kernels/index.ts";
import type { ShaderModule } from "../kernels/shader.ts";
import type { Dispatch } from "../plan/plan.ts";
import { withHalves } from "./halfVariant.ts";
import { RefusedError } from "./refusal.ts";
import { specialize } from "./specialize.ts";

/** A pipeline, and the layout that its bind groups must have. */
export interface Prepared {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

/** A dispatch that is ready to be encoded: pipeline, bind group and grid. */
export interface ReadyDispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
}

/** Encodes a dispatch, so many times in a row. */
export function encodeDispatch(
  pass: GPUComputePassEncoder,
  { pipeline, bindGroup, workgroups: [x, y, z] }: ReadyDispatch,
  times = 1,
): void {
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  for (let i = 0; i < times; i++) pass.dispatchWorkgroups(x, y, z);
}

const bufferTypes = { read: "read-only-storage", read_write: "storage", uniform: "uniform" } as const;

/** What is compiled: the kernel's shader at the dispatch's constants. */
async function codeOf({ shader: name, constants, halves }: Dispatch): Promise<string> {
  const shader = shaders.get(name)!;
  const code = (await shader.later?.()) ?? shader.code;
  return withHalves(name, specialize({ ...shader, code }, constants), halves);
}

/** Compiles each kernel once for each set of constants, however many plans use it. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #pipelines = new Map<string, Promise<Prepared>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /** @returns in the order of the dispatches */
  getAll(dispatches: readonly Dispatch[]): Promise<Prepared[]> {
    // Awaited all at once: of those that fail one is heard of, and nobody is left to hear of another.
    return Promise.all(this.begin(dispatches));
  }

  get(dispatch: Dispatch): Promise<Prepared> {
    return this.begin([dispatch])[0];
  }

  /**
   * The longest is begun first: a driver compiles as many at once as it has threads, and with the one that takes longest begun last all others
   * would be done and a single thread at work.
   *
   * @returns in the order of the dispatches
   */
  begin(dispatches: readonly Dispatch[]): readonly Promise<Prepared>[] {
    const keys = dispatches.map(({ shader, entry, constants, halves }) =>
      JSON.stringify([shader, entry, constants, halves]),
    );
    const fresh = new Map(dispatches.map((dispatch, i) => [keys[i], dispatch]));
    for (const key of fresh.keys()) if (this.#pipelines.has(key)) fresh.delete(key);
    const lengthOf = ({ shader }: Dispatch) => shaders.get(shader)!.code.length;
    for (const [key, dispatch] of [...fresh].toSorted(([, a], [, b]) => lengthOf(b) - lengthOf(a))) {
      this.#pipelines.set(key, this.#compile(dispatch));
    }
    return keys.map((key) => this.#pipelines.get(key)!);
  }

  /** @throws RefusedError where the device does not take it: it says which dispatch that is */
  async #compile(dispatch: Dispatch): Promise<Prepared> {
    const { label, shader: name, entry } = dispatch;
    const code = await codeOf(dispatch);
    const layout = this.#layout(shaders.get(name)!);
    const module = this.#device.createShaderModule({ label: name, code });
    const descriptor = {
      label: name,
      layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: entry },
    };
    try {
      return { pipeline: await this.#device.createComputePipelineAsync(descriptor), layout };
    } catch (cause) {
      if ((cause as Error).name !== "GPUPipelineError") throw cause;
      const { reason = "internal", message } = cause as GPUPipelineError;
      throw new RefusedError(reason, { message }, `the dispatch ${label} of the kernel ${name}`);
    }
  }

  #layout({ name, bindings }: ShaderModule): GPUBindGroupLayout {
    const known = this.#layouts.get(name);
    if (known !== undefined) return known;
    const entries = Object.values(bindings).map(({ binding, access }) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: bufferTypes[access] },
    }));
    const layout = this.#device.createBindGroupLayout({ label: name, entries });
    this.#layouts.set(name, layout);
    return layout;
  }
}
