import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { button, firstKernel, isReady, pageTests, patience, startOver, status, step, value } from "./browser.ts";

const { shared } = pageTests();

/** Its loss falls from the first steps on, and they are short on any adapter. */
const quick = "?preset=classic";

/** The same on the reference, where nothing is about the device: a run that begins again has nothing to compile. */
const reference = `${quick}&device=cpu&batch=8`;

async function pause(page: Page): Promise<void> {
  await button(page, "Pause").click();
  await expect.poll(() => status(page), patience).toContain("Paused");
}

async function train(page: Page): Promise<void> {
  if ((await button(page, "Train").count()) > 0) await button(page, "Train").click();
}

test("the first click trains: the loss falls, the kernels change, Pause stops it, Train goes on", async () => {
  // The first of the tests that share it, and it is not ready yet.
  const page = await shared(quick);
  // Before the data are there: the click must not be lost.
  await button(page, "Train").click();
  await expect.poll(() => step(page), patience).toBeGreaterThan(3);
  const kernel = await firstKernel(page);
  // It began near 2.5: ten outputs of about ½, each ½ off, squared and summed.
  await expect.poll(async () => Number(await value(page, "Loss")), patience).toBeLessThan(1.2);
  expect(Number((await value(page, "Images per second"))!.replaceAll(",", ""))).toBeGreaterThan(0);
  await expect.poll(() => firstKernel(page), patience).not.toBe(kernel);

  await pause(page);
  const paused = await step(page);
  await page.waitForTimeout(500);
  expect(await step(page)).toBe(paused);

  await button(page, "Train").click();
  await expect.poll(() => step(page), patience).toBeGreaterThan(paused);
});

test("a test judges the network: accuracy, confusion matrix, mistakes", async () => {
  const page = await shared(quick);
  await train(page);
  await expect.poll(() => value(page, "Test accuracy"), { ...patience, timeout: 110_000 }).toMatch(/^\d+\.\d\s%$/);
  await pause(page);
  const counts = await page.getByRole("table", { name: "Confusion matrix" }).locator("td").allTextContents();
  expect(counts).toHaveLength(100);
  const right = counts.reduce((sum, count, i) => sum + (i % 11 === 0 ? Number(count) : 0), 0);
  const total = counts.reduce((sum, count) => sum + Number(count), 0);
  expect(await value(page, "Test accuracy")).toBe(`${((100 * right) / total).toFixed(1)}\u202f%`);
  expect(await page.getByRole("region", { name: "Worst mistakes" }).getByRole("img").count()).toBeGreaterThan(0);
});

test("a trained run that was reset, or replaced by another recipe, comes back whole", async () => {
  const page = await shared(quick);
  await train(page);
  await expect.poll(() => step(page), patience).toBeGreaterThan(10);
  await pause(page);
  const [paused, kernel, loss] = [await step(page), await firstKernel(page), await value(page, "Loss")];
  const isBack = async () => {
    await expect.poll(() => status(page), patience).toContain("Paused");
    expect([await step(page), await value(page, "Loss")]).toEqual([paused, loss]);
    await expect.poll(() => firstKernel(page), patience).toBe(kernel);
  };

  await button(page, "Reset").click();
  await isReady(page);
  await button(page, `Undo: back to step ${paused}`).click();
  await isBack();

  await page.getByLabel("Seed").fill("9");
  await page.getByLabel("Seed").press("Enter");
  await isReady(page);
  await page.goBack();
  await isBack();
  await button(page, "Train").click();
  await expect.poll(() => step(page), patience).toBeGreaterThan(paused);
});

test("Space trains and pauses, but not from within a field", async () => {
  const page = await shared(reference);
  await startOver(page);
  await page.getByLabel("Seed").press("Space");
  expect(await button(page, "Train").count()).toBe(1);
  await page.getByLabel("Seed").blur();
  await page.keyboard.press("Space");
  await button(page, "Pause").waitFor();
  await page.keyboard.press("Space");
  await button(page, "Train").waitFor();
});

test("Reset gives the beginning again: the same seed, the same kernels", async () => {
  const page = await shared(reference);
  await startOver(page);
  const kernel = await firstKernel(page);
  await button(page, "Train").click();
  await expect.poll(() => firstKernel(page), patience).not.toBe(kernel);
  await button(page, "Reset").click();
  await isReady(page);
  await expect.poll(() => firstKernel(page), patience).toBe(kernel);
  expect(await value(page, "Loss")).toBe("–");
});

test("a test says how far it is, and Pause ends it", async () => {
  const page = await shared(reference);
  await startOver(page);
  await button(page, "Train").click();
  await expect.poll(() => status(page), { ...patience, timeout: 110_000 }).toMatch(/Testing: [\d,]+ of 10,000\./);
  await button(page, "Pause").click();
  await expect.poll(() => status(page), { timeout: 2000, interval: 50 }).toContain("Paused");
  expect(await value(page, "Test accuracy")).toBe("–");
});
