/** Every kernel in every one of its cases in Chromium, as a person has it done on the page. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeAdapter, traitsOf } from "../../src/gpu/device.ts";
import type { CheckResult } from "../../src/verify/check.ts";
import { kernelChecks } from "../../src/verify/kernelChecks.ts";
import { button, pageTests, status } from "../page/browser.ts";

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

test("the page proves every kernel in every case that its adapter can run", { timeout: 1_300_000 }, async () => {
  const page = await open("verify.html?preset=sigmoid2");
  await button(page, "Start").click();
  // Minutes on an idle machine of two cores.
  await page
    .getByText("Every kernel computes what the reference does, also at the shapes of sigmoid2")
    .waitFor({ timeout: 1_200_000 });
  expect(await status(page)).toContain("none outside its bound");
  const downloading = page.waitForEvent("download");
  await button(page, "Save report as JSON").click();
  const { passed, failed, cases } = JSON.parse(readFileSync(await (await downloading).path(), "utf8"));
  expect([passed, failed]).toEqual([cases.length, 0]);
  const told = new Set(cases.map(title));
  const due = kernelChecks(undefined, await traitsIn(page)).map(title);
  expect(due.filter((check) => !told.has(check))).toEqual([]);
});
