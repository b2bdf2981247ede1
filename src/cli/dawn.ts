/** Dawn, the WebGPU of Chrome, in Node: the same entry point as `navigator.gpu`. */
import { DeviceError } from "../core/errors.ts";
import { keepFreedMemory } from "./keepFreedMemory.ts";
import { pollSeldom } from "./pollSeldom.ts";
import { softwareDrivers, useDriver, wantedDriver } from "./vulkan.ts";

/**
 * What something of Dawn needs to live: an adapter its instance, a device its adapter. Kept as long as it does and no longer: an instance
 * takes tens of megabytes, and each device after a loss has one of its own.
 */
const needs = new WeakMap<object, object>();
let isPatient = false;

async function createInstance(): Promise<GPU> {
  try {
    // Loaded here and not above: native code, which other commands and machines that lack it do without.
    const { create, globals } = await import("webgpu");
    Object.assign(globalThis, globals);
    // Once, however many instances there are.
    if (!isPatient) pollSeldom();
    isPatient = true;
    return create([]);
  } catch (cause) {
    const [reason] = String(cause instanceof Error ? cause.message : cause).split("\n");
    throw new DeviceError(
      `WebGPU: Dawn does not load here (${reason}); the npm package webgpu was expected to. Run npm install, or use --device cpu.`,
      { cause },
    );
  }
}

const request: GPURequestAdapterOptions = { powerPreference: "high-performance" };

/** The adapter of a new instance. */
async function newAdapter(): Promise<GPUAdapter | null> {
  const instance = await createInstance();
  const adapter = await instance.requestAdapter(request);
  if (adapter === null) return null;
  needs.set(adapter, instance);
  const requestDevice = adapter.requestDevice.bind(adapter);
  adapter.requestDevice = async (descriptor) => {
    const device = await requestDevice(descriptor);
    needs.set(device, adapter);
    return device;
  };
  return adapter;
}

/** The adapter of a driver that is a program on the processor. */
function adapterOf(driver: string): Promise<GPUAdapter | null> {
  useDriver(driver);
  return newAdapter();
}

/** SwiftShader's compiler gains by it; llvmpipe was seen to lose, and much. */
function madeReady(adapter: GPUAdapter): GPUAdapter {
  if (adapter.info.architecture === "swiftshader") keepFreedMemory();
  return adapter;
}

async function defaultAdapter(): Promise<GPUAdapter> {
  const wanted = wantedDriver();
  const adapter = await (wanted === undefined ? newAdapter() : adapterOf(wanted));
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
