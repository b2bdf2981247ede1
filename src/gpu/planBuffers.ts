import type { Plan } from "../plan/plan.ts";

/** The buffers of a plan on a device. */
export class PlanBuffers {
  readonly #all = new Map<string, GPUBuffer>();
  readonly #own: GPUBuffer[] = [];

  /** @param shared buffers of other plans that stand for some of this one: the parameters, above all */
  constructor(device: GPUDevice, { buffers }: Plan, shared: ReadonlyMap<string, GPUBuffer> = new Map()) {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
    try {
      for (const { label, bytes, content } of buffers) {
        const other = shared.get(label);
        const buffer = other ?? device.createBuffer({ label, size: bytes, usage });
        if (other === undefined) this.#own.push(buffer);
        if (content !== undefined) device.queue.writeBuffer(buffer, 0, content as Uint32Array<ArrayBuffer>);
        this.#all.set(label, buffer);
      }
    } catch (error) {
      this.destroy();
      throw error;
    }
  }

  /** The buffer of that label. */
  get(label: string): GPUBuffer {
    return this.#all.get(label)!;
  }

  /** Frees them, those of others left out. */
  destroy(): void {
    for (const buffer of this.#own) buffer.destroy();
  }
}
