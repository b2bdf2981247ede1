import type { DeviceTraits } from "../core/device.ts";
import type { Profile } from "./profile.ts";

/**
 * Adapters as their makers describe them, and two programs on a processor as their parts were measured on two cores of one. How far off
 * predictions are is what `bench kernels` shows.
 */
export const profiles: readonly Profile[] = [
  {
    name: "swiftshader",
    title: "SwiftShader on two cores",
    device: { software: true, subgroupSize: 4, f16: false, vendor: "google", fill: 128 },
    flops: 12e9,
    bandwidth: 8e9,
    loads: 0.48e9,
    uniformLoads: 0.48e9,
    shared: 0.4e9,
    uniformShared: 0.4e9,
    dispatch: 25e-6,
    barrier: 4e-6,
    waiting: 0.75e-6,
    zeroing: 0.16e9,
    fill: 128,
    threads: 2,
    registers: 512,
    overlaps: false,
  },
  {
    name: "lavapipe",
    title: "llvmpipe on two cores",
    device: { software: true, subgroupSize: 8, f16: true, vendor: "mesa", fill: 128 },
    flops: 50e9,
    bandwidth: 10e9,
    loads: 1.6e9,
    uniformLoads: 1.6e9,
    shared: 1.2e9,
    uniformShared: 1.2e9,
    dispatch: 20e-6,
    barrier: 4e-6,
    fill: 128,
    threads: 2,
    registers: 512,
    overlaps: false,
  },
  {
    name: "integrated",
    title: "integrated graphics: Intel Iris Xe, 96 execution units at 1.3 GHz",
    device: { software: false, subgroupSize: 0, f16: true, vendor: "intel", fill: 5_376 },
    flops: 2.0e12,
    bandwidth: 60e9,
    loads: 0.125e12,
    uniformLoads: 0.5e12,
    shared: 0.125e12,
    uniformShared: 0.5e12,
    dispatch: 12e-6,
    barrier: 0.5e-6,
    fill: 5_376,
    registers: 64,
    overlaps: true,
  },
  {
    name: "m2",
    title: "Apple M2, 10 cores",
    device: { software: false, subgroupSize: 32, f16: true, vendor: "apple", fill: 10_240 },
    flops: 3.6e12,
    bandwidth: 100e9,
    loads: 0.45e12,
    uniformLoads: 1.8e12,
    shared: 0.45e12,
    uniformShared: 1.8e12,
    dispatch: 8e-6,
    barrier: 0.3e-6,
    fill: 10_240,
    registers: 96,
    overlaps: true,
  },
  {
    name: "rx7800xt",
    title: "AMD Radeon RX 7800 XT, 60 compute units at 2.43 GHz",
    device: { software: false, subgroupSize: 0, f16: true, vendor: "amd", fill: 30_720 },
    flops: 37.3e12,
    bandwidth: 624e9,
    loads: 2.3e12,
    uniformLoads: 4.7e12,
    shared: 2.3e12,
    uniformShared: 4.7e12,
    dispatch: 8e-6,
    barrier: 0.2e-6,
    fill: 30_720,
    registers: 96,
    overlaps: true,
  },
  {
    name: "rtx4070",
    title: "NVIDIA GeForce RTX 4070, 46 multiprocessors",
    device: { software: false, subgroupSize: 32, f16: true, vendor: "nvidia", fill: 23_552 },
    flops: 29.1e12,
    bandwidth: 504e9,
    loads: 3.6e12,
    uniformLoads: 3.6e12,
    shared: 3.6e12,
    uniformShared: 7.2e12,
    dispatch: 6e-6,
    barrier: 0.2e-6,
    fill: 23_552,
    registers: 128,
    overlaps: true,
  },
  {
    name: "h100",
    title: "NVIDIA H100 SXM, 132 multiprocessors",
    device: { software: false, subgroupSize: 32, f16: true, vendor: "nvidia", fill: 67_584 },
    flops: 66.9e12,
    bandwidth: 3.35e12,
    loads: 7.4e12,
    uniformLoads: 7.4e12,
    shared: 7.4e12,
    uniformShared: 14.8e12,
    dispatch: 5e-6,
    barrier: 0.2e-6,
    fill: 67_584,
    registers: 128,
    overlaps: true,
  },
];

const named = (name: string): Profile => profiles.find((profile) => profile.name === name)!;

/** NVIDIA's cards of the H100's kind, by what a browser or a driver calls them. */
const HOPPER = /hopper|\bG?H[12]00\b/i;

/**
 * The profile that default choices for a device follow: that of its kind.
 *
 * @param name what is known of its architecture and model
 */
export function profileFor(device: Omit<DeviceTraits, "f16" | "fill"> & Partial<DeviceTraits>, name = ""): Profile {
  const { software, subgroupSize, vendor, fill } = device;
  const same = profiles.find((profile) => profile.device.vendor === vendor && profile.fill === fill);
  if (same !== undefined) return same;
  if (software) return named(subgroupSize > 4 ? "lavapipe" : "swiftshader");
  if (vendor === "nvidia") return named(HOPPER.test(name) ? "h100" : "rtx4070");
  return named({ apple: "m2", amd: "rx7800xt" }[vendor] ?? "integrated");
}
