/** Where a Chromium or Chrome is found, and how it is started so that its page has WebGPU. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];

const elsewhere: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [
    "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
    "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
  ],
};

/** Path of a Chromium or Chrome, `$CHROME_PATH` first; undefined where there is none. */
export function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const given = process.env.CHROME_PATH;
  return [...(given ? [given] : []), ...onPath, ...(elsewhere[process.platform] ?? [])].find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * What a Chromium that only shows this page does without. Without the suggestions of the address line, which are pages of their own that
 * every window loads, it takes half the processor time to open one. A list replaces an earlier one, so this also names what Playwright's
 * own would: what asks the network, and what keeps an address from being opened as it is given.
 */
const unused = [
  "WebUIOmniboxPopup",
  "WebUIOmniboxAimPopup",
  "AimEnabled",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "HttpsFirstBalancedModeAutoEnable",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "NetworkTimeServiceQuerying",
  "OptimizationHints",
  "PaintHolding",
  "PreconnectToSearch",
  "ThirdPartyStoragePartitioning",
];

/** The flag that switches features off, these and what every Chromium here does without. */
export const withoutFeatures = (...features: readonly string[]) =>
  `--disable-features=${[...unused, ...features].join(",")}`;

/**
 * Flags for a Chromium that has WebGPU and asks the network for nothing of its own. It chooses the adapter: a graphics card where
 * there is one, else SwiftShader. `--no-sandbox`: it refuses to start as root otherwise, which is what a container or CI is.
 */
export const flags: readonly string[] = [
  "--enable-unsafe-webgpu",
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  withoutFeatures(),
];

/** The same with the adapter fixed, so that tests compute alike on every machine. */
export const softwareFlags: readonly string[] = [...flags, "--use-webgpu-adapter=swiftshader"];
