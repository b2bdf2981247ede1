import { promisify } from "node:util";
import { expect, test } from "vitest";
import { threadCpuMs } from "../../src/cli/bench/threadCpu.ts";
import { dawn } from "../../src/cli/dawn.ts";
import { useSoftwareDriver } from "../../src/cli/vulkan.ts";

/** Counts up, one addition after the other. */
const busy = `
@group(0) @binding(0) var<storage, read_write> count: array<u32, 1>;
@compute @workgroup_size(1) fn main() {
  for (var i = 0u; i < 10000000u; i++) { count[0] = count[0] * 3u + i; }
}`;

test.skipIf(threadCpuMs() === undefined)("waiting for the device leaves its core to others", async () => {
  useSoftwareDriver();
  const adapter = await dawn.requestAdapter();
  const device = await adapter!.requestDevice();
  const pipeline = await device.createComputePipelineAsync({
    layout: "auto",
    compute: { module: device.createShaderModule({ code: busy }) },
  });
  const buffer = device.createBuffer({ size: 4, usage: GPUBufferUsage.STORAGE });
  const layout = pipeline.getBindGroupLayout(0);
  const encoder = device.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, device.createBindGroup({ layout, entries: [{ binding: 0, resource: { buffer } }] }));
  pass.dispatchWorkgroups(1);
  pass.end();
  device.queue.submit([encoder.finish()]);
  const [begun, cpu] = [performance.now(), threadCpuMs()!];
  await device.queue.onSubmittedWorkDone();
  // A loop without a pause makes it all of the time, on a machine that has a core for it.
  expect(threadCpuMs()! - cpu).toBeLessThan(0.5 * (performance.now() - begun));
  device.destroy();
});

test("a call of native code without a name waits before each look, and no other does", async () => {
  // As Dawn's binding makes them: bound functions are native code, and this one has no name.
  const nameless = (callback: () => void) => Object.defineProperty(callback.bind(undefined), "name", { value: "" });
  const took = async (make: (callback: () => void) => () => void) => {
    const begun = performance.now();
    for (let i = 0; i < 50; i++) await new Promise<void>((resolve) => setImmediate(make(resolve)));
    return performance.now() - begun;
  };
  expect(await took(nameless)).toBeGreaterThanOrEqual(50 * 0.5);
  const times = [];
  for (let i = 0; i < 5; i++) times.push(await took((callback) => () => callback()));
  expect(Math.min(...times)).toBeLessThan(50 * 0.5);
});

test("everybody else's setImmediate stays what it is", async () => {
  const order: string[] = [];
  setTimeout(() => order.push("timer"), 1);
  setImmediate((word: string) => order.push(word), "immediate");
  clearImmediate(setImmediate(() => order.push("cancelled")));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(order.sort()).toEqual(["immediate", "timer"]);
  expect(await promisify(setImmediate)("promised")).toBe("promised");
});
