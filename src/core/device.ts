/**
 * What gives adapters: `navigator.gpu` in a browser, what the package `webgpu` creates in Node. Said without WebGPU's own types, which a
 * user need not have.
 */
export interface AdapterSource {
  /** The best adapter there is; null where there is none. */
  requestAdapter(options?: { powerPreference?: "low-power" | "high-performance" }): Promise<object | null>;
}

/** What computes: named plainly, so that nobody mistakes a software adapter for a graphics card. */
export interface DeviceDescription {
  readonly kind: "gpu" | "cpu";
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** True where the "GPU" is a program on the processor (SwiftShader, llvmpipe), and for the CPU reference. */
  readonly software: boolean;
}

/** What of a device decides which kernels it can run and which suit it. */
export interface DeviceTraits {
  /** A program on the processor: it wants few loads and no barriers; a card wants many invocations. */
  readonly software: boolean;
  /** Lanes of a subgroup; 0 where the feature is missing or the number is not one and the same everywhere. */
  readonly subgroupSize: number;
  /** Whether shaders may compute with f16 and keep it. */
  readonly f16: boolean;
  /** As WebGPU says it, where it says it: `nvidia`, `apple`, `intel`. */
  readonly vendor: string;
  /** Invocations under way that keep every unit of its kind busy: work is divided into so many where it can be. */
  readonly fill: number;
}

/** What every device can do. */
export const anyDevice: DeviceTraits = { software: true, subgroupSize: 0, f16: false, vendor: "", fill: 128 };

/** What the reference is called where devices are listed. */
export const referenceDevice: DeviceDescription = {
  kind: "cpu",
  vendor: "",
  architecture: "float64",
  description: "CPU reference (float64)",
  software: true,
};
