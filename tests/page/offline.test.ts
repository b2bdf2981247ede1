/** Without a network, and with a newer build. Each test has a browser context of its own: what is stored is theirs alone. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { findChromium, softwareFlags } from "../../src/cli/chromium.ts";
import { type PageServer, servePage } from "../../src/cli/pageServer.ts";
import { button, isReady, patience, status, step } from "./browser.ts";

let browser: Browser;
let context: BrowserContext;
let server: PageServer;
let folder: string;

beforeAll(async () => {
  // A copy, of which a test makes another build.
  folder = mkdtempSync(join(tmpdir(), "circledast-page-"));
  cpSync("dist/page", folder, { recursive: true });
  server = await servePage(folder, 0);
  const executablePath = findChromium();
  browser = await chromium.launch({ args: [...softwareFlags], ...(executablePath ? { executablePath } : {}) });
});
afterEach(() => context?.close());
afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true });
});

/** On the CPU reference: nothing here is about the device. */
async function visit(query: string): Promise<Page> {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto(`${server.address}?device=cpu&${query}`);
  await isReady(page);
  await page.waitForFunction(async () => (await navigator.serviceWorker.ready).active !== null);
  return page;
}

/** Files kept, of the data set or of the page. */
const kept = (page: Page, what: "data" | "page") =>
  page.evaluate(async (part) => {
    const name = (await caches.keys()).find((one) => one.startsWith(`circledast-${part}`));
    return name === undefined ? 0 : (await (await caches.open(name)).keys()).length;
  }, what);

const openStored = (page: Page) => page.getByText("In the background, and what is stored").click();

test("after the first visit it opens and trains without a network, says what it stores, and deletes it", async () => {
  const page = await visit("preset=classic&batch=8");
  await expect.poll(() => kept(page, "data"), patience).toBe(4);
  await context.setOffline(true);
  server.close();
  await page.reload();
  await isReady(page);
  await page.keyboard.press(".");
  await expect.poll(() => step(page), patience).toBe(1);
  // Other addresses of the same page, too.
  await page.goto(`${server.address}verify.html?preset=lenet`);
  await expect.poll(() => status(page), patience).toContain("Press Start");
  await page.goBack();
  await isReady(page);
  await openStored(page);
  const list = page.locator("#stored");
  const bytes = await page.evaluate(async () => {
    const cache = await caches.open((await caches.keys()).find((name) => name.startsWith("circledast-data"))!);
    const blobs = await Promise.all((await cache.keys()).map(async (key) => (await cache.match(key))!.blob()));
    return blobs.reduce((sum, { size }) => sum + size, 0);
  });
  await expect.poll(() => list.textContent(), patience).toContain(`Data set${(bytes / 1e6).toFixed(1)}\u202fMB`);
  expect(await list.textContent()).toContain("This page, to work without a network");
  await button(page, "Delete what is stored").click();
  await button(page, "Delete all of it").click();
  await expect.poll(() => list.textContent(), patience).toContain("Deleted.");
  const left = await page.evaluate(async () => [
    (await caches.keys()).length,
    (await navigator.serviceWorker.getRegistrations()).length,
    localStorage.length,
  ]);
  expect(left).toEqual([0, 0, 0]);
  await context.setOffline(false);
  server = await servePage(folder, Number(new URL(server.address).port));
});

test("a newer build is told of, and taken when one asks for it", async () => {
  const page = await visit("preset=sigmoid2");
  await expect.poll(() => kept(page, "page"), patience).toBeGreaterThan(5);
  const index = join(folder, "index.html");
  writeFileSync(index, readFileSync(index, "utf8").replace("<title>", '<meta name="newer" /><title>'));
  const worker = join(folder, "sw.js");
  writeFileSync(worker, readFileSync(worker, "utf8").replace(/"version":"\w+"/, '"version":"newer"'));
  await page.reload();
  await isReady(page);
  // Nobody asked yet: it is the old one.
  const newer = () => page.locator("meta[name=newer]").count();
  const offer = page.getByRole("button", { name: "A newer version is ready: reload" });
  await offer.waitFor(patience);
  expect(await newer()).toBe(0);
  await offer.click();
  await expect.poll(newer, patience).toBe(1);
  await isReady(page);
  const names = await page.evaluate(() => caches.keys());
  expect(names.filter((name) => name.startsWith("circledast-page"))).toEqual(["circledast-page-newer"]);
});
