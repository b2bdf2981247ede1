/** An entry point of WebGPU that counts what its devices hold, tells what is asked of them, and takes them away on demand. */
import type { AdapterSource } from "../../gpu/device.ts";

/** What is asked of a device: a buffer, named by its label, a pipeline, work, or what came of it. */
export type Asked = "open" | "compile" | "allocate" | "submit" | "map";

interface Held {
  readonly buffers: Map<GPUBuffer, number>;
  readonly destroy: () => void;
  isLost: boolean;
}

export class WatchedGpu implements AdapterSource {
  readonly #source: AdapterSource;
  readonly #onAsked: (asked: Asked, label: string) => void;
  /** Devices that nobody has destroyed. */
  readonly #held = new Set<Held>();
  #newest: Held | undefined;

  constructor(source: AdapterSource, onAsked: (asked: Asked, label: string) => void = () => {}) {
    this.#source = source;
    this.#onAsked = onAsked;
  }

  /** Devices, buffers on them and their bytes that were made and not freed by who made them. */
  get live(): { readonly devices: number; readonly buffers: number; readonly bytes: number } {
    const sizes = [...this.#held].flatMap(({ buffers }) => [...buffers.values()]);
    return { devices: this.#held.size, buffers: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
  }

  /**
   * Takes the newest device away, as a driver reset does: what it holds counts on until its owner frees it.
   *
   * @returns whether there was one to be taken
   */
  lose(): boolean {
    const held = this.#newest;
    if (held === undefined || held.isLost || !this.#held.has(held)) return false;
    held.isLost = true;
    held.destroy();
    return true;
  }

  async requestAdapter(options?: GPURequestAdapterOptions): Promise<GPUAdapter | null> {
    const adapter = (await this.#source.requestAdapter(options)) as GPUAdapter | null;
    if (adapter === null) return null;
    const request = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await request(descriptor);
      this.#watch(device);
      this.#onAsked("open", "");
      return device;
    };
    return adapter;
  }

  #watch(device: GPUDevice): void {
    const buffers = new Map<GPUBuffer, number>();
    const destroy = device.destroy.bind(device);
    const held: Held = { buffers, destroy, isLost: false };
    this.#held.add(held);
    this.#newest = held;
    device.destroy = () => {
      this.#held.delete(held);
      return destroy();
    };
    /** Does what is asked, and tells of it where the device still hears it. */
    const asking = <T>(asked: Asked, label: string | undefined, call: () => T): T => {
      const result = call();
      if (!held.isLost) this.#onAsked(asked, label ?? "");
      return result;
    };
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      buffers.set(buffer, descriptor.size);
      const [free, map] = [buffer.destroy.bind(buffer), buffer.mapAsync.bind(buffer)];
      buffer.destroy = () => {
        buffers.delete(buffer);
        return free();
      };
      buffer.mapAsync = (...given) => asking("map", descriptor.label, () => map(...given));
      return asking("allocate", descriptor.label, () => buffer);
    };
    const compile = device.createComputePipelineAsync.bind(device);
    device.createComputePipelineAsync = (descriptor) => asking("compile", descriptor.label, () => compile(descriptor));
    const { queue } = device;
    const submit = queue.submit.bind(queue);
    queue.submit = (commands) => asking("submit", undefined, () => submit(commands));
    // The same object whenever it is asked for, with the method above.
    Object.defineProperty(device, "queue", { value: queue });
  }
}
