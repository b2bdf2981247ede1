import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeAdapter, traitsOf } from "../../src/gpu/device.ts";
import type { CheckResult } from "../../src/verify/check.ts";
import { kernelChecks } from "../../src/verify/kernelChecks.ts";
import { button, pageTests, patience, status } from "./browser.ts";

const { open } = pageTests();

/** What stands in a report for a check. */
const title = ({ part, kernel, name }: Pick<CheckResult, "part" | "kernel" | "name">) => `${part}, ${kernel}: ${name}`;

/** What the browser's adapter can do, as the page finds it out. */
async function traitsIn(page: Page) {
  const { features, ...rest } = await page.evaluate(async () => {
    const { info, features } = (await navigator.gpu.requestAdapter())!;
    const { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize, isFallbackAdapter } = info;
    const plain = { vendor, architecture, device, description, subgroupMinSize, subgroupMaxSize, isFallbackAdapter };
    return { info: plain, features: [...features] };
  });
  const adapter = { ...rest, features: new Set(features) } as unknown as GPUAdapter;
  return traitsOf(adapter, describeAdapter(adapter));
}

/** A minute on an idle machine, and longer on one that has other work. */
const whole = { timeout: 600_000 };

test("the main page has a link to it, for the network at hand", async () => {
  const page = await open("?preset=classic");
  await page.getByText("What it runs on").click();
  await page.getByRole("link", { name: "Check this GPU against the CPU" }).click();
  await expect.poll(() => page.getByLabel("The network I train").inputValue(), patience).toBe("classic");
  expect(await status(page)).toContain("Ready. Press Start.");
});

test("Start checks every kernel: rows fill in, a verdict is said, and the report can be kept", {
  timeout: 700_000,
}, async () => {
  const page = await open("verify.html?preset=sigmoid2");
  await button(page, "Start").click();
  await expect.poll(() => status(page), patience).toMatch(/Checking: \d+ of \d+/);
  await expect.poll(() => page.locator(".kernel").count(), patience).toBeGreaterThan(2);
  await page.getByText("Every kernel computes what the reference does, also at the shapes of sigmoid2").waitFor(whole);
  expect(await status(page)).toContain("none outside its bound");
  const downloading = page.waitForEvent("download");
  await button(page, "Save report as JSON").click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^circledast-verify-\d{4}-\d\d-\d\d\.json$/);
  const { passed, failed, cases, adapter } = JSON.parse(readFileSync(await download.path(), "utf8"));
  expect(cases.filter(({ pass }: CheckResult) => !pass)).toEqual([]);
  expect([passed, failed]).toEqual([cases.length, 0]);
  expect(adapter.software).toBe(true);
  // This is where the kernels are proven in Chromium: no case may be left out that its adapter can run.
  const told = new Set(cases.map(title));
  const due = kernelChecks(undefined, await traitsIn(page)).map(title);
  expect(due.filter((check) => !told.has(check))).toEqual([]);
  const saving = page.waitForEvent("download");
  await button(page, "Save report as HTML").click();
  expect(readFileSync(await (await saving).path(), "utf8")).toContain("Every kernel computes what the reference does");
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
