/** When the engine compiles what. */
import { expect, it, vi } from "vitest";
import { type OpenDevice, openDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { presets } from "../../src/model/presets.ts";
import { splitsFor } from "../pictures.ts";

const recipe = { ...presets.sigmoid2, batch: 4 };

/** An engine on a device that is taken for a software adapter or for a graphics card, and how many pipelines it has asked for. */
async function engineOn(software: boolean) {
  const found = await openDevice(navigator.gpu);
  const open: OpenDevice = { ...found, description: { ...found.description, software } };
  const { device } = open;
  const compile = device.createComputePipelineAsync.bind(device);
  let count = 0;
  device.createComputePipelineAsync = (descriptor) => {
    count++;
    return compile(descriptor);
  };
  const engine = await GpuEngine.create({ open, recipe, data: splitsFor(recipe) });
  const { dispatches } = engine.plan;
  const training = new Set(dispatches.map(({ shader, constants }) => JSON.stringify([shader, constants]))).size;
  return { engine, training, compiled: () => count };
}

it("does not keep the first step waiting for what judges and predicts; each is compiled once, when it is needed", async () => {
  const { engine, training, compiled } = await engineOn(true);
  expect(compiled()).toBe(training);
  await engine.steps([[0.1, 0, 0, 0]]);
  expect(compiled()).toBe(training);

  await engine.predict(new Float32Array(2));
  const predicting = compiled();
  expect(predicting).toBeGreaterThan(training);
  await engine.prepareJudging();
  const all = compiled();
  expect(all).toBeGreaterThan(predicting);
  await engine.judge();
  await engine.predict(new Float32Array(2));
  expect(compiled()).toBe(all);
  engine.destroy();
});

it("compiles the rest beside the training, where that does not take the cores that train", async () => {
  const { engine, training, compiled } = await engineOn(false);
  expect(compiled()).toBe(training);
  await engine.steps([[0.1, 0, 0, 0]]);
  await vi.waitFor(() => expect(compiled()).toBeGreaterThan(training));
  const all = compiled();
  await engine.prepareJudging();
  await engine.predict(new Float32Array(2));
  expect(compiled()).toBe(all);
  engine.destroy();
});
