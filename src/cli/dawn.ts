/** Dawn, the WebGPU of Chrome, in Node: the same entry point as `navigator.gpu`. */
import { DeviceError } from "../core/errors.ts";
import { keepFreedMemory } from "./keepFreedMemory.ts";
import { pollSeldom } from "./pollSeldom.ts";
import { softwareDrivers, useDriver, wantedDriver } from "./vulkan.ts";

/** An adapter lives as long as its instance is known to somebody. */
const instances: GPU[] = [];

async function createInstance(): Promise<GPU> {
  try {
    // Loaded here and not above: native code, which other commands and machines that lack it do without.
    const { create, globals } = await import("webgpu");
    Object.assign(globalThis, globals);
    // Once, however many instances there are.
    if (instances.length === 0) pollSeldom();
    const instance = create([]);
    instances.push(instance);
    return instance;
  } catch (cause) {
    const [reason] = String(cause instanceof Error ? cause.message : cause).split("\n");
    throw new DeviceError(
      `WebGPU: Dawn does not load here (${reason}); the npm package webgpu was expected to. Run npm install, or use --device cpu.`,
      { cause },
    );
  }
}

const request: GPURequestAdapterOptions = { powerPreference: "high-performance" };

/** The adapter of a driver that is a program on the processor. */
async function adapterOf(driver: string): Promise<GPUAdapter | null> {
  useDriver(driver);
  return (await createInstance()).requestAdapter(request);
}

/** SwiftShader's compiler gains by it; llvmpipe was seen to lose, and much. */
function madeReady(adapter: GPUAdapter): GPUAdapter {
  if (adapter.info.architecture === "swiftshader") keepFreedMemory();
  return adapter;
}

async function defaultAdapter(): Promise<GPUAdapter> {
  const wanted = wantedDriver();
  const adapter =
    wanted === undefined ? await (await createInstance()).requestAdapter(request) : await adapterOf(wanted);
  if (adapter !== null) return madeReady(adapter);
  for (const driver of wanted === undefined ? softwareDrivers() : []) {
    const software = await adapterOf(driver);
    if (software !== null) return madeReady(software);
  }
  throw new DeviceError(
    `WebGPU: no adapter found${wanted === undefined ? "" : ` with ${wanted}`}; one was expected. ` +
      "Install the graphics card's driver, or Chromium or Mesa's Vulkan drivers, which bring software ones, and the " +
      "Vulkan loader (libvulkan1).",
  );
}

/**
 * The entry point of WebGPU. Its adapter is a graphics card's where there is one. Where Dawn finds none at all it is that of a
 * software driver. The user may want a certain one: see {@link wantedDriver}.
 */
export const dawn: Pick<GPU, "requestAdapter"> = { requestAdapter: defaultAdapter };

/**
 * Every adapter there is: first the one that is used, then those of software drivers.
 *
 * @throws DeviceError where there is none
 */
export async function listAdapters(): Promise<GPUAdapter[]> {
  // Chosen first: looking at a driver makes the loader forget all others.
  const found: GPUAdapter[] = [await defaultAdapter()];
  for (const driver of softwareDrivers()) {
    const adapter = await adapterOf(driver);
    const isKnown = found.some(({ info }) => adapter?.info.device === info.device);
    if (adapter !== null && !isKnown) found.push(adapter);
  }
  return found;
}
