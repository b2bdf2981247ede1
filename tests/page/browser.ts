/** What every test of the page needs: the built page served, and a Chromium to open it in. */
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { findChromium, softwareFlags } from "../../src/cli/chromium.ts";
import { type PageServer, servePage } from "../../src/cli/pageServer.ts";

/** Long enough for a software adapter to compile, on a machine that has other work. */
export const patience = { timeout: 60_000, interval: 100 };

interface Opened {
  open(query?: string, size?: { width: number; height: number }): Promise<Page>;
  /**
   * The page that the file's tests of this address share, opened by the first of them, for to open one takes longer than most tests.
   * After a test that failed the next opens its own.
   */
  shared(query?: string): Promise<Page>;
}

/** Serves and starts once for a file's tests; after each test the pages must have reported no error, and those not shared are closed. */
export function pageTests(): Opened {
  let server: PageServer;
  let browser: Browser;
  const pages: Page[] = [];
  const sharedPages = new Map<string, Page>();
  const errors: string[] = [];

  beforeAll(async () => {
    server = await servePage(join(process.cwd(), "dist", "page"), 0);
    const executablePath = findChromium();
    browser = await chromium.launch({ args: [...softwareFlags], ...(executablePath ? { executablePath } : {}) });
  });
  afterEach(async ({ task }) => {
    const failed = task.result?.state === "fail" || errors.length > 0;
    if (failed) pages.push(...sharedPages.values());
    if (failed) sharedPages.clear();
    for (const page of pages.splice(0)) await page.context().close();
    expect(errors.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  async function start(query: string, viewport = { width: 1440, height: 900 }): Promise<Page> {
    // A context of its own: nothing that a browser keeps is shared with the other pages.
    const context = await browser.newContext({ viewport, serviceWorkers: "block" });
    const page = await context.newPage();
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => {
      if (message.type() === "error") errors.push(message.text());
    });
    await page.goto(server.address + query);
    return page;
  }

  return {
    async open(query = "", viewport) {
      const page = await start(query, viewport);
      pages.push(page);
      return page;
    },
    async shared(query = "") {
      const page = sharedPages.get(query) ?? (await start(query));
      sharedPages.set(query, page);
      return page;
    },
  };
}

/** Brings a shared page to the beginning of its run, wherever the test before has left it. */
export async function startOver(page: Page): Promise<void> {
  // Whatever it does: trained, training or testing.
  if (!/Ready/.test((await status(page)) ?? "")) await button(page, "Reset").click();
  await isReady(page);
}

/** The status line. By its attribute: to compute every element's role, as getByRole does, would take the page as long as its own work. */
export const status = (page: Page) => page.locator("[role=status]").textContent();

export async function isReady(page: Page): Promise<void> {
  await expect.poll(() => status(page), patience).toContain("Ready");
  // As a screen reader finds it.
  expect(await page.getByRole("status").count()).toBe(1);
}

/** Waits until a choice has come to the address, and the run that it asks for is ready: until then the status speaks of the run before. */
export async function isReadyWith(page: Page, choice: string): Promise<void> {
  await expect.poll(() => page.url(), patience).toContain(choice);
  await isReady(page);
}

/** A labelled value, as text. */
export const value = (page: Page, name: string) => page.getByLabel(name, { exact: true }).textContent();

export const button = (page: Page, name: string) => page.getByRole("button", { name, exact: true });

/** The step that the status line speaks of. */
export async function step(page: Page): Promise<number> {
  const words = (await status(page)) ?? "";
  return Number(/step ([\d,]+)/.exec(words)?.[1]?.replaceAll(",", "") ?? 0);
}

/** A stroke through points given in shares of the drawing surface. */
export async function draw(page: Page, points: readonly (readonly [number, number])[]): Promise<void> {
  const surface = page.getByLabel("Draw a digit");
  await surface.scrollIntoViewIfNeeded();
  const box = (await surface.boundingBox())!;
  const at = ([x, y]: readonly [number, number]) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(points[0]));
  await page.mouse.down();
  for (const point of points) await page.mouse.move(...at(point), { steps: 4 });
  await page.mouse.up();
}

/** The first kernel as it is painted: equal weights paint equal pixels. */
export function firstKernel(page: Page): Promise<string> {
  return page
    .locator("#kernels .kernel canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => canvas.toDataURL());
}

/** The ten outputs for the drawing, as they are written. */
export const outputs = (page: Page) => page.locator("#prediction .amount").allTextContents();

/** The hundred counts on show. */
export const counts = (page: Page) =>
  page
    .locator("#confusion tbody tr")
    .evaluateAll((rows) =>
      rows.map((row) => [...row.querySelectorAll("td")].map(({ textContent }) => Number(textContent))),
    );
