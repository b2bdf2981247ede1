import { expect, test } from "vitest";
import { collect, stage } from "../../src/gpu/readback.ts";
import { openClock, stepOf, timeDispatches } from "../../src/gpu/timing.ts";
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

test("the step of a clock is what all its times are multiples of", () => {
  expect(stepOf([7n, 9n, 12n].map((times) => times * 65_536n))).toBe(0.065536);
  expect(stepOf([1_000_000n, 1_000_007n, 1_000_020n])).toBe(1e-6);
  // Of two times nothing can be told.
  expect(stepOf([65_536n, 131_072n, 65_536n])).toBe(0);
});

test.each([
  ["the device's", async () => device],
  ["the host's", withoutClock],
])("%s clock says in what steps it tells time", async (_, open) => {
  const { step, destroy } = await openClock(await open());
  const found = await step();
  expect(found).toBeGreaterThanOrEqual(0);
  expect(found).toBeLessThan(2);
  destroy();
});
