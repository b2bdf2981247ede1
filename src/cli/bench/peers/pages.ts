/** Systems that are pages of a Chromium without a window. */
import { relative, sep } from "node:path";
import type { Browser } from "playwright-core";
import { DeviceError } from "../../../core/errors.ts";
import { describeAdapter } from "../../../gpu/device.ts";
import { findChromium } from "../../chromium.ts";
import { launch } from "../../headless.ts";
import { type PageServer, servePage } from "../../pageServer.ts";
import { type System, systemOf } from "./system.ts";

export interface Pages {
  readonly version: string;
  /** @param folder of the workload, inside the clone */
  open(folder: string, name: string): Promise<System>;
  close(): Promise<void>;
}

/**
 * Starts a Chromium and serves the clone to it.
 *
 * @throws DeviceError where there is none
 */
export async function startPages(root: string): Promise<Pages> {
  const executable = findChromium();
  if (executable === undefined) {
    throw new DeviceError(
      "--in chromium: no Chromium or Chrome was found; one was expected on the path or in CHROME_PATH. Install one.",
    );
  }
  const browser = await launch(executable);
  const server = await servePage(root, 0);
  return {
    version: browser.version(),
    open: (folder, name) => openPage(browser, server, relative(root, folder).split(sep).join("/"), name),
    async close() {
      await browser.close();
      server.close();
    },
  };
}

async function openPage(browser: Browser, { address }: PageServer, folder: string, name: string): Promise<System> {
  const page = await browser.newPage();
  const query = new URLSearchParams({ system: name, folder: `/${folder}` });
  await page.goto(`${address}bench/peers/page.html?${query}`);
  await page.waitForFunction("globalThis.answer !== undefined");
  const info = (await page.evaluate("adapterInfo()")) as GPUAdapterInfo;
  const { description } = describeAdapter({ info } as GPUAdapter);
  const ask = (question: object) => page.evaluate(`answer(${JSON.stringify(question)})`);
  return systemOf(name, description, ask, () => page.close());
}
