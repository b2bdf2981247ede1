/** A run outlives its device, and its tab. */
import { readFileSync } from "node:fs";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { button, draw, isReady, pageTests, patience, status, step, value } from "./browser.ts";

const { open } = pageTests();

const STEPS = 240;
/** Pictures changed at random, so that it would be seen if a random number were drawn twice, or left out. */
const run = `?preset=lenet&batch=16&steps=${STEPS}&augment=shift%3D2`;

/** The weights as they are saved. */
async function weights(page: Page): Promise<Buffer> {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save weights").click()]);
  return readFileSync(await download.path());
}

const isDone = (page: Page) => expect.poll(() => status(page), patience).toContain(`Done: ${STEPS} steps`);

let whole: Buffer;

test("a run in one go, for the others to be compared with", async () => {
  const page = await open(run);
  await isReady(page);
  await button(page, "Train").click();
  await isDone(page);
  whole = await weights(page);
});

test("a device that is lost while it trains is replaced, and the weights are the same to the bit", async () => {
  const page = await open(run);
  await isReady(page);
  await button(page, "Train").click();
  await page.getByText("What it runs on").click();
  for (const at of [40, 120]) {
    await expect.poll(() => step(page), patience).toBeGreaterThan(at);
    await button(page, "Lose the device now").click();
    await expect
      .poll(() => page.getByRole("alert").textContent(), patience)
      .toMatch(/^The device was lost after step \d+\.It went on from step \d+: /);
  }
  await isDone(page);
  expect((await weights(page)).equals(whole)).toBe(true);
});

test("a device that is lost while nothing runs is replaced too; drawing goes on, and training can begin", async () => {
  const page = await open(run);
  await isReady(page);
  await page.getByText("What it runs on").click();
  await button(page, "Lose the device now").click();
  await expect.poll(() => page.getByRole("alert").textContent(), patience).toContain("no step was lost");
  await draw(page, [
    [0.5, 0.2],
    [0.5, 0.8],
  ]);
  const prediction = page.getByRole("region", { name: "Prediction" });
  await expect.poll(() => prediction.textContent(), patience).toContain("It says");
  await button(page, "Train").click();
  await isDone(page);
  expect((await weights(page)).equals(whole)).toBe(true);
});

test("a device that is lost while it is taught a drawing is replaced; the weights are as they were, which is said", async () => {
  const page = await open("?preset=quick&batch=32&steps=40");
  await isReady(page);
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done");
  const before = await weights(page);
  await page.getByText("What it runs on").click();
  await draw(page, [
    [0.5, 0.2],
    [0.5, 0.8],
  ]);
  const lessons = page.getByRole("region", { name: "Teach it your hand" });
  await lessons.getByRole("button", { name: "7", exact: true }).click();
  await button(page, "Teach it this drawing").click();
  await expect.poll(() => lessons.getByRole("button", { name: "Cancel" }).isVisible(), patience).toBe(true);
  await button(page, "Lose the device now").click();
  await expect
    .poll(() => lessons.textContent(), patience)
    .toContain("The device was lost meanwhile. The network is as it was before.");
  await expect.poll(() => page.getByRole("alert").textContent(), patience).toContain("no step was lost");
  expect(await lessons.getByRole("button", { name: "Cancel" }).isVisible()).toBe(false);
  expect((await weights(page)).equals(before)).toBe(true);
  // And it can be taught on the next device.
  await button(page, "Teach it this drawing").click();
  await expect.poll(() => lessons.textContent(), patience).toContain("Test accuracy");
});

test("a run whose tab is closed is offered by the next one, and goes on to the same weights", async () => {
  const first = await open(run);
  await isReady(first);
  await button(first, "Train").click();
  await expect.poll(() => step(first), patience).toBeGreaterThan(50);
  await button(first, "Pause").click();
  await expect.poll(() => status(first), patience).toContain("Paused");
  const paused = await step(first);

  const second = await first.context().newPage();
  await second.goto(first.url().replace(/\?.*/, "?preset=quick"));
  await isReady(second);
  // As long as the first tab is open, the run is its own.
  await second.waitForTimeout(500);
  expect(await second.locator("#kept").isVisible()).toBe(false);
  await first.close();

  await second.reload();
  await isReady(second);
  await expect
    .poll(() => second.locator("#kept").textContent(), patience)
    .toContain(`A run of lenet, begun just now, is kept as of step ${paused}; what came after is done again.`);
  await button(second, "Go on with it").click();
  await expect.poll(() => second.url(), patience).toContain("preset=lenet");
  await isDone(second);
  expect((await weights(second)).equals(whole)).toBe(true);
  // It is a run like one in one go, and handed on as such.
  await second.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await button(second, "Copy link").click();
  await expect.poll(() => second.locator("#keep-words").textContent(), patience).toContain("what these");

  // Its last step is kept too: it is shown as it ended, and what it came to.
  const accuracy = await value(second, "Test accuracy");
  await second.goto(second.url().replace(/\?.*/, "?preset=quick"));
  await isReady(second);
  await expect
    .poll(() => second.locator("#kept").textContent(), patience)
    .toMatch(/^A run of lenet, begun .*, is kept, all \d+ steps of it\. Show it · Forget it$/);
  await button(second, "Show it").click();
  await expect
    .poll(() => status(second), patience)
    .toContain(`Done: ${STEPS} steps, ${accuracy} of the test digits right.`);
  expect(await value(second, "Test accuracy")).toBe(accuracy);
  expect((await weights(second)).equals(whole)).toBe(true);
  await expect.poll(() => second.locator("#hash").textContent(), patience).toMatch(/^SHA-256 /);
});

/** Cuts files of the newest run that is kept off at half, the newest so many. */
function tear(page: Page, most: number): Promise<number> {
  return page.evaluate(async (count) => {
    const parent = await (await navigator.storage.getDirectory()).getDirectoryHandle("circledast-runs");
    const runs: string[] = [];
    for await (const name of parent.keys()) runs.push(name);
    const folder = await parent.getDirectoryHandle(runs.sort().at(-1)!);
    const files: string[] = [];
    for await (const name of folder.keys()) files.push(name);
    const torn = files.sort().slice(-count);
    for (const name of torn) {
      const file = await folder.getFileHandle(name);
      const bytes = await (await file.getFile()).arrayBuffer();
      const stream = await file.createWritable();
      await stream.write(bytes.slice(0, bytes.byteLength / 2));
      await stream.close();
    }
    return torn.length;
  }, most);
}

test("a run whose tab crashes while it trains goes on to the same weights, past a checkpoint that is torn, which is said", {
  timeout: 240_000,
}, async () => {
  const first = await open(run);
  await isReady(first);
  const second = await first.context().newPage();
  await second.goto(first.url().replace(/\?.*/, "?preset=quick"));
  await isReady(second);
  await button(first, "Train").click();
  const files = () =>
    second.evaluate(async () => {
      const all: string[] = [];
      const parent = await (await navigator.storage.getDirectory()).getDirectoryHandle("circledast-runs");
      for await (const folder of parent.values())
        if (folder.kind === "directory") for await (const name of folder.keys()) all.push(name);
      return all.filter((name) => name.endsWith(".safetensors")).length;
    });
  await expect.poll(files, patience).toBe(2);
  expect(await status(first)).not.toMatch(/Paused|Done/);
  const crashed = first.waitForEvent("crash");
  const session = await first.context().newCDPSession(first);
  void session.send("Page.crash").catch(() => undefined);
  await crashed;
  expect(await tear(second, 1)).toBe(1);

  await second.reload();
  await isReady(second);
  const kept = second.locator("#kept");
  await expect
    .poll(() => kept.textContent(), patience)
    .toMatch(
      /^A run of lenet, .* is kept as of step \d+; .* What was kept later cannot be read: .*Go on with it · Forget it$/,
    );
  await button(second, "Go on with it").click();
  await expect.poll(() => second.url(), patience).toContain("preset=lenet");
  await isDone(second);
  expect((await weights(second)).equals(whole)).toBe(true);

  // Of another run nothing is whole: that is said, and can be forgotten.
  const third = await second.context().newPage();
  await third.goto(second.url().replace(/\?.*/, "?preset=quick"));
  await isReady(third);
  await second.close();
  expect(await tear(third, 9)).toBeGreaterThan(0);
  await third.reload();
  await isReady(third);
  await expect
    .poll(() => third.locator("#kept").textContent(), patience)
    .toContain("A run was kept here, and nothing of it can be read:");
  await button(third, "Forget it").click();
  await expect.poll(() => third.locator("#kept").isVisible(), patience).toBe(false);
});
