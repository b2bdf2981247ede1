/** What a device is called on the page. */
import type { DeviceDescription } from "../../core/device.ts";

/** Programs that stand in for a GPU, by what drivers and browsers call them. */
const softwareAdapters = [
  [/swiftshader/i, "SwiftShader"],
  [/llvmpipe|lavapipe/i, "llvmpipe"],
  [/basic render/i, "Microsoft Basic Render Driver"],
] as const;

/** What the device is called where there is little room; it says so where it is software. */
export function deviceName(device: DeviceDescription): string {
  if (device.kind === "cpu") return "CPU reference";
  return device.software ? `${adapterName(device)} (software)` : adapterName(device);
}

export function adapterName({ description, vendor, architecture, software }: DeviceDescription): string {
  const known = softwareAdapters.find(([pattern]) => software && pattern.test(`${description} ${architecture}`));
  if (known) return known[1];
  // Drivers append versions and compilers in brackets; the first words name the thing.
  const name = description.replace(/\s*[([].*$/, "").trim();
  return name || [vendor, architecture].filter(Boolean).join(" ") || "GPU";
}
