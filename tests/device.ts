/** One device for all tests of a file, in Node or in a browser. */
import { openDevice } from "../src/gpu/device.ts";
import { PipelineCache } from "../src/gpu/pipelines.ts";

export const open = await openDevice(navigator.gpu);
export const { device } = open;
export const pipelines = new PipelineCache(device);
