/** lenet as it starts, on the page and by the float64 reference, computed here from the same seed. */
import type { Page } from "playwright-core";
import { beforeAll, expect } from "vitest";
import { figures } from "../../src/app/look/format.ts";
import { loadData } from "../../src/cli/data.ts";
import { elements } from "../../src/core/shape.ts";
import { type Inspection, Inspector } from "../../src/inspect/inspector.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { arraysOf } from "../../src/layers/network.ts";
import { presets } from "../../src/model/presets.ts";
import { button, isReady, patience } from "./browser.ts";

const recipe = presets.lenet;
export const inspector = new Inspector(recipe);
export const { network, gradients, loss } = inspector.program;
export const parameters = Float64Array.from(initializeParameters(arraysOf(network), 1, recipe.initialization));
export const pictures: { picture: Float64Array; label: number }[] = [];

beforeAll(async () => {
  const { test: set } = await loadData("mnist");
  const size = elements(recipe.input);
  for (let i = 0; i < 2; i++) {
    const bytes = set.images.subarray(i * size, (i + 1) * size);
    pictures.push({ picture: Float64Array.from(bytes, (byte) => byte / 255), label: set.labels[i] });
  }
});

export const inspect = (index = 0): Inspection =>
  inspector.inspect(parameters, pictures[index].picture, pictures[index].label);

export const offsetOf = (name: string) => network.parameters.find((one) => one.name === name)!.offset;

/** As it starts: nothing is trained, so that the reference here has the same weights. */
export async function begin(opening: (query?: string) => Promise<Page>): Promise<Page> {
  const page = await opening("?preset=lenet&device=cpu");
  await isReady(page);
  // What the test before has left open.
  if (await page.locator("#arithmetic").isVisible()) await button(page, "Close").click();
  await page.getByRole("radio", { name: "Values" }).check({ force: true });
  await page.getByRole("spinbutton", { name: "Test picture" }).fill("0");
  await page.getByRole("spinbutton", { name: "Test picture" }).press("Enter");
  // Within a field the page's keys are letters.
  await page.getByRole("spinbutton", { name: "Test picture" }).blur();
  await expect.poll(() => page.locator("#subject").textContent(), patience).toContain("Its loss is");
  return page;
}

export const stage = (page: Page, words: string) => page.getByRole("application", { name: words, exact: true });
export const title = (page: Page) => page.locator("#arithmetic-title").textContent();

/** Points at row p, column q of a map. */
export async function point(
  page: Page,
  words: string,
  occurrence: number,
  map: number,
  [p, q]: [number, number],
  side: number,
) {
  const tile = stage(page, words).nth(occurrence).locator("canvas").nth(map);
  const { width, height } = (await tile.boundingBox())!;
  await tile.click({ position: { x: ((q + 0.5) / side) * width, y: ((p + 0.5) / side) * height } });
}

/** A number as it stands in a formula: its power of ten is raised by its place, not by its digits. */
export const set = (value: number) =>
  figures(value).replace(/[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]/g, (sign) => (sign === "⁻" ? "−" : `${"⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(sign)}`));
/** What stands behind an equals sign, as it stands for a number. */
export const says = (value: number) => `=${set(value)}`;
/** The same behind another sign: below 0 in brackets. */
export const signed = (value: number) => (value < 0 ? `(${set(value)})` : set(value));
/** The lines of the number that is open, as text. */
export const lines = (page: Page) => page.locator("#arithmetic .equation").allTextContents();

/** The first window of the first pooling whose greatest cell is alone, and to whose maximum the loss is not indifferent; found by the reference. */
export function poolingWindow() {
  const { array } = inspect();
  const [before, pooled] = [network.outputs.get("relu1")!, network.outputs.get("pool1")!];
  const slopes = array(gradients.get(pooled)!).data;
  for (let at = 0; at < slopes.length; at++) {
    const [map, p, q] = [Math.floor(at / 144), Math.floor(at / 12) % 12, at % 12];
    const cells = [0, 1].flatMap((i) => [0, 1].map((j) => [2 * p + i, 2 * q + j] as [number, number]));
    const values = cells.map(([row, column]) => array(before).data[(map * 24 + row) * 24 + column]);
    const won = values.indexOf(Math.max(...values));
    if (slopes[at] !== 0 && values.filter((value) => value === values[won]).length === 1)
      return { map, place: [p, q] as [number, number], cells, values, won, slope: slopes[at], value: values[won] };
  }
  throw new Error("Every window is all alike.");
}
