/** One device for all tests of a file, in Node or in a browser. */
import { openDevice } from "../src/gpu/device.ts";
import { PipelineCache } from "../src/gpu/pipelines.ts";

const open = await openDevice(navigator.gpu);
export const { device, traits } = open;
export const pipelines = new PipelineCache(device);

/** Pipelines with something replaced in one shader in memory, as if its file had been written so. */
export function pipelinesWith(shader: string, search: string, replacement: string): PipelineCache {
  return new PipelineCache({
    createShaderModule: (descriptor: GPUShaderModuleDescriptor) =>
      device.createShaderModule(
        descriptor.label === shader
          ? { ...descriptor, code: descriptor.code.replace(search, () => replacement) }
          : descriptor,
      ),
    createComputePipelineAsync: (descriptor: GPUComputePipelineDescriptor) =>
      device.createComputePipelineAsync(descriptor),
    createPipelineLayout: (descriptor: GPUPipelineLayoutDescriptor) => device.createPipelineLayout(descriptor),
    createBindGroupLayout: (descriptor: GPUBindGroupLayoutDescriptor) => device.createBindGroupLayout(descriptor),
  } as unknown as GPUDevice);
}
