import { expect, test } from "vitest";
import { button, isReady, isReadyWith, pageTests, patience, status, step } from "./browser.ts";

const { open } = pageTests();

test("kernels are timed on request, and what was found is kept for the next time", async () => {
  const page = await open("?preset=sigmoid2&batch=32");
  await isReady(page);
  const facts = page.locator("#device-facts");
  expect(await facts.textContent()).toContain("as predicted for this device");
  await page.getByRole("combobox", { name: "Kernels" }).selectOption("timed");
  await expect.poll(() => facts.textContent(), patience).toContain("the fastest here (timed now)");
  expect(new URL(page.url()).searchParams.get("kernels")).toBe("tuned");
  await isReady(page);

  await page.reload();
  await isReady(page);
  expect(await facts.textContent()).toContain("the fastest here (timed before)");
});

test("kernels are timed while it trains, for the next run", async () => {
  const page = await open("?preset=quick&batch=32&epochs=50&kernels=tuned");
  await isReady(page);
  await button(page, "Train").click();
  const facts = page.locator("#device-facts");
  await expect
    .poll(() => facts.textContent(), patience)
    .toMatch(/as predicted for this device; timing others: \d+ of \d+/);
  const before = await step(page);
  await expect.poll(() => facts.textContent(), patience).toContain("the next run has the fastest here");
  // Polled: while the test set is judged the status speaks of that.
  await expect.poll(() => step(page), patience).toBeGreaterThan(before);
  await button(page, "Pause").click();
  await button(page, "Reset").click();
  await expect.poll(() => facts.textContent(), patience).toContain("the fastest here (timed before)");
});

test("another recipe ends the timing that is no longer wanted", async () => {
  const page = await open("?preset=lenet&kernels=tuned");
  await expect.poll(() => status(page), patience).toMatch(/Ready.*Timing kernels: \d+ of \d+/);
  await page.getByRole("combobox", { name: "Kernels" }).selectOption("predicted");
  await isReadyWith(page, "lenet");
  await expect.poll(() => status(page), patience).not.toContain("Timing");
  expect(await page.locator("#device-facts").textContent()).toContain("as predicted for this device");
});
