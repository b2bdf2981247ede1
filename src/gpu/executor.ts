import { fromHalves, toHalves } from "../core/half.ts";
import { elements } from "../core/shape.ts";
import { shaders } from "../kernels/index.ts";
import type { Program, Tensor } from "../operations/program.ts";
import { outputsOf } from "../plan/boundary.ts";
import { type Stage, stageOf } from "../plan/engine.ts";
import type { Plan } from "../plan/plan.ts";
import { encodeDispatch, type PipelineCache, type ReadyDispatch } from "./pipelines.ts";
import { PlanBuffers } from "./planBuffers.ts";
import { collect, stage } from "./readback.ts";
import { catching, type RefusedError } from "./refusal.ts";

/**
 * A plan made ready on a device: pipelines, buffers and bind groups are made once, and a step is then a fixed row of dispatches.
 */
export class Executor {
  readonly device: GPUDevice;
  readonly plan: Plan;
  readonly #program: Program;
  readonly #buffers: PlanBuffers;
  /** The plan's dispatches, in their order. */
  readonly ready: readonly ReadyDispatch[];

  private constructor(
    device: GPUDevice,
    program: Program,
    plan: Plan,
    buffers: PlanBuffers,
    ready: readonly ReadyDispatch[],
  ) {
    this.device = device;
    this.plan = plan;
    this.#program = program;
    this.#buffers = buffers;
    this.ready = ready;
  }

  /** @param shared buffers that are there already, and stay whatever becomes of it; left out, its own */
  static async create(
    pipelines: PipelineCache,
    device: GPUDevice,
    program: Program,
    plan: Plan,
    shared?: PlanBuffers,
  ): Promise<Executor> {
    const buffers = shared ?? new PlanBuffers(device, plan);
    try {
      return new Executor(device, program, plan, buffers, await Executor.#prepare(pipelines, device, plan, buffers));
    } catch (error) {
      if (shared === undefined) buffers.destroy();
      throw error;
    }
  }

  static async #prepare(
    pipelines: PipelineCache,
    device: GPUDevice,
    plan: Plan,
    buffers: PlanBuffers,
  ): Promise<ReadyDispatch[]> {
    const pipelinesReady = await pipelines.getAll(plan.dispatches);
    return plan.dispatches.map(({ label, shader, bindings, workgroups }, index): ReadyDispatch => {
      const { pipeline, layout } = pipelinesReady[index];
      const interfaceOf = shaders.get(shader)!.bindings;
      const entries = Object.entries(bindings).map(([name, { buffer, offset, bytes }]) => ({
        binding: interfaceOf[name].binding,
        resource: { buffer: buffers.get(buffer), offset, size: bytes },
      }));
      return { pipeline, workgroups, bindGroup: device.createBindGroup({ label, layout, entries }) };
    });
  }

  /** The buffer that holds a tensor or, for a part, the whole it is part of. */
  buffer(name: string): GPUBuffer {
    return this.#buffers.get(this.plan.places.get(name)!.buffer);
  }

  /** Encodes every dispatch once. */
  encode(pass: GPUComputePassEncoder): void {
    for (const dispatch of this.ready) encodeDispatch(pass, dispatch);
  }

  /**
   * Encodes every dispatch once and, behind each, copies of what it leaves in memory and a later one overwrites.
   *
   * @returns what gives the copies, by the names of their tensors, once they are submitted
   */
  encodeOpen(encoder: GPUCommandEncoder): () => Promise<ReadonlyMap<string, Float32Array | Uint32Array>> {
    const copies = this.plan.dispatches.flatMap((dispatch, place) => {
      const pass = encoder.beginComputePass();
      encodeDispatch(pass, this.ready[place]);
      pass.end();
      return outputsOf(this.plan, dispatch)
        .filter((name) => this.#isOverwritten(name))
        .map((name) => ({ name, staging: this.#stage(encoder, name) }));
    });
    return async () => {
      const values = copies.map(
        async ({ name, staging }) => [name, this.#values(name, await collect(staging))] as const,
      );
      return new Map(await Promise.all(values));
    };
  }

  /** Whether another array is in a tensor's place when a step is over. */
  #isOverwritten(name: string): boolean {
    const { buffer } = this.plan.places.get(name)!;
    const holds = this.plan.buffers.find(({ label }) => label === buffer)?.holds;
    return holds !== undefined && holds.at(-1) !== this.#program.tensors.get(name)!.storage.of;
  }

  #stage(encoder: GPUCommandEncoder, name: string): GPUBuffer {
    const { offset, bytes } = this.plan.places.get(name)!;
    return stage(this.device, encoder, this.buffer(name), offset, bytes);
  }

  /** The values of a tensor as they lie in its place; partial sums are added up in their order. */
  #values(name: string, copy: ArrayBuffer): Float32Array | Uint32Array {
    const { shape, type } = this.#program.tensors.get(name)!;
    const { partials, stride, half } = this.plan.places.get(name)!;
    if (type !== "f32") return new Uint32Array(copy);
    if (half !== undefined) return fromHalves(new Uint16Array(copy, 0, elements(shape)), half);
    const all = new Float32Array(copy);
    const sum = new Float32Array(elements(shape));
    for (let s = 0; s < partials; s++) for (let i = 0; i < sum.length; i++) sum[i] += all[s * stride + i];
    return sum;
  }

  /** Does every dispatch once, in a submit of its own. */
  submit(): void {
    this.device.queue.submit([this.rehearse()]);
  }

  /** Encodes what {@link submit} does, and does not do it: the device says already now what it does not accept. */
  rehearse(): GPUCommandBuffer {
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    this.encode(pass);
    pass.end();
    return encoder.finish();
  }

  /**
   * Does the dispatches one by one, until the device refuses one: for who was told only that something in a submit was refused.
   *
   * @returns the complaint with its name; undefined where all are accepted
   */
  async firstRefused(): Promise<RefusedError | undefined> {
    for (const [place, { label, shader }] of this.plan.dispatches.entries()) {
      const caught = catching(this.device, `the dispatch ${label} of the kernel ${shader}`);
      const encoder = this.device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      encodeDispatch(pass, this.ready[place]);
      pass.end();
      this.device.queue.submit([encoder.finish()]);
      const refused = await caught();
      if (refused !== undefined) return refused;
    }
    return undefined;
  }

  /**
   * Writes a tensor from the host: 4 bytes an element, or packed bytes. Where it is kept as partial sums, each receives a share, such
   * that adding them in their order gives exactly the value: once or twice the value, then its negative and itself in turn.
   */
  write(name: string, data: Float32Array | Uint32Array | Uint8Array): void {
    const { offset, partials, stride, half } = this.plan.places.get(name)!;
    const parts = this.#partsOf(name);
    if (parts.length > 0) {
      for (const part of parts) {
        const first = part.storage.offset;
        this.write(part.name, data.subarray(first, first + elements(part.shape)));
      }
      return;
    }
    let whole: typeof data | Uint16Array = data;
    if (half !== undefined) {
      whole = toHalves(data, half);
    } else if (partials > 1) {
      const shares = new Float32Array(partials * stride);
      for (let s = 0; s < partials; s++) {
        const isEven = partials % 2 === 0;
        const share = s === 0 ? (isEven ? 2 : 1) : (s % 2 === 1) === isEven ? -1 : 1;
        for (let i = 0; i < data.length; i++) shares[s * stride + i] = data[i] * share;
      }
      whole = shares;
    } else if (data.byteLength % 4 !== 0) {
      // Buffers are written in words: bytes whose number is no multiple of 4 get company.
      const padded = new Uint8Array(Math.ceil(data.byteLength / 4) * 4);
      padded.set(data as Uint8Array);
      whole = padded;
    }
    this.device.queue.writeBuffer(this.buffer(name), offset, whole as Float32Array<ArrayBuffer>);
  }

  /** The parts of a whole that is not kept as one piece, because some are kept as partial sums. */
  #partsOf(name: string): Tensor[] {
    const parts = [...this.#program.tensors.values()].filter(
      (tensor) => tensor.storage.of === name && tensor.name !== name,
    );
    return parts.some((part) => this.plan.places.get(part.name)!.stride > 0) ? parts : [];
  }

  /**
   * Reads a tensor back as a step leaves it; one that is kept as partial sums is added up in their order.
   *
   * @throws Error where it is gone, since another array takes its place within the step
   */
  async read(name: string): Promise<Float32Array | Uint32Array> {
    if (this.#isOverwritten(name)) throw new Error(`${name} is overwritten before the step is over`);
    const parts = this.#partsOf(name);
    if (parts.length > 0) {
      const whole = new Float32Array(elements(this.#program.tensors.get(name)!.shape));
      for (const part of parts) whole.set(await this.read(part.name), part.storage.offset);
      return whole;
    }
    const encoder = this.device.createCommandEncoder();
    const staging = this.#stage(encoder, name);
    this.device.queue.submit([encoder.finish()]);
    return this.#values(name, await collect(staging));
  }

  /** What its dispatches compute, in their order. */
  get stages(): readonly Stage[] {
    return this.plan.dispatches.map((dispatch) => stageOf(dispatch.operations, outputsOf(this.plan, dispatch)));
  }

  destroy(): void {
    this.#buffers.destroy();
  }
}
