/** The engine room, beside what the planner says in Node. */
import { readFileSync } from "node:fs";
import { source as axeSource } from "axe-core";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { presets } from "../../src/model/presets.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { flopsOf } from "../../src/plan/work.ts";
import { button, isReady, pageTests, patience, status, step } from "./browser.ts";

const { open, shared } = pageTests();

/** Of a row that is open, by name. */
const facts = (page: Page) =>
  page
    .locator(".plan-facts")
    .evaluateAll((all) =>
      all.map((one) =>
        Object.fromEntries(
          [...one.children].map((line) => [line.firstElementChild!.textContent, line.lastElementChild!.textContent]),
        ),
      ),
    );

test("the plan computes every operation of the step once, and no other; the way back leads to the same run", async () => {
  const page = await open("?preset=classic&batch=16");
  await isReady(page);
  await page.keyboard.press(".");
  await expect.poll(() => step(page), patience).toBe(1);
  await page.getByText("What it runs on").click();
  await page
    .locator("#about")
    .getByRole("link", { name: /Engine room/ })
    .click();
  const rows = page.locator(".plan-row");
  await rows.first().waitFor(patience);
  for (const row of await rows.all()) await row.click();
  const told = (await facts(page)).flatMap(({ Computes }) => Computes!.split(", "));
  const program = compileTraining({ ...presets.classic, batch: 16 }, { count: 60_000, shape: [1, 28, 28] });
  const real = program.operations.filter(({ op }) => !/^(un)?flatten$/.test(op));
  expect(told.filter((words) => !/^(un)?flatten of/.test(words)).sort()).toEqual(
    real.map(({ op, label }) => `${op} of ${label}`).sort(),
  );
  const flops = program.operations.reduce((sum, operation) => sum + flopsOf(program, operation), 0);
  const summary = await page.locator(".engine-plan > p").first().textContent();
  expect(Number(/([\d.]+)\u202fMFLOP/.exec(summary!)![1])).toBeCloseTo(flops / 1e6, 1);

  await page.evaluate(axeSource);
  expect(await page.evaluate("axe.run().then(({ violations }) => violations.map(({ id }) => id))")).toEqual([]);
  await page.getByRole("link", { name: "Back to the network" }).click();
  await expect.poll(() => page.locator("#pipeline").isVisible(), patience).toBe(true);
  expect(await status(page)).toContain("Paused at step 1 of");
});

test("the adapter's own words and limits are those that the browser gives", async () => {
  const page = await shared("?preset=sigmoid2#engine");
  const section = page.getByRole("region", { name: "The adapter" });
  await section.locator("dt").first().waitFor(patience);
  await section.getByText("Its limits").click();
  const told = await section.evaluate((place) => {
    const rows = (list: string) =>
      [...place.querySelectorAll(`${list} > div`)].map((row) => [...row.children].map((part) => part.textContent));
    return {
      facts: rows(".facts:not(.engine-limits)"),
      limits: rows(".engine-limits"),
      features: place.querySelector(".engine-features")!.textContent,
    };
  });
  const adapter = await page.evaluate(async () => {
    const { info, limits, features } = (await navigator.gpu.requestAdapter({ powerPreference: "high-performance" }))!;
    const { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize } = info;
    const names = Object.keys(Object.getOwnPropertyDescriptors(Object.getPrototypeOf(limits)));
    const all = names.map((name) => [name, limits[name as keyof GPUSupportedLimits]] as const);
    return {
      info: { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize },
      limits: all.filter(([, limit]) => typeof limit === "number"),
      features: [...features].sort(),
    };
  });
  const { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize } = adapter.info;
  const subgroups = subgroupMinSize === subgroupMaxSize ? subgroupMinSize : `${subgroupMinSize} to ${subgroupMaxSize}`;
  const facts = { Vendor: vendor, Architecture: architecture, Device: device, Description: description };
  expect(told.facts).toEqual([...Object.entries(facts).filter(([, words]) => words), ["Subgroups", `${subgroups}`]]);
  expect(adapter.limits.length).toBeGreaterThan(20);
  const written = adapter.limits.map(([name, limit]) => [name, Number(limit).toLocaleString("en")]);
  expect(told.limits.toSorted()).toEqual(written.toSorted());
  expect(told.features).toBe(`Features: ${adapter.features.join(", ")}`);
});

test("measuring says how far it is and stops when asked; a dot and a row for each dispatch", async () => {
  const page = await shared("?preset=sigmoid2#engine");
  const rows = page.locator(".plan-row");
  await rows.first().waitFor(patience);
  await button(page, "Measure").click();
  await expect
    .poll(() => page.locator(".engine-measure").textContent(), patience)
    .toMatch(/Comparing|Timing|Measuring what/);
  await button(page, "Stop").click();
  await expect.poll(() => page.locator(".engine-measure").textContent(), patience).toContain("nothing was kept");
  await button(page, "Measure").click();
  await page.locator(".roofline > svg .mark").first().waitFor({ timeout: 100_000 });
  const count = await rows.count();
  expect(await page.locator(".roofline > svg .mark").count()).toBe(count);
  const table = await page
    .locator(".engine-table tbody tr")
    .evaluateAll((all) => all.map((row) => [...row.children].map(({ textContent }) => textContent!)));
  expect(table).toHaveLength(count);
  for (const row of await rows.all()) await row.click();
  const told = await facts(page);
  table.forEach(([, time, gflops, , , , worst], at) => {
    // Arithmetic of the plan by the time measured, both to three figures.
    const ms = Number.parseFloat(time) * (time.endsWith("µs") ? 1e-3 : 1);
    const { Arithmetic, Measured } = told[at];
    expect(Measured).toBe(time);
    const scale = Arithmetic!.includes("G") ? 1e9 : Arithmetic!.includes("M") ? 1e6 : 1e3;
    const flops = Number.parseFloat(Arithmetic!) * scale;
    const shown = Number(gflops.replace(/·10⁻(.)$/, (_, power) => `e-${"⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(power)}`));
    expect(shown / (flops / ms / 1e6)).toBeGreaterThan(0.98);
    expect(shown / (flops / ms / 1e6)).toBeLessThan(1.02);
    expect(Number.parseFloat(worst)).toBeLessThanOrEqual(100);
  });
});

test("the drift monitor is switched on here, and draws what it finds by step", async () => {
  const page = await shared("?preset=sigmoid2#engine");
  await page.locator(".plan-row").first().waitFor(patience);
  await page.getByLabel("Check a step").selectOption("of every 10");
  await expect.poll(() => page.url(), patience).toMatch(/shadow=10.*#engine$/);
  await expect.poll(() => status(page), patience).toContain("Ready");
  await page.locator("#engine").getByRole("button", { name: "Train", exact: true }).click();
  const drift = page.getByRole("region", { name: "Does it drift?" });
  await expect.poll(() => drift.locator("circle").count(), patience).toBeGreaterThan(1);
  expect(await drift.textContent()).toMatch(
    /\d+ comparisons: the worst, at step \d+0, at \d+\.\d\s% of what rounding allows/,
  );
});

test("the last certificate is kept with its report", async () => {
  const page = await open("verify.html?preset=sigmoid2");
  await page.getByLabel("this network alone").check();
  await button(page, "Start").click();
  const verdict = page.getByText("Every kernel that sigmoid2 uses computes what the reference does");
  await verdict.waitFor(patience);
  await page.goto(new URL("./?preset=sigmoid2&device=cpu#engine", page.url()).href);
  const section = page.getByRole("region", { name: "Is this device right?" });
  await expect.poll(() => section.textContent(), patience).toContain("Every kernel that sigmoid2 uses");
  expect(await section.textContent()).toMatch(/Worst error\d+\.\d\s% of its bound/);
  const downloading = page.waitForEvent("download");
  await button(page, "Save its report").click();
  expect(readFileSync(await (await downloading).path(), "utf8")).toContain("Every kernel that sigmoid2 uses");
});

test("what did not load says so at its place, with the way back, and comes when it is asked for again", async () => {
  const page = await open("?preset=sigmoid2&device=cpu");
  await isReady(page);
  // Chromium reports the request that is to fail.
  page.removeAllListeners("console");
  await page.route(/engineView/, (route) => route.abort());
  await page.getByRole("link", { name: "Engine room", exact: true }).click();
  const words = page.getByText("did not load");
  await words.waitFor(patience);
  expect(await page.getByRole("link", { name: "Back to the network" }).isVisible()).toBe(true);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("engine-title");
  expect(await page.getByRole("main").count()).toBe(1);
  await page.unrouteAll();
  await button(page, "Try again").click();
  await page.getByRole("region", { name: "Does it drift?" }).waitFor(patience);
  expect(await words.count()).toBe(0);
});
