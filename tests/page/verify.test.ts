import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { CheckResult } from "../../src/verify/check.ts";
import { button, pageTests, patience, status } from "./browser.ts";

const { open } = pageTests();

test("the main page has a link to it, for the network at hand", async () => {
  const page = await open("?preset=classic");
  await page.getByText("What it runs on").click();
  await page.getByRole("link", { name: "Check this GPU against the CPU" }).click();
  await expect.poll(() => page.getByLabel("The network I train").inputValue(), patience).toBe("classic");
  expect(await status(page)).toContain("Ready. Press Start.");
});

test("Start checks: rows fill in, a verdict is said, and the report can be kept", async () => {
  const page = await open("verify.html?preset=sigmoid2");
  await page.getByLabel("this network alone").check();
  await button(page, "Start").click();
  await expect.poll(() => status(page), patience).toMatch(/Checking: \d+ of \d+/);
  await expect.poll(() => page.locator(".kernel").count(), patience).toBeGreaterThan(2);
  await page.getByText("Every kernel that sigmoid2 uses computes what the reference does").waitFor(patience);
  expect(await status(page)).toContain("none outside its bound");
  const downloading = page.waitForEvent("download");
  await button(page, "Save report as JSON").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^circledast-verify-\d{4}-\d\d-\d\d\.json$/);
  const { passed, failed, cases, adapter } = JSON.parse(readFileSync(await download.path(), "utf8"));
  expect(cases.filter(({ pass }: CheckResult) => !pass)).toEqual([]);
  expect([passed, failed]).toEqual([cases.length, 0]);
  expect(adapter.software).toBe(true);
  const saving = page.waitForEvent("download");
  await button(page, "Save report as HTML").click();
  expect(readFileSync(await (await saving).path(), "utf8")).toContain(
    "Every kernel that sigmoid2 uses computes what the reference does",
  );
});

test("Stop ends it without a verdict, and Start begins anew", async () => {
  const page = await open("verify.html");
  await button(page, "Start").click();
  await expect.poll(() => status(page), patience).toMatch(/Checking: \d+ of \d+/);
  await button(page, "Stop").click();
  await expect.poll(() => status(page), patience).toMatch(/Stopped after \d+ of \d+ checks: no verdict/);
  expect(await button(page, "Save report as HTML").isVisible()).toBe(false);
  await button(page, "Start").click();
  await expect.poll(() => status(page), patience).toMatch(/Checking: \d+ of \d+/);
});
