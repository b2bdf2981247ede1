import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeLayers } from "../../src/layers/describe.ts";
import { watchWords } from "../../src/model/failing.ts";
import { presets } from "../../src/model/presets.ts";
import type { LayerSpec } from "../../src/model/recipe.ts";
import { button, counts, isReady, isReadyWith, pageTests, patience, status, value } from "./browser.ts";

const { open } = pageTests();

const count = new Intl.NumberFormat("en");
/** What the reference says of these layers in place of a preset's. */
const parametersOf = (layers: readonly LayerSpec[]) =>
  count.format(describeLayers({ ...presets.quick, layers }).reduce((sum, { parameters }) => sum + parameters, 0));
const facts = (page: Page) => page.locator("#network-facts").textContent();
const total = (page: Page) => page.locator(".edit-total").textContent();

async function edit(page: Page): Promise<void> {
  await button(page, "Edit").click();
  await page.getByLabel("Kind of layer 1", { exact: true }).waitFor();
}

test("a network is changed in the list, told what does not fit, and trained", async () => {
  const page = await open("?preset=quick&steps=3");
  await isReady(page);
  await edit(page);
  // Nobody has to look for Apply, nor does it lie over Train.
  const box = async (name: string) => (await button(page, name).boundingBox())!;
  const apply = await box("Apply");
  expect(apply.y + apply.height).toBeLessThan(page.viewportSize()!.height);
  expect(apply.y).toBeGreaterThan((await box("Train")).y);
  const { layers } = presets.quick;
  const filters = page.getByLabel("filters of layer 2", { exact: true });
  await filters.fill("5");
  const fewer = layers.with(1, { type: "conv2d", filters: 5, kernel: 5 });
  expect(await total(page)).toBe(`${parametersOf(fewer)} parameters in all`);

  // What does not fit is said at its layer, and the network on show stays.
  await page.getByLabel("kernel of layer 2", { exact: true }).fill("15");
  const second = page.locator(".edit-layers li").nth(1);
  expect(await second.locator(".note").textContent()).toContain("does not fit its 14×14 input");
  await button(page, "Apply").click({ force: true });
  expect(page.url()).not.toContain("layers=");
  expect(await facts(page)).toContain(parametersOf(layers));
  await page.getByLabel("kernel of layer 2", { exact: true }).fill("3x5");
  expect(await second.locator(".note").isVisible()).toBe(false);

  // Added, made another, moved by button and by keys, removed.
  await page.getByLabel("Add a layer after: layer 5, flatten").click();
  await page.getByLabel("units of layer 6", { exact: true }).fill("12");
  await page.getByLabel("Add a layer after: layer 6, dense").click();
  await page.getByLabel("Kind of layer 7", { exact: true }).selectOption("tanh");
  await page.getByLabel("Move up layer 4, maxPool2d").click();
  await page.getByLabel("Kind of layer 3", { exact: true }).press("Alt+ArrowDown");
  await page.getByLabel("Remove layer 1, avgPool2d").click();
  const wanted = [
    { type: "conv2d", filters: 5, kernel: [3, 5] },
    { type: "relu" },
    { type: "maxPool2d", size: 2 },
    { type: "flatten" },
    { type: "dense", units: 12 },
    { type: "tanh" },
    { type: "dense", units: 10 },
  ];
  expect(await total(page)).toBe(`${parametersOf(wanted)} parameters in all`);
  await button(page, "Apply").click();
  await isReadyWith(
    page,
    "layers=conv2d:filters=5:kernel=3x5,relu,maxPool2d:size=2,flatten,dense:units=12,tanh,dense:units=10",
  );
  expect(await facts(page)).toContain(parametersOf(wanted));
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done: 3 steps");

  await page.reload();
  await isReady(page);
  expect(await facts(page)).toContain(parametersOf(wanted));
  await page.goBack();
  await expect.poll(() => facts(page), patience).toContain(parametersOf(layers));
});

test("how it learns is changed, its curve and its pictures shown before", async () => {
  const page = await open("?preset=quick&batch=16&device=cpu");
  await isReady(page);
  await edit(page);
  await page.getByLabel("Optimiser", { exact: true }).selectOption("sgd");
  await page.getByLabel("learning rate of optimiser").fill("0.25");
  await page.getByLabel("Schedule", { exact: true }).selectOption("cosine");
  expect(await page.locator(".edit-curve svg").getAttribute("aria-label")).toContain("0.250 at first");
  const row = (words: string) => () =>
    page
      .getByLabel(new RegExp(`^Picture \\d ${words}$`))
      .evaluateAll((tiles) => tiles.map((tile) => (tile as HTMLCanvasElement).toDataURL()));
  await expect.poll(async () => (await row("as it is")()).length, patience).toBe(8);
  const still = await row("as it is")();
  expect(await row("changed")()).toEqual(still);
  await button(page, "Varied a little").click();
  await expect.poll(async () => (await row("changed")()).join() !== still.join(), patience).toBe(true);
  const varied = await row("changed")();
  expect(new Set(varied).size).toBe(8);

  await page.getByLabel("learning rate of optimiser").fill("fast");
  expect(await page.locator("#editor .note", { hasText: "learningRate" }).textContent()).toContain("fast");
  await button(page, "Apply").click({ force: true });
  expect(page.url()).not.toContain("optimizer");
  await page.getByLabel("learning rate of optimiser").fill("0.25");
  await button(page, "Apply").click();
  await isReadyWith(page, "&optimizer=sgd:learningRate=0.25&schedule=cosine&augment=yes");
  expect(await page.locator("#layers .is-update").textContent()).toContain("0.25");

  // The same address, the same pictures.
  await page.reload();
  await isReady(page);
  await edit(page);
  await expect.poll(async () => (await row("changed")()).join(), patience).toBe(varied.join());
  await button(page, "As quick has it").click();
  await button(page, "Apply").click();
  await expect.poll(() => page.url(), patience).not.toContain("optimizer");
});

test("an address that asks for what cannot be is told so, and the preset is used", async () => {
  const page = await open("?preset=quick&layers=conv2d:filters=6:kernel=50,flatten&optimizer=sgd&device=cpu");
  expect(await page.locator("#preset-note").textContent()).toContain("does not fit its 28×28 input");
  await isReady(page);
  expect(await facts(page)).toContain(parametersOf(presets.quick.layers));
  await expect.poll(() => page.url(), patience).toContain("optimizer=sgd:learningRate=0.1");
  expect(page.url()).not.toContain("layers");
});

test("a preset that fails on purpose says what to watch, and it is so", async () => {
  const page = await open("?preset=sigmoid2&steps=30&batch=16");
  await page.getByRole("combobox", { name: "Preset" }).selectOption("zeroInitialization");
  await isReadyWith(page, "preset=zeroInitialization");
  expect(await page.locator("#watch").textContent()).toBe(watchWords.zeroInitialization);
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done: 30 steps");
  const kernels = await page
    .locator("#kernels .kernel canvas")
    .evaluateAll((tiles) => tiles.map((tile) => (tile as HTMLCanvasElement).toDataURL()));
  expect(kernels).toHaveLength(6);
  expect(new Set(kernels).size).toBe(1);
  expect(await value(page, "Loss")).toMatch(/^\d/);
});

/** Trains a preset that fails on purpose for some steps; all losses of batches that were shown meanwhile. */
async function failed(page: Page, name: string, steps: number): Promise<number[]> {
  await isReady(page);
  expect(await page.locator("#watch").textContent()).toBe(watchWords[name]);
  await page.evaluate(() => {
    const place = document.querySelector("#loss")!;
    const shown: string[] = [];
    new MutationObserver(() => shown.push(place.textContent!)).observe(place, { childList: true });
    Object.assign(window, { shown });
  });
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain(`Done: ${steps} steps`);
  const shown = await page.evaluate(() => (window as unknown as { shown: string[] }).shown);
  return [...shown, await value(page, "Loss")].map((words) =>
    Number(words!.replace(/,/g, "").replace(/·10⁻(.)$/, (_, power) => `e-${"⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(power)}`)),
  );
}

const guessing = Math.log(10);
const accuracy = async (page: Page) => Number.parseFloat((await value(page, "Test accuracy"))!);

test("a rate too high: the loss leaps far above that of guessing", async () => {
  const page = await open("?preset=rateTooHigh&steps=30&batch=16");
  const losses = await failed(page, "rateTooHigh", 30);
  expect(Math.max(...losses)).toBeGreaterThan(4 * guessing);
  expect(losses.at(-1)).toBeGreaterThan(guessing);
  expect(await accuracy(page)).toBeLessThan(25);
});

test("dead ReLUs: a layer goes out, no gradient comes through it, and the loss stays that of guessing", async () => {
  const page = await open("?preset=deadRelu&steps=60&batch=16");
  /** Whether each layer's maps, all of them, are of one colour. */
  const areOut = () =>
    page.locator("#pipeline .stage").evaluateAll((stages) =>
      stages.map((stage) => {
        const maps = [...stage.querySelectorAll("canvas")];
        return (
          maps.length > 0 &&
          maps.every((map) => {
            const { data } = map.getContext("2d")!.getImageData(0, 0, map.width, map.height);
            return new Set(new Uint32Array(data.buffer)).size === 1;
          })
        );
      }),
    );
  await isReady(page);
  await expect.poll(() => page.locator(".subject-words").textContent(), patience).toContain("Its loss is");
  expect(await areOut()).not.toContain(true);
  const losses = await failed(page, "deadRelu", 60);
  expect(Math.abs(losses.at(-1)! - guessing)).toBeLessThan(0.5);
  await expect.poll(areOut, patience).toContain(true);
  expect(await accuracy(page)).toBeLessThan(25);
  await page.getByText("Gradients", { exact: true }).click();
  const first = page.locator("#pipeline .stage").nth(1);
  await expect.poll(() => first.textContent(), patience).toContain("all 0");
});

test("no shuffling: it learns the zeros that come first, and answers with nothing else", async () => {
  const page = await open("?preset=noShuffling&steps=30&batch=16");
  const losses = await failed(page, "noShuffling", 30);
  // What it sees it can soon do by heart.
  expect(losses.at(-1)).toBeLessThan(0.1);
  expect(await accuracy(page)).toBeLessThan(25);
  const answers = (await counts(page)).reduce((sums, row) => sums.map((sum, i) => sum + row[i]));
  expect(answers[0]).toBe(10_000);
});
