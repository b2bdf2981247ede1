/** The views of the small network and of ⊛: what they show is what the float64 reference computes. */
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { figures } from "../../src/app/look/format.ts";
import { nineOf, parameterNames } from "../../src/app/small/twoNeurons.ts";
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
