import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { rateWords } from "../../src/app/rate/words.ts";
import { pointsSplits } from "../../src/data/toy.ts";
import { presets } from "../../src/model/presets.ts";
import { findRate, suggestRate } from "../../src/train/rateFinder.ts";
import { button, firstKernel, isReady, isReadyWith, pageTests, patience, status, step, value } from "./browser.ts";

const { open } = pageTests();

/** Without pictures to load, and short on any adapter. */
const short = "?preset=sigmoid2&batch=20&steps=40";
/** What such a run is called, and with another seed; and how parts of the page name it that say its number too. */
const [one, two] = ["sigmoid2, batch 20, steps 40", "sigmoid2, batch 20, steps 40, seed 2"];
const [first1, second2] = [`run 1, ${one}`, `run 2, ${two}`];

async function train(page: Page): Promise<void> {
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done");
}

async function setSeed(page: Page, seed: number): Promise<void> {
  await page.getByLabel("Seed").fill(`${seed}`);
  await page.getByLabel("Seed").press("Enter");
  await isReadyWith(page, `seed=${seed}`);
}

/** What is said of a run: its figures, then what is beneath them. */
const row = (page: Page, name: string) =>
  page.locator("#runs tbody").filter({ has: page.getByText(name, { exact: true }) });

/** Pixels of a chart in about the colour of a run's line. */
function pixelsOf(page: Page, chart: string, colour: string): Promise<number> {
  return page.locator(`${chart} canvas`).evaluate((canvas: HTMLCanvasElement, name) => {
    const wanted = getComputedStyle(document.documentElement)
      .getPropertyValue(name)
      .match(/[\d.]+/g)!
      .map(Number);
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    let found = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] > 128 && wanted.every((part, c) => Math.abs(data[i + c] - part) < 24)) found++;
    }
    return found;
  }, colour);
}

test("runs stand side by side: curves, figures, notes, which the browser keeps until they are deleted", async () => {
  const page = await open(short);
  await isReady(page);
  expect(await page.locator("#runs").isVisible()).toBe(false);
  await train(page);
  const shown = await Promise.all(["Test accuracy", "Loss", "Images per second"].map((name) => value(page, name)));
  expect(await pixelsOf(page, "#loss-chart", "--run-1")).toBe(0);

  await setSeed(page, 2);
  await train(page);
  const first = row(page, one);
  await expect.poll(() => first.locator("td").allTextContents(), patience).toHaveLength(6);
  const [accuracy, loss, steps, speed] = await first.locator("td").allTextContents();
  expect([accuracy, loss, speed, steps]).toEqual([...shown, "40"]);
  expect(await first.textContent()).toContain("seed 1 (now 2)");
  expect(await row(page, two).textContent()).toContain("on show");
  for (const chart of ["#loss-chart", "#accuracy-chart"]) {
    expect(await pixelsOf(page, chart, "--run-1")).toBeGreaterThan(20);
    expect(await pixelsOf(page, chart, "--forward")).toBeGreaterThan(20);
  }
  const box = page.getByRole("checkbox", { name: `Draw ${first1}`, exact: true });
  await box.uncheck();
  await expect.poll(() => pixelsOf(page, "#loss-chart", "--run-1"), patience).toBe(0);
  await box.check();

  await page.getByLabel(`Note on ${first1}`).fill("the first one");
  await page.getByLabel(`Note on ${second2}`).fill("the other one");
  await page.getByLabel(`Note on ${second2}`).blur();
  await expect.poll(() => first.textContent(), patience).toContain("seed 1");
  await page.reload();
  await isReady(page);
  await expect.poll(() => page.getByLabel(`Note on ${first1}`).inputValue(), patience).toBe("the first one");
  await expect.poll(() => page.getByLabel(`Note on ${second2}`).inputValue(), patience).toBe("the other one");
  expect((await row(page, one).locator("td").allTextContents()).slice(0, 2)).toEqual(shown.slice(0, 2));
  expect(await pixelsOf(page, "#loss-chart", "--run-1")).toBeGreaterThan(20);

  await button(page, `Open ${first1}`).click();
  await isReadyWith(page, "seed=1");
  await button(page, `Delete ${first1}`).click();
  await expect.poll(() => page.locator("#runs tbody").count(), patience).toBe(1);
  await button(page, "Undo: bring back the run").click();
  await expect.poll(() => page.locator("#runs tbody").count(), patience).toBe(2);
  await button(page, "Delete all").click();
  await expect.poll(() => page.locator("#runs tbody").count(), patience).toBe(0);
  // What is written is written one after the other: the last of it, before the page goes.
  await expect.poll(() => keptRuns(page), patience).toBe(0);
  await page.reload();
  await isReady(page);
  expect(await page.locator("#runs").isVisible()).toBe(false);
});

test("a run that is left while it tests is among the runs, and the next has a number of its own", async () => {
  const page = await open("?preset=quick&batch=16&epochs=0.02&device=cpu");
  await isReady(page);
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Testing");
  // A tab that crashes, and one of a telephone that is put away, is not told to go; nor has it time for anything.
  await page.evaluate(() => addEventListener("pagehide", (event) => event.stopImmediatePropagation(), true));
  await page.goto(new URL(short, page.url()).href);
  await isReady(page);
  const kept = page.locator("#runs tbody");
  await expect.poll(() => kept.count(), patience).toBe(1);
  expect(await kept.first().textContent()).toContain("another preset");
  await train(page);
  await expect.poll(() => page.locator("#runs .run-number").allTextContents(), patience).toEqual(["2", "1"]);
  // Nor does the table, when it comes, push the drawing away.
  const top = async (id: string) => (await page.locator(id).boundingBox())!.y;
  expect(await top("#runs")).toBeGreaterThan(await top(".judged"));
});

function keptRuns(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const opening = indexedDB.open("circledast-runs", 1);
        opening.onsuccess = () => {
          const count = opening.result.transaction("runs").objectStore("runs").count();
          count.onsuccess = () => {
            opening.result.close();
            resolve(count.result);
          };
        };
      }),
  );
}

test("a search finds the rates that the reference finds, leaves the run alone, and its rate is used", async () => {
  const page = await open(short);
  await isReady(page);
  await train(page);
  const [kernel, at] = [await firstKernel(page), await step(page)];
  await button(page, "Find a learning rate").click();
  const recipe = { ...presets.sigmoid2, batch: 20 };
  const suggested = suggestRate(await findRate({ recipe, data: pointsSplits(), seed: 1, device: "cpu" }))!;
  const words = page.locator("#rate p").first();
  await expect.poll(() => words.textContent(), patience).toBe(`Try η ${rateWords(suggested.tenth)}.`);
  // The rest is there for who asks for it.
  const how = page.locator("#rate details");
  expect(await how.getByText(/fell fastest/).isVisible()).toBe(false);
  await how.locator("summary").click();
  expect(await how.textContent()).toContain(`It fell fastest at ${rateWords(suggested.steepest)}.`);
  expect([await firstKernel(page), await step(page)]).toEqual([kernel, at]);
  expect(await button(page, `Use ${rateWords(suggested.steepest)}`).count()).toBe(1);
  await button(page, `Use ${rateWords(suggested.tenth)}`).click();
  await isReadyWith(page, `optimizer=sgd:learningRate=${suggested.tenth}`);
  expect(await page.locator("#layers").textContent()).toContain(`η ${suggested.tenth}`);
  expect(await page.locator("#rate").isVisible()).toBe(false);
});

test("a search can be given up, and leaves nothing behind", async () => {
  const page = await open("?preset=sigmoid2&steps=40");
  await isReady(page);
  await button(page, "Find a learning rate").click();
  await page.locator("#rate").getByRole("button", { name: "Cancel" }).click();
  await expect.poll(() => page.locator("#rate").isVisible(), patience).toBe(false);
  await train(page);
  expect(await page.locator("#rate").isVisible()).toBe(false);
});
