/** Encodes a copy of a part of a buffer into a new buffer that the host can map. */
export function stage(
  device: GPUDevice,
  encoder: GPUCommandEncoder,
  buffer: GPUBuffer,
  offset: number,
  bytes: number,
): GPUBuffer {
  const staging = device.createBuffer({
    label: `staging of ${buffer.label}`,
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  encoder.copyBufferToBuffer(buffer, offset, staging, 0, bytes);
  return staging;
}

/** Waits for a staged copy, takes its bytes and frees it. */
export async function collect(staging: GPUBuffer): Promise<ArrayBuffer> {
  try {
    await staging.mapAsync(GPUMapMode.READ);
    return staging.getMappedRange().slice(0);
  } finally {
    staging.destroy();
  }
}

/**
 * A few buffers that results come back through, used in turn: as many as there are calls under way at once, so that nothing is
 * allocated while training and nobody waits for a result that is not asked for.
 */
export class StagingRing {
  readonly #device: GPUDevice;
  readonly #label: string;
  readonly #bytes: number;
  readonly #free: GPUBuffer[] = [];

  constructor(device: GPUDevice, label: string, bytes: number) {
    this.#device = device;
    this.#label = label;
    this.#bytes = bytes;
  }

  /** A buffer that is not in use; a new one where all are. */
  take(): GPUBuffer {
    return (
      this.#free.pop() ??
      this.#device.createBuffer({
        label: this.#label,
        size: this.#bytes,
        usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
      })
    );
  }

  /** Waits until the buffer has been filled, reads its first floats and makes it free again. */
  async read(buffer: GPUBuffer, floats: number): Promise<Float32Array> {
    await buffer.mapAsync(GPUMapMode.READ, 0, floats * 4);
    const values = new Float32Array(buffer.getMappedRange(0, floats * 4)).slice();
    buffer.unmap();
    this.#free.push(buffer);
    return values;
  }
}
