/** What computes: named plainly, so that nobody mistakes a software adapter for a graphics card. */
export interface DeviceDescription {
  readonly kind: "gpu" | "cpu";
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  /** True where the "GPU" is a program on the processor (SwiftShader, llvmpipe), and for the CPU reference. */
  readonly software: boolean;
}

/** What the reference is called where devices are listed. */
export const referenceDevice: DeviceDescription = {
  kind: "cpu",
  vendor: "",
  architecture: "float64",
  description: "CPU reference (float64)",
  software: true,
};
