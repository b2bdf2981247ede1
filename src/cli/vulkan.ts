/** Finds a Vulkan driver that is a program on the processor, so that Dawn has an adapter on a machine without a graphics card. */
import { existsSync } from "node:fs";
import { DeviceError, SpecError } from "../core/errors.ts";

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

/** The Vulkan loader's own words for "these drivers and no others", the newer one first. */
const LOADER_VARIABLES = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"] as const;

/** Paths of the descriptions of the software drivers that are installed, one of each kind. */
export function softwareDrivers(): string[] {
  return Object.values(drivers)
    .map((paths) => paths.find((path) => existsSync(path)))
    .filter((path) => path !== undefined);
}

/**
 * The driver that the user wants and no other: what the Vulkan loader's own variables say, else the one that
 * `CIRCLEDAST_ADAPTER` names; undefined where neither is set.
 *
 * @throws SpecError where there is no driver of that name
 * @throws DeviceError where it is not installed
 */
export function wantedDriver(): string | undefined {
  const given = LOADER_VARIABLES.map((name) => process.env[name]).find(Boolean);
  const name = process.env.CIRCLEDAST_ADAPTER;
  if (given !== undefined || !name) return given;
  if (!Object.hasOwn(drivers, name)) {
    throw new SpecError(
      `CIRCLEDAST_ADAPTER: it is ${JSON.stringify(name)}; one of ${Object.keys(drivers).join(", ")} was expected. ` +
        "Name one of them or unset it.",
    );
  }
  const paths = drivers[name as keyof typeof drivers];
  const found = paths.find((path) => existsSync(path));
  if (found !== undefined) return found;
  throw new DeviceError(
    `CIRCLEDAST_ADAPTER: ${name} is not installed; one of ${paths.join(", ")} was expected. ` +
      `Install ${name === "lavapipe" ? "Mesa's Vulkan drivers" : "Chromium"} or unset it.`,
  );
}

/** Makes the Vulkan loader see one driver and no other; it looks whenever a Dawn instance is created. */
export function useDriver(path: string): void {
  if (LOADER_VARIABLES.some((name) => process.env[name] === path)) return;
  // The older variable is understood by every loader, but only where the newer one is not set.
  delete process.env.VK_DRIVER_FILES;
  process.env.VK_ICD_FILENAMES = path;
}

/**
 * Makes Dawn use a software driver, unless the user wants another one. To be called before a Dawn instance is created.
 *
 * @returns what Dawn will use: the path of a driver's description; undefined where there is none to be had
 */
export function useSoftwareDriver(): string | undefined {
  const driver = wantedDriver() ?? softwareDrivers()[0];
  if (driver !== undefined) useDriver(driver);
  return driver;
}
