/** A WebGPU device that computes nothing: it fails where it is told to, and says which of its buffers are not freed. */
import { vi } from "vitest";

/** What a fake does in place of what a device does. */
export interface Faults {
  /** What the error scopes have caught, in the order in which they are closed. */
  readonly errors?: (string | null)[];
  readonly write?: () => void;
  readonly submit?: () => void;
  readonly compile?: () => Promise<never>;
  readonly map?: () => Promise<void>;
  /** What one buffer may take; default: anything. */
  readonly maxBufferSize?: number;
  /** The device's clock at the beginning and the end of a pass, in nanoseconds; left out, it has none. */
  readonly stamps?: () => readonly [bigint, bigint];
}

export function fakeDevice(faults: Faults = {}) {
  vi.stubGlobal("GPUBufferUsage", {});
  vi.stubGlobal("GPUMapMode", {});
  vi.stubGlobal("GPUShaderStage", {});
  let lose: (why: { message: string; reason: string }) => void = () => {};
  const lost = new Promise((resolve) => {
    lose = resolve;
  });
  const alive = new Set<string>();
  let made = 0;
  const createBuffer = ({ label, size }: { label: string; size: number }) => {
    const name = `${label} ${made++}`;
    alive.add(name);
    return {
      ...{ label, size },
      mapAsync: faults.map ?? (async () => {}),
      getMappedRange: () =>
        label === "staging of clock" ? new BigUint64Array(faults.stamps!()).buffer : new ArrayBuffer(size),
      destroy: () => alive.delete(name),
    };
  };
  const nothing = () => ({});
  const pass = { setPipeline() {}, setBindGroup() {}, dispatchWorkgroups() {}, end() {} };
  const encoder = { beginComputePass: () => pass, resolveQuerySet() {}, copyBufferToBuffer() {}, finish: nothing };
  const device = {
    lost,
    features: new Set(faults.stamps === undefined ? [] : ["timestamp-query"]),
    limits: { maxBufferSize: faults.maxBufferSize ?? Infinity, maxStorageBufferBindingSize: Infinity },
    createBuffer,
    createShaderModule: nothing,
    createPipelineLayout: nothing,
    createBindGroupLayout: nothing,
    createBindGroup: nothing,
    createComputePipelineAsync: faults.compile ?? (async () => ({})),
    createQuerySet: () => ({ destroy() {} }),
    createCommandEncoder: () => encoder,
    pushErrorScope() {},
    popErrorScope: async () => {
      const message = faults.errors?.shift() ?? null;
      return message === null ? null : { message };
    },
    queue: {
      submit: faults.submit ?? (() => {}),
      writeBuffer: faults.write ?? (() => {}),
      onSubmittedWorkDone: async () => {},
    },
  };
  return {
    device: device as unknown as GPUDevice,
    /** Labels of the buffers that are not freed. */
    kept: () => [...alive].map((name) => name.replace(/ \d+$/, "")),
    /** How many buffers there have been. */
    made: () => made,
    lose: (message: string) => lose({ message, reason: "unknown" }),
  };
}
