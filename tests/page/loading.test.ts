/** Where something is slow to come, or does not come: what one can do meanwhile, and what a second try brings. */
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type PageServer, servePage } from "../../src/cli/pageServer.ts";
import { button, isReady, isReadyWith, pageTests, patience, status } from "./browser.ts";

const { open } = pageTests();

/** The page as it is served, but that the pictures stop half way until they are let go. */
let behind: PageServer;
let slow: Server;
let address = "";
let waiting: (() => void)[] = [];
let asked = 0;

/** Where its worker asks for an adapter, it waits for a word first. */
let holdsDevice = false;
const holdDevice = `
  const ask = navigator.gpu.requestAdapter.bind(navigator.gpu);
  navigator.gpu.requestAdapter = async (...all) => {
    await new Promise((come) => {
      new BroadcastChannel("device").onmessage = come;
    });
    return ask(...all);
  };
`;

beforeAll(async () => {
  behind = await servePage(join(process.cwd(), "dist", "page"), 0);
  slow = createServer(async ({ url }, response) => {
    const answer = await fetch(new URL(url!, behind.address));
    const body = Buffer.from(await answer.arrayBuffer());
    const isHeld = holdsDevice && url!.includes("assets/worker-");
    const bytes = isHeld ? Buffer.concat([Buffer.from(holdDevice), body]) : body;
    const [type, policy] = ["content-type", "content-security-policy"].map((name) => answer.headers.get(name));
    response.writeHead(answer.status, {
      "content-type": type ?? "application/octet-stream",
      "content-length": bytes.length,
      ...(policy === null ? {} : { "content-security-policy": policy }),
    });
    if (!url!.includes("train-images")) return response.end(bytes);
    asked++;
    response.write(bytes.subarray(0, bytes.length / 2));
    waiting.push(() => response.end(bytes.subarray(bytes.length / 2)));
    return undefined;
  });
  await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
  address = `http://127.0.0.1:${(slow.address() as { port: number }).port}/`;
});

afterAll(() => {
  slow.closeAllConnections();
  slow.close();
  behind.close();
});

async function openSlow(query: string): Promise<Page> {
  waiting = [];
  asked = 0;
  holdsDevice = false;
  const page = await open("verify.html");
  await page.goto(address + query);
  return page;
}

test("while the data set comes another preset can be chosen; back at the first one the download has gone on", async () => {
  const page = await openSlow("?preset=classic&device=cpu&batch=8");
  await expect.poll(() => status(page), patience).toMatch(/Loading data: \d/);
  await page.getByLabel("Preset").selectOption("sigmoid2");
  await isReadyWith(page, "preset=sigmoid2");
  await page.getByLabel("Preset").selectOption("lenet");
  await expect.poll(() => status(page), patience).toMatch(/Loading data: \d/);
  await page.getByLabel("Run on").selectOption("CPU");
  for (const go of waiting) go();
  await isReadyWith(page, "preset=lenet");
  expect(asked).toBe(1);
});

test("what takes long can be cancelled, and tried again at the place where that is said", async () => {
  const page = await openSlow("?preset=classic&device=cpu&batch=8");
  await expect.poll(() => button(page, "Cancel").isVisible(), patience).toBe(true);
  await button(page, "Cancel").click();
  await expect.poll(() => page.getByRole("alert").first().textContent(), patience).toContain("loading was cancelled");
  expect(await button(page, "Cancel").isVisible()).toBe(false);
  await button(page, "Try again").click();
  await expect.poll(() => waiting.length, patience).toBe(2);
  waiting[1]();
  await isReady(page);
  expect(await page.getByRole("alert").first().textContent()).toBe("");
});

test("the search for a device and what it prepares can be cancelled, and another preset chosen", async () => {
  const page = await open("verify.html");
  holdsDevice = true;
  await page.goto(`${address}?preset=sigmoid2&steps=3`);
  await expect.poll(() => status(page), patience).toContain("Looking for a device and preparing the network.");
  await button(page, "Cancel").click(patience);
  const alert = page.getByRole("alert").first();
  await expect.poll(() => alert.textContent(), patience).toContain("opening: it was cancelled");
  expect(await button(page, "Cancel").isVisible()).toBe(false);
  await page.getByLabel("Run on").selectOption("CPU");
  await isReadyWith(page, "device=cpu");
  // What comes now is not wanted any more.
  await page.evaluate(() => new BroadcastChannel("device").postMessage("come"));
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done: 3 steps");
  expect(await page.locator("#device").textContent()).toBe("CPU reference");
});

test("the test of a moment that is visited can be cancelled, and is done at the next visit", async () => {
  const page = await open("?preset=classic&device=cpu&batch=10");
  await isReady(page);
  const moment = page.getByRole("slider", { name: "Moment of the run" });
  await page.keyboard.press(".");
  await expect.poll(() => status(page), patience).toContain("Paused at step 1");
  const tested = () => page.locator("#time").textContent();
  await moment.fill("0");
  await expect.poll(() => status(page), patience).toContain("Testing the network of step 0");
  expect(await tested()).toContain("it is being tested");
  await button(page, "Cancel").click(patience);
  await expect.poll(() => status(page), patience).toContain("On show is the network after step 0.");
  expect(await tested()).toContain("This network has not been tested.");
  expect(await button(page, "Cancel").isVisible()).toBe(false);
  await button(page, "Back to now").click();
  await moment.fill("0");
  await expect.poll(() => status(page), patience).toContain("Testing the network of step 0");
  // What is wanted next ends it too, and goes on from where the run was. In a slider the key means nothing.
  await moment.blur();
  await page.keyboard.press(".");
  await expect.poll(() => status(page), patience).toContain("step 2 of");
});

test("the test of weights that were loaded can be cancelled, and they are trained on", async () => {
  const page = await open("?preset=classic&device=cpu&batch=10");
  await isReady(page);
  const [saved] = await Promise.all([page.waitForEvent("download"), button(page, "Save weights").click()]);
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Load weights").click()]);
  await chooser.setFiles({
    name: "mine.safetensors",
    mimeType: "application/octet-stream",
    buffer: readFileSync(await saved.path()),
  });
  await expect.poll(() => status(page), patience).toMatch(/Ready with mine\.safetensors\. Testing it: \d/);
  await button(page, "Cancel").click(patience);
  await expect.poll(() => status(page), patience).toContain("Ready with mine.safetensors, not tested. Press Train.");
  expect(await button(page, "Cancel").isVisible()).toBe(false);
  await page.keyboard.press(".");
  await expect.poll(() => status(page), patience).toContain("Paused at step 1");
});

test("a part whose style did not come says so, and has it at the second try", async () => {
  const page = await open("?preset=sigmoid2&batch=20&steps=40");
  await isReady(page);
  // Chromium reports the request that is to fail.
  page.removeAllListeners("console");
  let asks = 0;
  await page.route(/editor-[\w-]+\.css$/, (route) => {
    asks++;
    return asks === 1 ? route.abort() : route.continue();
  });
  await button(page, "Edit").click();
  await button(page, "Try again").click();
  await page.locator("#editor .edit-head").first().waitFor(patience);
  expect(asks).toBe(2);
  expect(
    await page
      .locator("#editor .edit-head")
      .first()
      .evaluate((head) => getComputedStyle(head).display),
  ).toBe("grid");
});
