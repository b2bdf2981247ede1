import type { AdapterSource, DeviceDescription, DeviceTraits } from "../core/device.ts";
import { DeviceError } from "../core/errors.ts";
import { profileFor } from "../plan/profiles.ts";

/** An adapter and a device of it, ready to work. */
export interface OpenDevice {
  /** Kept because adapters of Dawn die with it. */
  readonly gpu: AdapterSource;
  readonly adapter: GPUAdapter;
  readonly device: GPUDevice;
  readonly description: DeviceDescription;
  readonly traits: DeviceTraits;
}

export type { AdapterSource };

/** Limits worth raising to the adapter's own: they only decide how large a data set or network may be. */
const SIZES = ["maxBufferSize", "maxStorageBufferBindingSize"] as const;

/** Extensions that kernels, or the clock, can make use of, where the adapter has them. */
const FEATURES = ["subgroups", "shader-f16", "timestamp-query"] as const satisfies readonly GPUFeatureName[];

/** Names of the standard that are taken from the global scope. Browsers have them there. */
const GLOBALS = ["GPUBufferUsage", "GPUMapMode", "GPUShaderStage"] as const;

/** Software adapters by the names they give themselves. */
const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

/** Names an adapter as people should read it: the card, where it says which, and its driver; a program by its own name. */
export function describeAdapter({ info }: GPUAdapter): DeviceDescription {
  const { vendor, architecture, description, device } = info;
  const software = info.isFallbackAdapter || SOFTWARE.test(`${architecture} ${device} ${description}`);
  const family = [vendor, architecture].filter(Boolean).join(" ");
  const card = [device || family, description && `(${description})`].filter(Boolean).join(" ");
  return {
    kind: "gpu",
    vendor,
    architecture,
    description: software ? description || device || family : card,
    software,
  };
}

/** What decides which kernels a device can run and which suit it. */
export function traitsOf({ info, features }: GPUAdapter, described: DeviceDescription): DeviceTraits {
  const { software, vendor, architecture, description } = described;
  const { subgroupMinSize, subgroupMaxSize } = info;
  const isFixed = features.has("subgroups") && subgroupMinSize === subgroupMaxSize;
  const subgroupSize = isFixed ? subgroupMinSize : 0;
  const { fill } = profileFor({ software, subgroupSize, vendor }, `${architecture} ${description}`);
  return { software, subgroupSize, f16: features.has("shader-f16"), vendor, fill };
}

/**
 * Opens the best adapter there is.
 *
 * @param gpu the entry point of WebGPU; undefined where there is none
 * @throws DeviceError where WebGPU's global names are missing, there is no adapter, or it gives no device
 */
export async function openDevice(gpu: AdapterSource | undefined): Promise<OpenDevice> {
  if (gpu === undefined) {
    throw new DeviceError(
      "WebGPU: it is not there; navigator.gpu was expected. Use a current browser, over https or on localhost.",
    );
  }
  const adapter = (await gpu.requestAdapter({ powerPreference: "high-performance" })) as GPUAdapter | null;
  if (adapter === null) {
    throw new DeviceError(
      "WebGPU: no adapter was given; one was expected. Install the graphics driver, or switch on a software adapter.",
    );
  }
  // Asked for after the adapter: an entry point may put them there when it is first used.
  const missing = GLOBALS.filter((name) => globalThis[name] === undefined);
  if (missing.length > 0) {
    throw new DeviceError(
      `WebGPU: ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} not there; the global names of WebGPU were expected. ` +
        'In Node: Object.assign(globalThis, globals), with the globals of the package "webgpu".',
    );
  }
  const requiredLimits = Object.fromEntries(SIZES.map((name) => [name, adapter.limits[name]]));
  const description = describeAdapter(adapter);
  try {
    const requiredFeatures = FEATURES.filter((feature) => adapter.features.has(feature));
    const device = await adapter.requestDevice({ requiredLimits, requiredFeatures });
    return { gpu, adapter, device, description, traits: traitsOf(adapter, description) };
  } catch (cause) {
    throw new DeviceError(
      `WebGPU: ${description.description} gives no device (${String(cause)}); one was expected. Restart, or update its driver.`,
      { cause },
    );
  }
}
