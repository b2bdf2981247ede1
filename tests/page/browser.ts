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
}

/** Serves and starts once for a file's tests; after each test its pages must have reported no error, and are closed. */
export function pageTests(): Opened {
  let server: PageServer;
  let browser: Browser;
  const pages: Page[] = [];
  const errors: string[] = [];

  beforeAll(async () => {
    server = await servePage(join(process.cwd(), "dist", "page"), 0);
    const executablePath = findChromium();
    browser = await chromium.launch({ args: [...softwareFlags], ...(executablePath ? { executablePath } : {}) });
  });
  afterEach(async () => {
    for (const page of pages.splice(0)) await page.context().close();
    expect(errors.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  return {
    async open(query = "", viewport = { width: 1440, height: 900 }) {
      // A context of its own: nothing that a browser keeps is shared with the other pages.
      const context = await browser.newContext({ viewport, serviceWorkers: "block" });
      const page = await context.newPage();
      page.on("pageerror", (error) => errors.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      pages.push(page);
      await page.goto(server.address + query);
      return page;
    },
  };
}

/** The status line as a screen reader and an eye find it. */
export const status = (page: Page) => page.getByRole("status").textContent();

export async function isReady(page: Page): Promise<void> {
  await expect.poll(() => status(page), patience).toContain("Ready");
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
