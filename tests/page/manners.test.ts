/** How the page behaves: for those who cannot see it, on every screen, without WebGPU, while it works. */
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { source as axeSource } from "axe-core";
import { chromium, type Page } from "playwright-core";
import { expect, test } from "vitest";
import { findChromium, flags } from "../../src/cli/chromium.ts";
import { servePage } from "../../src/cli/pageServer.ts";
import { button, isReady, pageTests, patience, status, step } from "./browser.ts";

const { open } = pageTests();

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
  await page.setViewportSize(wide);
  return found;
}

/** It reads every element several times, which on a busy machine takes its time. */
const long = 240_000;

test("axe finds nothing before it trains and while it does, with everything open", { timeout: long }, async () => {
  const page = await open(quick);
  await isReady(page);
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

test("axe finds nothing where it has failed, and on the page that checks", { timeout: long }, async () => {
  const page = await open("?preset=classic&batch=60001&device=cpu");
  await expect.poll(() => status(page), patience).toContain("Nothing runs");
  await page.evaluate(axeSource);
  expect(await violations(page)).toEqual([]);
  const other = await open("verify.html");
  await other.evaluate(axeSource);
  expect(await violations(other)).toEqual([]);
});

test("from 360 pixels to 4K nothing has to be scrolled sideways, with forced colours and reduced motion too", async () => {
  const page = await open(quick, { width: 360, height: 740 });
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
  const moving = await page.evaluate(
    () => document.getAnimations().filter(({ playState }) => playState === "running").length,
  );
  expect(moving).toBe(0);
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

/**
 * Milliseconds of processor time that the page's tasks take, longest first. Not of time that passes: beside a software adapter, and
 * whatever else the machine does, a task waits for a core, which is not the page's doing.
 */
async function tasks(page: Page, work: () => Promise<void>): Promise<number[]> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, { categories: ["toplevel", "disabled-by-default-devtools.timeline", "__metadata"] });
  await work();
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString());
  type Event = {
    name: string;
    pid: number;
    tid: number;
    tdur?: number;
    args: { name?: string; data?: { url?: string } };
  };
  const events = traceEvents as Event[];
  // The page's own process is the one in which its main thread did the most.
  const mains = events.filter(({ name, args }) => name === "thread_name" && args.name === "CrRendererMain");
  const of = ({ pid, tid }: Event) =>
    events.filter(
      (event) => event.pid === pid && event.tid === tid && event.tdur !== undefined && /RunTask/.test(event.name),
    );
  const all = mains.map((main) =>
    of(main)
      .map(({ tdur }) => tdur! / 1000)
      .sort((a, b) => b - a),
  );
  const sum = (times: readonly number[]) => times.reduce((total, time) => total + time, 0);
  return all.sort((a, b) => sum(b) - sum(a))[0];
}

test("while it trains no task of the page takes 50 ms of its processor", async () => {
  const page = await open();
  await isReady(page);
  const times = await tasks(page, async () => {
    await button(page, "Train").click();
    await expect.poll(() => step(page), patience).toBeGreaterThan(30);
    await page.waitForTimeout(4000);
    await button(page, "Pause").click();
    await expect.poll(() => status(page), patience).toContain("Paused");
  });
  expect(times.length).toBeGreaterThan(50);
  expect(times[0]).toBeLessThan(50);
});

test("the first view takes less than a second of the page's processor, and under 200 KB of script", async () => {
  const page = await open("verify.html");
  const address = new URL(`./${quick}`, page.url()).href;
  const times = await tasks(page, async () => {
    await page.goto(address);
    await page.waitForFunction(() => document.querySelector<HTMLSelectElement>("#recipe select")!.length > 0);
  });
  expect(times.reduce((sum, time) => sum + time, 0)).toBeLessThan(1000);

  // Of the built files: what the page names in its head, and the worker's script.
  const folder = join(process.cwd(), "dist", "page");
  const named = [...readFileSync(join(folder, "index.html"), "utf8").matchAll(/assets\/[\w-]+\.js/g)].map(
    ([name]) => name,
  );
  const main = named.map((name) => readFileSync(join(folder, name), "utf8"));
  const workers = [...main.join().matchAll(/assets\/worker-[\w-]+\.js|worker-[\w-]+\.js/g)].map(([name]) =>
    name.replace(/^(?!assets)/, "assets/"),
  );
  const scripts = [...new Set([...named, ...workers])];
  expect(workers.length).toBeGreaterThan(0);
  const bytes = scripts.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name)), { level: 9 }).length, 0);
  expect(bytes).toBeLessThan(200_000);
});

/** Presses Train as soon as the form has its choices, and notes when the page has answered: milliseconds since the navigation began. */
const pressEarly = () => {
  let pressed = false;
  const look = () => {
    const train = document.getElementById("train");
    const isFilled = (document.querySelector<HTMLSelectElement>("#recipe select")?.length ?? 0) > 0;
    // In a frame: what has changed before it is painted with it.
    if (pressed && train?.textContent === "Pause") return Object.assign(window, { answered: performance.now() });
    if (isFilled && !pressed) {
      pressed = true;
      train!.click();
    }
    return requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
};

/** More work than processors: then time that passes says how long the page had to wait for them. */
const isBusy = loadavg()[0] > cpus().length;

const first = "a second after it is opened the page is painted and Train answers, with nothing of it in any cache";
test.skipIf(isBusy)(first, async () => {
  const visits: { painted: number; answered: number }[] = [];
  for (let visit = 0; visit < 5; visit++) {
    // A context of its own, and with it an empty cache.
    const page = await open("verify.html");
    await page.addInitScript(pressEarly);
    await page.goto(new URL(`./${quick}`, page.url()).href, { waitUntil: "commit" });
    await page.waitForFunction("window.answered !== undefined", null, patience);
    visits.push(
      await page.evaluate(() => ({
        painted: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.POSITIVE_INFINITY,
        answered: Reflect.get(window, "answered") as number,
      })),
    );
    await page.close();
  }
  // Time that passes, as a person feels it. The quickest of the visits: what else the machine does makes some of them longer, none shorter.
  const quickest = (of: "painted" | "answered") => Math.min(...visits.map((visit) => visit[of]));
  expect(quickest("painted"), JSON.stringify(visits)).toBeLessThan(1000);
  expect(quickest("answered"), JSON.stringify(visits)).toBeLessThan(1000);
});

test("a hidden tab trains on, or pauses and goes on when it is shown: a choice that the browser keeps", async () => {
  const page = await open(quick);
  await isReady(page);
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, "hidden", { configurable: true, get: () => value });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  await page.getByText("In the background, and what is stored").click();
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
  const args = [...flags.filter((flag) => !flag.includes("webgpu")), "--disable-features=WebGPU,WebGPUService"];
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
