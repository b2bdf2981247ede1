/** The views of the small network and of ⊛: what they show is what the float64 reference computes. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { figures } from "../../src/app/look/format.ts";
import { brief, listed } from "../../src/app/operator/brief.ts";
import { nineOf, parameterNames } from "../../src/app/small/twoNeurons.ts";
import { loadData } from "../../src/cli/data.ts";
import { convolutionPower, convolve, correlate } from "../../src/compute/convolution.ts";
import { receptiveField } from "../../src/compute/receptiveField.ts";
import { pointsSplits } from "../../src/data/toy.ts";
import { Inspector } from "../../src/inspect/inspector.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { arraysOf } from "../../src/layers/network.ts";
import { presets } from "../../src/model/presets.ts";
import { button, isReady, pageTests, patience, status } from "./browser.ts";

const { open } = pageTests();

const recipe = presets.sigmoid2;
const inspector = new Inspector(recipe);
const { network, gradients, loss } = inspector.program;
const { images, labels } = pointsSplits().train;

/** What the reference makes of a training point: its loss, the nine parameters and their derivatives. */
function inspect(parameters: Float64Array, index: number) {
  const picture = [images[2 * index] / 255, images[2 * index + 1] / 255];
  const { array } = inspector.inspect(parameters, picture, labels[index]);
  return {
    loss: array(loss).data[0],
    output: array(network.output).data[0],
    weights: nineOf((name) => array(name).data),
    slopes: nineOf((name) => array(gradients.get(name)!).data),
    /** The flat array after a step with this point. */
    stepped: (eta: number) => {
      const next = parameters.slice();
      for (const { name, offset } of network.parameters) {
        array(gradients.get(name)!).data.forEach((slope, i) => {
          next[offset + i] -= eta * slope;
        });
      }
      return next;
    },
  };
}

const initial = () => Float64Array.from(initializeParameters(arraysOf(network), 1, recipe.initialization));
const cell = (page: Page, kind: string, name: string) => page.locator(`[data-cell="${kind} ${name}"]`).textContent();
const derivative = (page: Page, name: string) => page.locator(`[data-derivative="${name}"]`).textContent();
const drawn = (page: Page, name: string) => page.locator(`.neurons [data-number="${name}"]`).textContent();

async function shows(page: Page, parameters: Float64Array, index: number, eta: number): Promise<void> {
  const { loss: lossNow, output, weights, slopes, stepped } = inspect(parameters, index);
  await expect.poll(() => drawn(page, "loss"), patience).toBe(figures(lossNow));
  expect(await drawn(page, "o1")).toBe(figures(output));
  const { weights: after, loss: lossAfter } = inspect(stepped(eta), index);
  for (const name of parameterNames) {
    expect(await cell(page, "now", name)).toBe(figures(weights[name]));
    expect(await derivative(page, name)).toBe(figures(slopes[name]));
    expect(await cell(page, "moved", name)).toContain(figures(-eta * slopes[name]));
    expect(await cell(page, "after", name)).toBe(figures(after[name]));
  }
  const change = await page.locator(".loss-change").first().textContent();
  expect(change).toContain(`${figures(lossNow)} → ${figures(lossAfter)}`);
}

test("the small network: nine derivatives, links, a step with a chosen η, and back", async () => {
  const page = await open("?preset=sigmoid2&device=cpu");
  await isReady(page);
  await shows(page, initial(), 0, 0.5);
  // A link that is pointed at lights its parts of the drawing.
  await page.locator('[data-derivative="w3"]').click();
  const link = page.locator('[data-link="o1/h2"]');
  await link.focus();
  const lit = () =>
    page.locator(".neurons .lit").evaluateAll((all) => all.map((part) => part.getAttribute("data-part")));
  expect((await lit()).sort()).toEqual(["h2", "o1", "w6"]);
  const { weights, output } = inspect(initial(), 0);
  expect(await link.locator(".chain-value").textContent()).toContain(figures(weights.w6 * output * (1 - output)));
  // η by the keyboard: the next step is another at once, the derivatives stay.
  const slider = page.getByRole("slider", { name: /learning rate/ });
  await slider.focus();
  await page.keyboard.press("End");
  await shows(page, initial(), 0, 100);
  await page.getByLabel("Training point").fill("3");
  await page.getByLabel("Training point").press("Enter");
  await shows(page, initial(), 3, 100);
  await button(page, "Take the step").click();
  await shows(page, inspect(initial(), 3).stepped(100), 3, 100);
  expect(await page.locator("#small").textContent()).toContain("A copy of the run’s weights, 1 step further");
  await button(page, "Step back").click();
  await shows(page, initial(), 3, 100);
  // The run's own step, and the view follows.
  await page.locator("#network-title").click();
  await page.keyboard.press(".");
  await expect.poll(() => page.locator("#small").textContent(), patience).toContain("the run’s, after step 1;");
  expect(await cell(page, "now", "b3")).not.toBe(figures(weights.b3));
  expect(await status(page)).toContain("step 1");
});

/** Numbers of a row of the sliding lists, from left to right. */
const rowOf = (page: Page, name: string) =>
  page.locator(`.row-${name} .cell:not(.empty) .cell-number`).evaluateAll((all) => all.map((cell) => cell.textContent));
const written = (values: ArrayLike<number>) => Array.from(values, (value) => brief(value));

test("⊛: the lists of the address, slid, correlated, gone round, and raised to a power", async () => {
  const [f, g] = [
    [1, 2, 3, 4],
    [1, 0, -2],
  ].map((values) => ({ shape: [1, values.length], data: values }));
  const page = await open("?preset=sigmoid2&device=cpu#convolution&f=1,2,3,4&g=1,0,-2&n=3");
  await expect.poll(() => rowOf(page, "y"), patience).toEqual(written((await convolve(f, g)).data));
  await page.getByRole("slider", { name: /Place/ }).focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  expect(await rowOf(page, "products")).toEqual(["0", "0", "2"]);
  await page.keyboard.press("End");
  expect(await page.locator(".slide-equation").textContent()).toContain("4 · (−2) + 0 · 0 + 0 · 1 = −8");
  await page.getByRole("radio", { name: "correlation" }).first().check({ force: true });
  await expect.poll(() => rowOf(page, "y"), patience).toEqual(written((await correlate(f, g)).data));
  expect(await page.locator(".slide-law").textContent()).toContain("The order matters");
  await page.getByRole("radio", { name: "circular" }).first().check({ force: true });
  const round = await correlate(f, g, { form: "circular" });
  await expect.poll(() => rowOf(page, "y"), patience).toEqual(written(round.data));
  // At the last place nothing of g reaches beyond, at the first two do.
  expect(await page.locator(".row-g .round").count()).toBe(0);
  await page.getByRole("slider", { name: /Place/ }).focus();
  await page.keyboard.press("Home");
  expect(await page.locator(".row-g .round").count()).toBe(2);
  // A number is edited, and the address goes with it.
  await page.getByRole("radio", { name: "convolution" }).first().check({ force: true });
  await page.getByLabel("g[1]", { exact: true }).fill("5");
  const edited = { ...g, data: [1, 5, -2] };
  await expect
    .poll(() => rowOf(page, "y"), patience)
    .toEqual(written((await convolve(f, edited, { form: "circular" })).data));
  expect(page.url()).toContain("#convolution&f=1,2,3,4&g=1,5,-2&form=circular&n=3");
  const power = await convolutionPower({ shape: [1, 3], data: [1, 1, 1] }, 4);
  await page.getByRole("slider", { name: /Power/ }).focus();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => page.locator(".power-title").textContent(), patience).toContain(listed(power.data));
  // f, f ⊛ g and f ⊛ g ⊛ k.
  const two = await convolve(f, edited);
  const three = await convolve(two, { shape: [1, 3], data: [1, 1, 1] });
  expect(await page.locator(".fold .slide-row").count()).toBe(3);
  expect(await page.locator(".fold .cell-number").allTextContents()).toEqual(
    [f, two, three].flatMap(({ data }) => written(data)),
  );
  await page.getByRole("link", { name: "Back to the network" }).click();
  await expect.poll(() => page.locator("#small").isVisible(), patience).toBe(true);
  expect(page.url()).not.toContain("#");
  await page.goBack();
  await expect.poll(() => page.locator("#operator").isVisible(), patience).toBe(true);
  // It is another place of the same page: the run is the one that there was.
  expect(await status(page)).toContain("Ready");
});

test("⊛ on the picture of the network, and what its layers see of it", async () => {
  const page = await open("?preset=classic&device=cpu");
  await isReady(page);
  await page.getByRole("link", { name: "What is ⊛" }).last().click();
  const surface = page.getByRole("application", { name: /^Picture/ });
  await expect.poll(() => surface.isVisible(), patience).toBe(true);
  const { test: set } = await loadData("mnist");
  const picture = {
    shape: [28, 28],
    data: Float64Array.from(set.images.subarray(0, 784), (byte) => Math.fround(byte / 255)),
  };
  const sobel = { shape: [3, 3], data: [1, 0, -1, 2, 0, -2, 1, 0, -1] };
  const y = await convolve(picture, sobel);
  const words = () => page.locator(".picture-sum").textContent();
  await expect.poll(words, patience).toContain(`row 9, column 17: ${figures(y.data[9 * 30 + 17])}`);
  await surface.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowLeft");
  expect(await words()).toContain(`row 10, column 16: ${figures(y.data[10 * 30 + 16])}`);
  // The network's own kernel.
  await page.getByRole("combobox", { name: "Kernel" }).selectOption("learned, map 2");
  const { network: classic } = new Inspector(presets.classic).program;
  const arrays = initializeParameters(arraysOf(classic), 1, presets.classic.initialization);
  const { offset } = classic.parameters.find(({ name }) => name === "conv1.weight")!;
  const kernel = { shape: [5, 5], data: Float64Array.from(arrays.subarray(offset + 25, offset + 50)) };
  const learned = await convolve(picture, kernel);
  expect(await words()).toContain(`row 10, column 16: ${figures(learned.data[10 * 32 + 16])}`);
  for (const { name, size } of receptiveField(presets.classic)) {
    await page.getByRole("button", { name: new RegExp(`^${name}\\D`) }).click();
    expect(await page.locator(".field-words").textContent()).toContain(
      `sees ${size[0] === 28 ? "all " : ""}${size[0]} × ${size[1]} pixels`,
    );
  }
});

test("while it trains nothing but the status line speaks, and that seldom", async () => {
  const page = await open("?preset=sigmoid2");
  await isReady(page);
  await page.locator(".neurons").first().waitFor(patience);
  await page.evaluate(() => {
    const heard: string[] = [];
    const live = "[aria-live]:not([aria-live=off]), [role=status], [role=log], [role=alert]";
    const nameOf = (element: Element) => element.id || element.className || element.textContent!;
    new MutationObserver((all) => {
      for (const { target } of all) {
        const element = target instanceof Element ? target : target.parentElement!;
        const region = element.closest(live);
        if (region && !element.closest("[aria-hidden=true], [hidden]")) heard.push(nameOf(region));
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.assign(window, { heard });
  });
  const heard = () => page.evaluate(() => (window as unknown as { heard: string[] }).heard.splice(0));
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Training");
  await heard();
  const begun = await status(page);
  await page.waitForTimeout(5000);
  expect(await status(page)).not.toBe(begun);
  const all = await heard();
  expect(all.filter((name) => name !== "status")).toEqual([]);
  expect(all.length).toBeLessThanOrEqual(2);
});
