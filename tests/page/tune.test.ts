import { expect, test } from "vitest";
import { isReady, pageTests, patience, status } from "./browser.ts";

const { open } = pageTests();

test("kernels are timed on request, and what was found is kept for the next time", async () => {
  const page = await open("?preset=quick&batch=32");
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

test("another recipe ends the timing that is no longer wanted", async () => {
  const page = await open("?preset=lenet&kernels=tuned");
  await expect.poll(() => status(page), patience).toMatch(/Timing kernels on this device: \d+ of \d+/);
  await page.getByRole("combobox", { name: "Kernels" }).selectOption("predicted");
  await isReady(page);
  expect(await page.locator("#device-facts").textContent()).toContain("as predicted for this device");
});
