import { expect, test } from "vitest";
import { button, firstKernel, isReady, pageTests, patience, status, step, value } from "./browser.ts";

const { open } = pageTests();

/** Its loss falls from the first steps on, and they are short on any adapter. */
const quick = "?preset=classic";

test("the first click trains: the loss falls, the kernels change, Pause stops it, Train goes on", async () => {
  const page = await open(quick);
  // Before the data are there: the click must not be lost.
  await button(page, "Train").click();
  await expect.poll(() => step(page), patience).toBeGreaterThan(3);
  const kernel = await firstKernel(page);
  // It began near 2.5: ten outputs of about ½, each ½ off, squared and summed.
  await expect.poll(async () => Number(await value(page, "Loss")), patience).toBeLessThan(1.2);
  expect(Number((await value(page, "Images per second"))!.replaceAll(",", ""))).toBeGreaterThan(0);
  await expect.poll(() => firstKernel(page), patience).not.toBe(kernel);

  await button(page, "Pause").click();
  await expect.poll(() => status(page), patience).toContain("Paused");
  const paused = await step(page);
  await page.waitForTimeout(500);
  expect(await step(page)).toBe(paused);

  await button(page, "Train").click();
  await expect.poll(() => step(page), patience).toBeGreaterThan(paused);
});

test("Space trains and pauses, but not from within a field", async () => {
  const page = await open();
  await isReady(page);
  await page.getByLabel("Seed").press("Space");
  expect(await button(page, "Train").count()).toBe(1);
  await page.getByLabel("Seed").blur();
  await page.keyboard.press("Space");
  await button(page, "Pause").waitFor();
  await page.keyboard.press("Space");
  await button(page, "Train").waitFor();
});

test("a test judges the network: accuracy, confusion matrix, mistakes", async () => {
  const page = await open(quick);
  await button(page, "Train").click();
  await expect.poll(() => value(page, "Test accuracy"), { ...patience, timeout: 110_000 }).toMatch(/^\d+\.\d\s%$/);
  await button(page, "Pause").click();
  const counts = await page.getByRole("table", { name: "Confusion matrix" }).locator("td").allTextContents();
  expect(counts).toHaveLength(100);
  const right = counts.reduce((sum, count, i) => sum + (i % 11 === 0 ? Number(count) : 0), 0);
  const total = counts.reduce((sum, count) => sum + Number(count), 0);
  expect(await value(page, "Test accuracy")).toBe(`${((100 * right) / total).toFixed(1)}\u202f%`);
  expect(await page.getByRole("region", { name: "Worst mistakes" }).getByRole("img").count()).toBeGreaterThan(0);
});

test("Reset gives the beginning again: the same seed, the same kernels", async () => {
  const page = await open(quick);
  await isReady(page);
  const kernel = await firstKernel(page);
  await button(page, "Train").click();
  await expect.poll(() => firstKernel(page), patience).not.toBe(kernel);
  await button(page, "Reset").click();
  await isReady(page);
  await expect.poll(() => firstKernel(page), patience).toBe(kernel);
  expect(await value(page, "Loss")).toBe("–");
});

test("training leaves the page free: no task of it takes long", async () => {
  const page = await open();
  await isReady(page);
  await page.evaluate(() => {
    Object.assign(window, { longest: 0 });
    new PerformanceObserver((list) => {
      const worst = Math.max(...list.getEntries().map(({ duration }) => duration));
      Object.assign(window, { longest: Math.max(worst, Reflect.get(window, "longest")) });
    }).observe({ type: "longtask" });
  });
  await button(page, "Train").click();
  await expect.poll(() => step(page), patience).toBeGreaterThan(30);
  // Generous: the software adapter takes every core, and the page waits for one as well.
  expect(await page.evaluate(() => Reflect.get(window, "longest"))).toBeLessThan(150);
});
