/** What a device does not accept: named before anything is taken, where it is known, and else by the dispatch that it is about. */
import { expect, it } from "vitest";
import { openDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { presets } from "../../src/model/presets.ts";
import { splitsFor } from "../pictures.ts";

const recipe = { ...presets.lenet, batch: 8 };
const data = splitsFor(recipe);

/** A device with the limits that every device has, and the buffers made on it. */
async function openWatched() {
  const open = await openDevice({
    async requestAdapter(options) {
      const adapter = (await navigator.gpu.requestAdapter(options))!;
      const request = adapter.requestDevice.bind(adapter);
      adapter.requestDevice = ({ requiredFeatures }: GPUDeviceDescriptor = {}) =>
        request(requiredFeatures === undefined ? {} : { requiredFeatures });
      return adapter;
    },
  });
  const { device } = open;
  const buffers = new Map<string, GPUBuffer>();
  const create = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = create(descriptor);
    // Of those with one label the first is the training's.
    if (!buffers.has(descriptor.label!)) buffers.set(descriptor.label!, buffer);
    return buffer;
  };
  return { open, buffers };
}

it("a batch that is too large is refused before a buffer is made, with the largest that fits", async () => {
  const { open, buffers } = await openWatched();
  const many = { ...data.train, count: 60_000, images: new Uint8Array(60_000 * 784), labels: new Uint8Array(60_000) };
  const made = GpuEngine.create({ open, recipe: { ...recipe, batch: 50_000 }, data: { ...data, train: many } });
  await expect(made).rejects.toThrow(/at most 134 MB were expected.* The largest batch that fits is \d\d,\d\d\d:/);
  expect(buffers.size).toBe(0);
  open.device.destroy();
});

it("a submit that it refuses is told of with the dispatch that it is about", async () => {
  const { open, buffers } = await openWatched();
  const engine = await GpuEngine.create({ open, recipe, data });
  await engine.steps([[0.1, 0, 0, 0]]);
  const { dispatches } = engine.plan;
  const gone = Object.values(dispatches[3].bindings)
    .map(({ buffer }) => buffer)
    .find((label) => dispatches.slice(0, 3).every(({ bindings }) => !JSON.stringify(bindings).includes(`"${label}"`)))!;
  buffers.get(gone)!.destroy();
  await expect(engine.steps([[0.1, 0, 0, 0]])).rejects.toThrow(
    `device: it refused the dispatch ${dispatches[3].label} of the kernel ${dispatches[3].shader} (`,
  );
  engine.destroy();
});
