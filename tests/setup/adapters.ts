/** Proof that the suite can run: a WebGPU adapter in Node and one in Chromium. Without them nothing is skipped, all fails. */
import { chromium } from "playwright-core";
import { create } from "webgpu";
import { findChromium, softwareFlags } from "../../src/cli/chromium.ts";
import { useSoftwareDriver } from "../../src/cli/vulkan.ts";

/** @returns what the adapter is */
export async function proveNode(): Promise<string> {
  const driver = useSoftwareDriver();
  const adapter = await create([]).requestAdapter();
  if (adapter) return `${adapter.info.description} (${driver ?? "the system's own driver"})`;
  throw new Error(
    `WebGPU in Node: no adapter found with ${driver ?? "the system's own driver"}; one expected. ` +
      "Install Chromium (it brings SwiftShader) or Mesa's Vulkan drivers, and the Vulkan loader (libvulkan1).",
  );
}

/** @returns what the adapter is */
export async function proveChromium(): Promise<string> {
  const executablePath = findChromium();
  if (!executablePath)
    throw new Error("Chromium: none found; Chromium or Chrome expected. Install it or set CHROME_PATH.");
  const browser = await chromium.launch({ executablePath, args: [...softwareFlags] });
  try {
    const page = await browser.newPage();
    // WebGPU wants an address that counts as secure; localhost does, and needs no server here.
    await page.route("**", (route) => route.fulfill({ contentType: "text/html", body: "" }));
    await page.goto("http://localhost/");
    const info = await page.evaluate(async () => (await navigator.gpu?.requestAdapter())?.info.architecture);
    if (info !== undefined) return `${info} (${executablePath} ${browser.version()})`;
  } finally {
    await browser.close();
  }
  throw new Error(
    `WebGPU in Chromium: ${executablePath} has no adapter; one expected. Install a newer Chromium or Chrome.`,
  );
}
