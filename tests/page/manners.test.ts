/** How the page behaves: for those who cannot see it, on every screen, without WebGPU, while it works. */
import { join } from "node:path";
import { source as axeSource } from "axe-core";
import { chromium, type Page } from "playwright-core";
import { expect, test } from "vitest";
import { findChromium, flags, withoutFeatures } from "../../src/cli/chromium.ts";
import { servePage } from "../../src/cli/pageServer.ts";
import { button, draw, isReady, pageTests, patience, startOver, status, step } from "./browser.ts";

const { open, shared } = pageTests();

/** On the CPU reference where nothing is about the device: there nothing has to be compiled. */
const quick = "?preset=classic&device=cpu&batch=8";
const wide = { width: 1440, height: 900 };
const narrow = { width: 390, height: 844 };

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary: string }[];
}

/** What axe finds wrong with the page as it stands, in light and dark, wide and narrow. */
async function violations(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const [colorScheme, size] of [
    ["light", wide],
    ["dark", narrow],
  ] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    // Two frames: what is drawn again when the theme changes is drawn in the first.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const list = await page.evaluate<Violation[]>(
      "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)",
    );
    for (const { id, nodes } of list)
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme} ${size.width}: ${id} ${target.join(" ")} ${failureSummary}`);
  }
  await page.emulateMedia({ colorScheme: null });
  await page.setViewportSize(wide);
  return found;
}

/** It reads every element several times, which on a busy machine takes its time. */
const long = 240_000;

test("from 360 pixels to 4K nothing has to be scrolled sideways, with forced colours and reduced motion too", async () => {
  const page = await shared(quick);
  await isReady(page);
  for (const [width, height] of [
    [360, 740],
    [768, 1024],
    [900, 700],
    [1360, 768],
    [3840, 2160],
  ]) {
    await page.setViewportSize({ width, height });
    for (const forcedColors of ["none", "active"] as const) {
      await page.emulateMedia({ forcedColors, reducedMotion: "reduce" });
      const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect([width, forcedColors, beyond]).toEqual([width, forcedColors, 0]);
      expect(await button(page, "Train").isVisible()).toBe(true);
    }
  }
  // The room is used: what is twice as high and more than twice as wide has maps of more than twice the height.
  const tallest = async (width: number, height: number) => {
    await page.setViewportSize({ width, height });
    const heights = () =>
      page.locator("#pipeline canvas").evaluateAll((all) => Math.max(...all.map(({ clientHeight }) => clientHeight)));
    const seen = [-1, -2];
    const stands = async () => {
      seen.push(await heights());
      return seen.at(-1) === seen.at(-2);
    };
    await expect.poll(stands, patience).toBe(true);
    return seen.at(-1)!;
  };
  expect(await tallest(3840, 2160)).toBeGreaterThan(2 * (await tallest(1440, 900)));
  const moving = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === "running").length,
  );
  expect(moving).toBe(0);
  await page.emulateMedia({ forcedColors: null, reducedMotion: null });
  await page.setViewportSize(wide);
});

test("axe finds nothing before it trains and while it does, with everything open", { timeout: long }, async () => {
  const page = await shared(quick);
  await startOver(page);
  await page.evaluate(axeSource);
  expect(await violations(page)).toEqual([]);
  for (const words of ["What it runs on", "In the background, and what is stored"]) await page.getByText(words).click();
  await page.keyboard.press("?");
  await page.locator("#stored p").waitFor(patience);
  await button(page, "Train").click();
  await expect.poll(() => step(page), patience).toBeGreaterThan(0);
  expect(await violations(page)).toEqual([]);
});

test("axe finds nothing with an open number, in the colours of either theme", { timeout: long }, async () => {
  const page = await open(quick);
  await isReady(page);
  await page.evaluate(axeSource);
  await page.keyboard.press(".");
  await expect.poll(() => status(page), patience).toContain("Paused");
  await page
    .locator("#pipeline canvas")
    .nth(1)
    .click({ position: { x: 12, y: 12 } });
  await page.locator("#arithmetic .number-cell").first().waitFor(patience);
  expect(await violations(page)).toEqual([]);
});

test("axe finds nothing when a run is over, beside the runs before, with a drawing to teach, the editor and the export open", {
  timeout: long,
}, async () => {
  const page = await open("?preset=quick&batch=32&steps=60&device=cpu");
  await isReady(page);
  await page.evaluate(axeSource);
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done");
  await draw(page, [
    [0.5, 0.2],
    [0.5, 0.8],
  ]);
  await page
    .getByRole("region", { name: "Teach it your hand" })
    .getByRole("button", { name: "1", exact: true })
    .click();
  for (const name of ["Edit", "Export"]) await button(page, name).click();
  await page.locator("#export-place .link, #export-place button").first().waitFor(patience);
  // Cells of every shade: what is taken for what, after so few steps, is everything.
  expect(await page.locator("#confusion td:not(:empty)").count()).toBeGreaterThan(30);
  expect(await violations(page)).toEqual([]);
  await button(page, "Reset").click();
  await isReady(page);
  await page.locator("#runs").getByRole("row").nth(1).waitFor(patience);
  expect(await violations(page)).toEqual([]);
});

test("axe finds nothing on convolution, and on the two neurons", { timeout: long }, async () => {
  const page = await open("?preset=sigmoid2&device=cpu");
  await isReady(page);
  await page.evaluate(axeSource);
  await page.keyboard.press(".");
  await expect.poll(() => status(page), patience).toContain("Paused");
  expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "What is ⊛" }).first().click();
  await page.locator("#operator .slide").first().waitFor(patience);
  expect(await violations(page)).toEqual([]);
});

test("axe finds nothing where it has failed, and on the page that checks", { timeout: long }, async () => {
  const page = await open("?preset=classic&batch=60001&device=cpu");
  await expect.poll(() => status(page), patience).toContain("Nothing runs");
  await page.evaluate(axeSource);
  expect(await violations(page)).toEqual([]);
  const other = await open("verify.html");
  await other.evaluate(axeSource);
  expect(await violations(other)).toEqual([]);
});

/** Layout shifts that nobody's hand has caused, one after the other. */
const observeShifts = () => {
  const shifts: number[] = [];
  Object.assign(window, { shifts });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) shifts.push(entry.value);
  }).observe({ type: "layout-shift", buffered: true });
};

test.each([wide, narrow])("what arrives later has its place: nothing moves, at $width", async (size) => {
  const page = await open("verify.html", size);
  await page.addInitScript(observeShifts);
  await page.goto(new URL(`./${quick}`, page.url()).href);
  await isReady(page);
  await button(page, "Train").click();
  await expect.poll(() => step(page), patience).toBeGreaterThan(1);
  await page.waitForTimeout(5000);
  const shifts = await page.evaluate(() => Reflect.get(window, "shifts") as number[]);
  expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.05);
});

test("a hidden tab trains on, or pauses and goes on when it is shown: a choice that the browser keeps", async () => {
  const page = await shared(quick);
  await startOver(page);
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => value });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  const stored = page.getByText("In the background, and what is stored");
  if (!(await page.getByLabel("While this tab is hidden").isVisible())) await stored.click();
  await button(page, "Train").click();
  await expect.poll(() => step(page), patience).toBeGreaterThan(0);
  await hide(true);
  await page.waitForTimeout(300);
  expect(await button(page, "Pause").count()).toBe(1);
  await hide(false);
  await page.getByLabel("While this tab is hidden").selectOption("training pauses");
  await hide(true);
  await expect.poll(() => status(page), patience).toContain("Paused");
  const paused = await step(page);
  await hide(false);
  await expect.poll(() => step(page), patience).toBeGreaterThan(paused);
  await button(page, "Pause").click();
  await expect.poll(() => status(page), patience).toContain("Paused");
  // What a person paused stays so.
  await hide(true);
  await hide(false);
  await page.waitForTimeout(300);
  expect(await status(page)).toContain("Paused");
  await page.reload();
  await isReady(page);
  expect(await page.getByLabel("While this tab is hidden").inputValue()).toBe("pause");
});

test("without WebGPU the same page trains on the reference, and says how to switch it on", async () => {
  const server = await servePage(join(process.cwd(), "dist", "page"), 0);
  const executablePath = findChromium();
  const args = [...flags.filter((flag) => !flag.includes("webgpu")), withoutFeatures("WebGPU", "WebGPUService")];
  const browser = await chromium.launch({ args, ...(executablePath ? { executablePath } : {}) });
  try {
    const page = await browser.newPage({ viewport: wide, serviceWorkers: "block" });
    await page.goto(`${server.address}?preset=classic&batch=8`);
    await isReady(page);
    expect(await status(page)).toContain("CPU reference");
    await button(page, "Switch on your GPU: how").click();
    expect(await page.getByText("use graphics acceleration when available", { exact: false }).isVisible()).toBe(true);
    await button(page, "Train").click();
    await expect.poll(() => step(page), patience).toBeGreaterThan(0);
  } finally {
    await browser.close();
    server.close();
  }
});
