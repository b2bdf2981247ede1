import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { button, isReady, isReadyWith, pageTests, patience, status } from "./browser.ts";

const { open } = pageTests();

/** The tiles of what the network sees, each as one text. */
const tiles = (page: Page) =>
  page.locator("#seen canvas").evaluateAll((all) => all.map((tile) => (tile as HTMLCanvasElement).toDataURL()));

test("varied pictures are shown as the network sees them, others in every step", async () => {
  const page = await open("?preset=quick");
  await isReady(page);
  expect(await page.locator("#seen").isVisible()).toBe(false);
  await page.getByRole("combobox", { name: "Pictures" }).selectOption("varied");
  await isReadyWith(page, "augment=yes");
  expect(await page.locator("#seen").isVisible()).toBe(true);
  const before = await tiles(page);
  expect(new Set(before).size).toBe(1);
  await button(page, "Train").click();
  await expect.poll(async () => new Set(await tiles(page)).size, patience).toBe(10);
  const seen = await tiles(page);
  await expect.poll(async () => (await tiles(page))[0], patience).not.toBe(seen[0]);
});

test("the error of every layer against the reference is shown while it trains", async () => {
  const page = await open("?preset=classic&batch=16");
  await isReady(page);
  await page.getByLabel("Check every").fill("5");
  await page.getByLabel("Check every").press("Enter");
  await isReadyWith(page, "shadow=5");
  await button(page, "Train").click();
  const errors = page.getByRole("region", { name: "Error against the CPU reference" });
  await expect
    .poll(() => errors.textContent(), patience)
    .toMatch(/Step \d+: every value is as near as rounding explains/);
  const rows = await errors.getByRole("listitem").allTextContents();
  expect(rows.join(" ")).toMatch(/conv1.*conv2.*dense.*loss.*update/);
  const shares = rows.map((row) => Number(/\d\.\d\d$/.exec(row)![0]));
  expect(Math.max(...shares)).toBeGreaterThan(0);
  expect(Math.max(...shares)).toBeLessThanOrEqual(1);
  await button(page, "Pause").click();
  await expect.poll(() => status(page), patience).toContain("Paused");
});

test("on the CPU reference there is nothing to compare", async () => {
  const page = await open("?preset=sigmoid2&device=cpu&shadow=3");
  await isReady(page);
  const errors = page.getByRole("region", { name: "Error against the CPU reference" });
  await expect.poll(() => errors.textContent(), patience).toContain("It trains on the reference itself");
});
