/** Runs that are kept in this browser and cannot be gone on with, and a browser that keeps nothing more. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { type Checkpoint, decodeCheckpoint, encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { button, isReady, pageTests, patience, status, step } from "./browser.ts";

const { open } = pageTests();

const run = "?preset=quick&batch=2&device=cpu&steps=30";
const kept = (page: Page) => page.locator("#kept");

/** A tab in which a run has come to its end and is kept. */
async function withRun(): Promise<Page> {
  const page = await open(run);
  await isReady(page);
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done: 30 steps");
  await expect.poll(async () => (await files(page)).map(({ name }) => name), patience).toContain(nameOf(30));
  return page;
}

const nameOf = (at: number) => `step-${String(at).padStart(12, "0")}.safetensors`;

/** Another tab of the same browser, to which a run is offered. */
async function offered(page: Page): Promise<Page> {
  // A tab that was closed, or refused, gives its run back in a moment.
  const taken = () => page.evaluate(async () => (await navigator.locks.query()).held!.length);
  await expect.poll(taken, patience).toBe(0);
  const tab = await page.context().newPage();
  await tab.goto(page.url().replace(/\?.*/, "?preset=sigmoid2&device=cpu"));
  await isReady(tab);
  await expect.poll(() => kept(tab).textContent(), patience).toContain("Show it");
  return tab;
}

/** What the run's folder has. */
function files(page: Page): Promise<{ name: string; base64: string }[]> {
  return page.evaluate(async () => {
    const parent = await (await navigator.storage.getDirectory()).getDirectoryHandle("circledast-runs");
    const all: { name: string; base64: string }[] = [];
    for await (const folder of parent.values()) {
      if (folder.kind !== "directory") continue;
      for await (const [name, entry] of folder.entries()) {
        if (entry.kind !== "file") continue;
        const bytes = new Uint8Array(await (await entry.getFile()).arrayBuffer());
        all.push({ name, base64: btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) });
      }
    }
    return all.sort((a, b) => (a.name < b.name ? -1 : 1));
  });
}

/** Writes a file in the run's folder. */
function write(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  return page.evaluate(
    async ([file, text]) => {
      const parent = await (await navigator.storage.getDirectory()).getDirectoryHandle("circledast-runs");
      for await (const folder of parent.values()) {
        if (folder.kind !== "directory") continue;
        const stream = await (await folder.getFileHandle(file, { create: true })).createWritable();
        await stream.write(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)));
        await stream.close();
      }
    },
    [name, Buffer.from(bytes).toString("base64")] as const,
  );
}

/** Writes every checkpoint of the run anew, whole and signed, with something else in it. */
async function alter(page: Page, change: (checkpoint: Checkpoint) => Partial<Checkpoint>): Promise<void> {
  for (const { name, base64 } of await files(page)) {
    const checkpoint = await decodeCheckpoint(Buffer.from(base64, "base64"));
    await write(page, name, await encodeCheckpoint({ ...checkpoint, ...change(checkpoint) }));
  }
}

/** In the tab at the front, as a person does: a browser lets the others wait. */
async function goOn(page: Page): Promise<void> {
  await page.bringToFront();
  await button(page, "Show it").click();
}

const says = (page: Page, words: string) =>
  expect.poll(() => page.getByRole("alert").allTextContents(), patience).toEqual([expect.stringContaining(words)]);

test("a run whose recipe or pictures are others by now is refused, and is still there for a page that has them", {
  timeout: 240_000,
}, async () => {
  const page = await withRun();
  const other = await page.context().newPage();
  await other.goto(page.url().replace(/\?.*/, "?preset=sigmoid2&device=cpu"));
  await page.close();
  let right: Partial<Checkpoint> = {};
  const refusals: [(checkpoint: Checkpoint) => Partial<Checkpoint>, string][] = [
    [() => ({ data: "0".repeat(64) }), "the pictures are not those that it learned from; the same were expected."],
    [
      ({ recipe }) => ({ recipe: { ...recipe, batch: 3 } }),
      "another recipe of its settings than it was trained by; the same was expected.",
    ],
  ];
  // The tabs stay open: what they were refused is free for the others.
  for (const [change, words] of refusals) {
    await alter(other, (checkpoint) => {
      right = { recipe: checkpoint.recipe, data: checkpoint.data };
      return change(checkpoint);
    });
    const tab = await offered(other);
    await goOn(tab);
    await says(tab, words);
    await alter(other, () => right);
  }
  // Of a tab that went before it could write: nothing was kept there, and nothing is damaged.
  await write(other, nameOf(31), new Uint8Array(0));
  const tab = await offered(other);
  expect(await kept(tab).textContent()).toMatch(/ is kept, all 30 steps of it[.] Show it/);
  await goOn(tab);
  await expect.poll(() => status(tab), patience).toContain("Done: 30 steps");
});

test("a run that another tab has gone on with, or forgotten, is refused", { timeout: 240_000 }, async () => {
  const page = await withRun();
  const one = await page.context().newPage();
  await one.goto(page.url().replace(/\?.*/, "?preset=sigmoid2&device=cpu"));
  await page.close();
  const gone = "it is not there any more, or another tab goes on with it; a run kept in this browser was expected.";
  const tabs = [await offered(one), await offered(one), await offered(one)];
  await goOn(tabs[0]);
  await expect.poll(() => status(tabs[0]), patience).toContain("Done: 30 steps");
  await goOn(tabs[1]);
  await says(tabs[1], gone);
  await tabs[0].close();
  const last = await offered(one);
  await button(last, "Forget it").click();
  await expect.poll(() => kept(last).isVisible(), patience).toBe(false);
  await goOn(tabs[2]);
  await says(tabs[2], gone);
});

test("a browser that keeps nothing more does not end the run: that is said, no empty file counts, and later ones are kept", {
  timeout: 240_000,
}, async () => {
  const page = await open("?preset=quick&batch=2&device=cpu&steps=1000000");
  await isReady(page);
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await button(page, "Train").click();
  const whole = async () => (await files(page)).filter(({ base64 }) => base64 !== "");
  await expect.poll(async () => (await whole()).length, patience).toBe(2);
  // Room for one and a half: when the older one has gone, the next file can be made, and not be written.
  const { usage } = await session.send("Storage.getUsageAndQuota", { origin });
  const half = Math.round(Buffer.from((await whole())[1].base64, "base64").length / 2);
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: usage - half });
  await expect
    .poll(() => kept(page).textContent(), patience)
    .toMatch(
      /^This run could not be kept, and that is tried again: step-\d+[.]safetensors: the browser did not keep it \(.*Quota/,
    );
  // One went to make room; the newest that is whole stays, and nothing but it.
  const [stays, ...others] = await files(page);
  expect(others).toEqual([]);
  await decodeCheckpoint(Buffer.from(stays.base64, "base64"));
  const before = await step(page);
  await expect.poll(() => step(page), patience).toBeGreaterThan(before);
  expect(await status(page)).toContain("Training");

  await session.send("Storage.overrideQuotaForOrigin", { origin });
  await button(page, "Pause").click();
  await expect.poll(() => status(page), patience).toContain("Paused");
  const at = await step(page);
  await expect.poll(async () => (await files(page)).at(-1)!.name, patience).toBe(nameOf(at));
  await expect.poll(async () => (await files(page)).length, patience).toBe(2);
  for (const { base64 } of await files(page)) await decodeCheckpoint(Buffer.from(base64, "base64"));
});
