/** What the page shows of one picture: the numbers are those of the float64 reference. */
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { figures } from "../../src/app/look/format.ts";
import { roundLimit } from "../../src/app/look/scale.ts";
import { button, draw, pageTests, patience, status, step } from "./browser.ts";
import {
  begin,
  gradients,
  inspect,
  lines,
  loss,
  network,
  pictures,
  point,
  poolingWindow,
  says,
  stage,
  title,
} from "./lenet.ts";

const { open, shared } = pageTests();

test("another picture is another loss, that of the reference", async () => {
  const page = await begin(shared);
  expect(await page.locator(".subject-words").textContent()).toContain(figures(inspect().array(loss).data[0]));
  await button(page, "Next picture").click();
  const { array } = inspect(1);
  await expect
    .poll(() => page.locator(".subject-words").textContent(), patience)
    .toContain(`It is a ${pictures[1].label}`);
  expect(await page.locator(".subject-words").textContent()).toContain(figures(array(loss).data[0]));
});

test("on a screen of 1440 pixels all of it stands in one line", async () => {
  const page = await begin(shared);
  await page.setViewportSize({ width: 1440, height: 900 });
  const tops = () =>
    page.locator("#pipeline .stage").evaluateAll((all) => all.map((stage) => stage.getBoundingClientRect().top));
  expect(new Set(await tops()).size).toBe(1);
  expect(await tops()).toHaveLength(9);
});

/** What a tile shows: red, green and blue of each pixel. */
const painted = (tile: Locator) =>
  tile.evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    return Array.from({ length: data.length / 4 }, (_, i) => Array.from(data.slice(4 * i, 4 * i + 3)));
  });

/** The theme's colours, as the browser resolves them. */
const colours = (page: Page) =>
  page.evaluate(() =>
    Object.fromEntries(
      ["ground", "ink", "negative", "positive"].map((name) => {
        const value = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`);
        return [name, (value.match(/[\d.]+/g) ?? []).map(Number)];
      }),
    ),
  );

test("what is painted are the reference's numbers over the limit that stands beneath, in the scale's colours", async () => {
  const page = await begin(shared);
  const { ground, ink, negative, positive } = await colours(page);
  const { array, program } = inspect();
  const limits = await page.locator("#pipeline .range").allTextContents();
  // By hand, not by the page's own scale: from the ground to ink, or to blue below 0 and to orange above.
  const expectPainted = async (tile: Locator, values: ArrayLike<number>, limit: number, hasSigns: boolean) => {
    const found = await painted(tile);
    expect(found).toHaveLength(values.length);
    found.forEach((pixel, at) => {
      const share = Math.min(1, Math.abs(values[at]) / limit);
      const end = !hasSigns ? ink : values[at] < 0 ? negative : positive;
      // The scale has 256 levels to either side, and a colour 256.
      pixel.forEach((part, k) => {
        expect(Math.abs(part - (ground[k] + (end[k] - ground[k]) * share))).toBeLessThanOrEqual(1);
      });
    });
  };
  const limitOf = (words: string) => Number(/[\d.]+$/.exec(words)![0]);
  const maps = array(network.outputs.get("relu1")!).data;
  const limit = limitOf(limits[1]);
  expect(limits[1]).toBe(`0 … ${figures(roundLimit(Math.max(...maps)))}`);
  const tile = (at: number) => stage(page, "convolution").first().locator("canvas").nth(at);
  for (const map of [0, 3, 4]) await expectPainted(tile(map), maps.slice(map * 576, (map + 1) * 576), limit, false);
  await expectPainted(stage(page, "input").locator("canvas"), pictures[0].picture, limitOf(limits[0]), false);
  // The output bars are the shares that softmax gives.
  const z = Array.from(array(program.network.output).data);
  const all = z.reduce((sum, one) => sum + Math.exp(one), 0);
  const shares = await page
    .locator("#pipeline .o-row")
    .evaluateAll((rows) => rows.map((row) => Number((row as HTMLElement).style.getPropertyValue("--share"))));
  z.forEach((one, at) => {
    expect(shares[at]).toBeCloseTo(Math.exp(one) / all, 6);
  });
  // Gradients have signs.
  await page.getByRole("radio", { name: "Gradients" }).check({ force: true });
  const slopes = array(gradients.get(network.outputs.get("pool1")!)!).data;
  const words = () => page.locator("#pipeline .range").nth(2).textContent();
  const most = roundLimit(Math.max(...Array.from(slopes, Math.abs)));
  await expect.poll(words, patience).toBe(`±${figures(most)}`);
  const pooled = stage(page, "max pooling").first().locator("canvas");
  for (const map of [1, 5]) await expectPainted(pooled.nth(map), slopes.slice(map * 144, (map + 1) * 144), most, true);
});

test("a map changes as the network learns", async () => {
  const page = await begin(open);
  const tile = stage(page, "convolution").first().locator("canvas").nth(4);
  const before = await painted(tile);
  await button(page, "Train").click();
  await expect.poll(() => step(page), patience).toBeGreaterThan(2);
  await button(page, "Pause").click();
  await expect.poll(() => status(page), patience).toContain("Paused");
  await expect.poll(() => painted(tile), patience).not.toEqual(before);
});

test("gradients take the place of values: of a pooling's window the one that won gets all of it, the others nothing", async () => {
  const page = await begin(shared);
  const { map, cells, won, slope } = poolingWindow();
  await page.getByRole("radio", { name: "Gradients" }).check({ force: true });
  const name = ([row, column]: [number, number]) => `∂L∂C${map + 1},${row + 1},${column + 1}1`;
  const { data } = inspect().array(gradients.get(network.outputs.get("relu1")!)!);
  for (const [k, cell] of cells.entries()) {
    const exact = data[(map * 24 + cell[0]) * 24 + cell[1]];
    expect(exact).toBe(k === won ? slope : 0);
    await point(page, "convolution", 0, map, cell, 24);
    await expect.poll(() => title(page), patience).toBe(`${name(cell)}${says(exact)}`);
    const [line] = await lines(page);
    if (k === won) expect(line).toMatch(new RegExp(`^${name(cell)} =∂L∂P.* ${says(slope)}$`));
    else expect(line).toBe(`${name(cell)} =0 Nothing reaches it: no window chose it.`);
  }
});

test("a drawing is looked at as it is drawn, and the network says what it takes it for", async () => {
  const page = await begin(shared);
  await draw(page, [
    [0.3, 0.2],
    [0.7, 0.2],
    [0.4, 0.8],
  ]);
  await expect.poll(() => page.locator("#subject").textContent(), patience).toContain("your drawing");
  await expect
    .poll(() => page.locator(".subject-words").textContent(), patience)
    .toMatch(/takes it for an? \d: if it is an? \d, the loss is/);
  await button(page, "Clear").click();
  await expect.poll(() => page.locator(".subject-words").textContent(), patience).toContain("It is a 7");
});

test("in gradients the outputs show the loss's slope: softmax, less 1 at the label", async () => {
  const page = await begin(shared);
  await page.getByRole("radio", { name: "Gradients" }).check({ force: true });
  const slopes = inspect().array(gradients.get(network.outputs.get("dense3")!)!).data;
  // Under its column stands what the bars go up to.
  const limit = roundLimit(Math.max(...slopes.map(Math.abs)));
  const shares = () =>
    page
      .locator("#pipeline .o-row")
      .evaluateAll((all) => all.map((row) => Number(row.style.getPropertyValue("--share"))));
  await expect
    .poll(async () => (await shares())[pictures[0].label], patience)
    .toBeCloseTo(Math.abs(slopes[pictures[0].label]) / limit, 5);
  for (const [output, share] of (await shares()).entries())
    expect(share).toBeCloseTo(Math.abs(slopes[output]) / limit, 5);
  expect(await page.locator("#pipeline .o-row.below").count()).toBe(1);
  expect(await page.locator("#pipeline .stage").last().locator(".range").textContent()).toBe(`±${figures(limit)}`);
});
