/** Finds a Vulkan driver that is a program on the processor, so that Dawn has an adapter on a machine without a graphics card. */
import { existsSync } from "node:fs";

const drivers = {
  /** Comes with Chromium, Chrome and Electron. */
  swiftshader: [
    "/usr/lib/chromium/vk_swiftshader_icd.json",
    "/usr/lib/chromium-browser/vk_swiftshader_icd.json",
    "/usr/lib64/chromium-browser/vk_swiftshader_icd.json",
    "/opt/google/chrome/vk_swiftshader_icd.json",
  ],
  /** Comes with Mesa. */
  lavapipe: [
    "/usr/share/vulkan/icd.d/lvp_icd.json",
    "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json",
    "/usr/share/vulkan/icd.d/lvp_icd.aarch64.json",
  ],
} as const;

type SoftwareDriver = keyof typeof drivers;

/** Path of a driver's description; of the named driver only, where one is named. */
function findSoftwareDriver(name?: string): string | undefined {
  if (name !== undefined && !(name in drivers)) {
    throw new Error(
      `software driver: ${name} found; one of ${Object.keys(drivers).join(", ")} expected. Name one of these.`,
    );
  }
  const candidates = name === undefined ? Object.values(drivers).flat() : drivers[name as SoftwareDriver];
  return candidates.find((path) => existsSync(path));
}

/**
 * Makes Dawn use a software driver, unless `VK_ICD_FILENAMES` already says which. `CIRCLEDAST_ADAPTER` may name the driver. To be
 * called before Dawn is created: the Vulkan loader reads its environment once.
 *
 * @returns what Dawn will use: the path of a driver's description; undefined where there is none to be had
 */
export function useSoftwareDriver(): string | undefined {
  const driver = process.env.VK_ICD_FILENAMES ?? findSoftwareDriver(process.env.CIRCLEDAST_ADAPTER);
  if (driver !== undefined) process.env.VK_ICD_FILENAMES = driver;
  return driver;
}
