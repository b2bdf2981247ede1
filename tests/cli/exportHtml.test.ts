/** A page with a network in it, made by the command line: it opens from the disk and knows its weights. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";
import { afterAll, expect, test } from "vitest";
import { findChromium, softwareFlags } from "../../src/cli/chromium.ts";
import { circledast, parseEvents } from "./circledast.ts";

const folder = mkdtempSync(join(tmpdir(), "circledast-page-"));
afterAll(() => rmSync(folder, { recursive: true }));
const [weights, points, out] = ["classic.safetensors", "points.safetensors", "classic.html"].map((name) =>
  join(folder, name),
);

function train(...args: string[]): string {
  const { status, stdout, stderr } = circledast(["train", "--device", "cpu", "--steps", "2", "--json", ...args]);
  expect(status, stderr).toBe(0);
  return parseEvents(stdout).find(({ event }) => event === "end")!.weightsSha256 as string;
}

test("it says what it was trained for, and that its weights are those that were exported", async () => {
  const sha256 = train("--preset", "classic", "--batch", "8", "--save", weights);
  expect(circledast(["export", "--weights", weights, "--to", "html", "--out", out]).status).toBe(0);
  const executablePath = findChromium();
  const browser = await chromium.launch({ args: [...softwareFlags], ...(executablePath && { executablePath }) });
  try {
    const page = await browser.newPage({ offline: true });
    const failed: string[] = [];
    page.on("pageerror", ({ message }) => failed.push(message));
    page.on("console", (message) => failed.push(message.text()));
    await page.goto(pathToFileURL(out).href);
    await expect.poll(() => page.locator(".facts").textContent(), { timeout: 10_000 }).toContain(`${sha256} (checked)`);
    expect(await page.locator(".facts").textContent()).toContain("2 steps, seed 1");
    expect(failed).toEqual([]);
  } finally {
    await browser.close();
  }
});

test("a network that reads no drawing is refused", () => {
  train("--preset", "sigmoid2", "--save", points);
  const { status, stderr } = circledast(["export", "--weights", points, "--to", "html", "--out", out]);
  expect(status).toBe(2);
  expect(stderr).toContain("a network that reads drawings of 1×28×28 was expected");
});
