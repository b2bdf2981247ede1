import { expect, test } from "vitest";
import { collect, stage } from "../../src/gpu/readback.ts";
import { timeDispatches } from "../../src/gpu/timing.ts";
import { measures } from "../../src/kernels/measures.ts";
import { device } from "../device.ts";

/** The same adapter's, without a clock of its own. */
async function withoutClock(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter();
  return adapter!.requestDevice();
}

/** A dispatch that counts how often it is done. */
async function counting(on: GPUDevice) {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC;
  const buffer = on.createBuffer({ size: 4, usage });
  const module = on.createShaderModule({ code: measures.count.code });
  const pipeline = await on.createComputePipelineAsync({ layout: "auto", compute: { module } });
  const entries = [{ binding: 0, resource: { buffer } }];
  const bindGroup = on.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  const count = async () => {
    const encoder = on.createCommandEncoder();
    const staging = stage(on, encoder, buffer, 0, 4);
    on.queue.submit([encoder.finish()]);
    return new Uint32Array(await collect(staging))[0];
  };
  return { ready: { pipeline, bindGroup, workgroups: [1, 1, 1] as const }, count };
}

test.each([
  ["the device's clock", async () => device],
  ["the host's clock", withoutClock],
])("dispatches are timed by %s, and each is done as often as is said", async (_, open) => {
  const on = await open();
  const [one, other] = [await counting(on), await counting(on)];
  const timings = await timeDispatches(on, [one.ready, other.ready], { rounds: 3, turn: 2 });
  expect(timings.map(({ dispatches }) => dispatches)).toEqual([await one.count(), await other.count()]);
  for (const { ms } of timings) expect(ms).toBeGreaterThan(0);
});

test("a signal ends it with its reason", async () => {
  const { ready } = await counting(device);
  await expect(timeDispatches(device, [ready], { signal: AbortSignal.abort("enough") })).rejects.toBe("enough");
});
