import { shaders } from "../kernels/index.ts";
import type { ShaderModule } from "../kernels/shader.ts";
import type { Dispatch } from "../plan/plan.ts";
import { withHalves } from "./halfVariant.ts";
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
function codeOf({ shader, constants, halves }: Dispatch): string {
  return withHalves(shader, specialize(shaders.get(shader)!, constants), halves);
}

/** Compiles each kernel once for each set of constants, however many plans use it. */
export class PipelineCache {
  readonly #device: GPUDevice;
  readonly #pipelines = new Map<string, Promise<Prepared>>();
  readonly #layouts = new Map<string, GPUBindGroupLayout>();

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  /**
   * The longest is begun first: a driver compiles as many at once as it has threads, and with the one that takes longest begun last all others
   * would be done and a single thread at work.
   *
   * @returns in the order of the dispatches
   */
  getAll(dispatches: readonly Dispatch[]): Promise<Prepared[]> {
    const lengths = new Map(dispatches.map((dispatch) => [dispatch, codeOf(dispatch).length]));
    const longestFirst = dispatches.toSorted((a, b) => lengths.get(b)! - lengths.get(a)!);
    const begun = new Map(longestFirst.map((dispatch) => [dispatch, this.get(dispatch)]));
    // Awaited all at once: of those that fail one is heard of, and nobody is left to hear of another.
    return Promise.all(dispatches.map((dispatch) => begun.get(dispatch)!));
  }

  get(dispatch: Dispatch): Promise<Prepared> {
    const key = JSON.stringify([dispatch.shader, dispatch.entry, dispatch.constants, dispatch.halves]);
    const known = this.#pipelines.get(key);
    if (known !== undefined) return known;
    const prepared = this.#compile(dispatch);
    this.#pipelines.set(key, prepared);
    return prepared;
  }

  async #compile(dispatch: Dispatch): Promise<Prepared> {
    const { shader: name, entry } = dispatch;
    const layout = this.#layout(shaders.get(name)!);
    const module = this.#device.createShaderModule({ label: name, code: codeOf(dispatch) });
    const pipeline = await this.#device.createComputePipelineAsync({
      label: name,
      layout: this.#device.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: entry },
    });
    return { pipeline, layout };
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
