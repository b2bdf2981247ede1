/** A number that is open: the arithmetic that it was made by is that of the float64 reference. */
import type { Locator } from "playwright-core";
import { expect, test } from "vitest";
import { figures } from "../../src/app/look/format.ts";
import { Inspector } from "../../src/inspect/inspector.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { arraysOf } from "../../src/layers/network.ts";
import { presets } from "../../src/model/presets.ts";
import { button, isReady, pageTests, patience, status } from "./browser.ts";
import {
  begin,
  gradients,
  inspect,
  inspector,
  lines,
  loss,
  network,
  offsetOf,
  parameters,
  pictures,
  point,
  poolingWindow,
  says,
  set,
  signed,
  stage,
  title,
} from "./lenet.ts";

const { open, shared } = pageTests();

test("a pixel of a map opens: ReLU, bias, and 25 products of picture and kernel that sum up to it", async () => {
  const page = await begin(shared);
  const [map, p, q] = [3, 8, 12];
  await point(page, "convolution", 0, map, [p, q], 24);
  const place = (map * 24 + p) * 24 + q;
  const { array } = inspect();
  const value = array(network.outputs.get("relu1")!).data[place];
  await expect.poll(() => title(page), patience).toContain(says(value));
  const sum = array("conv1.conv2d").data[place];
  const bias = array("conv1.bias").data[map];
  // With names, then with numbers: the sum and the bias, what ReLU is applied to, what comes of it.
  expect(await lines(page)).toEqual([
    `C4,9,131 =ReLU(∑x·k1⊕b41) =ReLU(${set(sum)}⊕${signed(bias)}) =ReLU(${set(sum + bias)}) ${says(value)}`,
    `∑x·k1 ${says(sum)} the sum of 25 products`,
  ]);
  // Pixel × weight = product, cell by cell: the titles carry three figures.
  const cells = await page
    .locator("#arithmetic .number-cell")
    .evaluateAll((all) => all.map((cell) => (cell as HTMLElement).title));
  expect(cells).toHaveLength(75);
  const pixels = pictures[0].picture;
  const kernel = array("conv1.weight").data;
  for (let k = 0; k < 25; k++) {
    const [i, j] = [Math.floor(k / 5), k % 5];
    const [pixel, weight] = [pixels[(p + i) * 28 + q + j], kernel[map * 25 + k]];
    expect([cells[k], cells[25 + k], cells[50 + k]]).toEqual([pixel, weight, pixel * weight].map(figures));
  }
  expect(await page.locator("#arithmetic .heading + p").textContent()).toBe("map 4, row 9, column 13");
  // What is pointed at is read out.
  await page
    .locator("#arithmetic .number-cell")
    .nth(50 + 7)
    .hover();
  expect(await page.locator("#arithmetic .readout").textContent()).toBe(
    `${cells[7]} × ${cells[25 + 7]} = ${cells[50 + 7]}`,
  );
  // The arrow keys go to the number beside it, and back.
  await page.locator("#arithmetic-title").click();
  await page.keyboard.press("ArrowRight");
  await expect.poll(() => title(page), patience).toContain(says(array(network.outputs.get("relu1")!).data[place + 1]));
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => title(page), patience).toContain(says(value));
  // A number in it opens in turn, and Back comes back.
  await page.locator("#arithmetic .number-cell").nth(12).click();
  await expect.poll(() => page.locator("#arithmetic .links").textContent(), patience).toContain("It is given");
  await button(page, "← Back").click();
  await expect.poll(() => title(page), patience).toContain(says(value));
  await button(page, "Close").click();
  await expect.poll(() => page.locator("#arithmetic").isVisible(), patience).toBe(false);
});

test("by keys alone: Tab to a picture, Enter opens its middle, arrows and Page Down walk on; Back leads out of it", async () => {
  // Nobody has pointed at a number of it: that would be where the keys begin.
  const page = await begin(open);
  const focused = () => page.evaluate(() => document.activeElement?.ariaLabel ?? "");
  await page.locator("#subject input").last().focus();
  for (let i = 0; i < 12 && (await focused()) !== "convolution"; i++) await page.keyboard.press("Tab");
  expect(await focused()).toBe("convolution");
  const { array } = inspect();
  const map = array(network.outputs.get("relu1")!).data;
  const at = (m: number, p: number, q: number) => says(map[(m * 24 + p) * 24 + q]);
  await page.keyboard.press("Enter");
  await expect.poll(() => title(page), patience).toMatch(/1, ?13, ?13/);
  expect(await title(page)).toContain(at(0, 12, 12));
  for (const key of ["ArrowRight", "ArrowRight", "ArrowUp", "PageDown"]) await page.keyboard.press(key);
  await expect.poll(() => title(page), patience).toMatch(/2, ?12, ?15/);
  expect(await title(page)).toContain(at(1, 11, 14));
  // It is the one number that is open: what was walked past is not on the way back.
  expect(await button(page, "← Back").isVisible()).toBe(false);
  // Heard, too.
  await expect
    .poll(() => page.locator("#arithmetic + [aria-live]").textContent(), patience)
    .toBe(`${network.outputs.get("relu1")} [0, 1, 11, 14] = ${figures(map[(24 + 11) * 24 + 14])}`);
  // On to the outputs and to the weights; neither Space nor the arrows mean there what they mean elsewhere.
  for (let i = 0; i < 12 && (await page.locator(".o-bars:focus").count()) === 0; i++) await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  const outputs = array([...network.outputs.values()].at(-1)!).data;
  await expect.poll(() => title(page), patience).toContain(says(outputs[6]));
  expect(await status(page)).toContain("Ready");
  await page.getByRole("application", { name: "Weights conv1.weight" }).focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("PageDown");
  const gradient = array(gradients.get("conv1.weight")!).data[25 + 2 * 5 + 1];
  await expect.poll(() => title(page), patience).toContain(says(gradient));
});

test("a pooled pixel shows which of its four it is", async () => {
  const page = await begin(shared);
  await point(page, "max pooling", 0, 4, [5, 6], 12);
  const { array } = inspect();
  const value = array(network.outputs.get("pool1")!).data[(4 * 12 + 5) * 12 + 6];
  await expect.poll(() => title(page), patience).toContain(says(value));
  const before = array(network.outputs.get("relu1")!).data;
  const window = [0, 1].flatMap((i) => [0, 1].map((j) => before[(4 * 24 + 10 + i) * 24 + 12 + j]));
  const numbers = await page.locator("#arithmetic .equation").first().locator(".number").allTextContents();
  expect(numbers).toEqual(window.map(set));
  expect(await page.locator("#arithmetic .number.chosen").textContent()).toBe(set(Math.max(...window)));
});

test("a kernel's weight opens its gradient: the products that sum up to a central difference of the loss", async () => {
  const page = await begin(shared);
  const canvas = page.locator("#kernels .kernel canvas").nth(2);
  const { width, height } = (await canvas.boundingBox())!;
  await canvas.click({ position: { x: (1.5 / 5) * width, y: (3.5 / 5) * height } });
  const place = 2 * 25 + 3 * 5 + 1;
  const exact = inspect().array(gradients.get("conv1.weight")!).data[place];
  const difference = centralDifference("conv1.weight", place);
  expect(Math.abs(exact - difference)).toBeLessThan(1e-7 * Math.abs(exact) + 1e-9);
  await expect.poll(() => title(page), patience).toContain(says(exact));
  expect(await lines(page)).toEqual([`∂L∂k3,1,4,21 =∑x·∂L∂z ${says(exact)} the sum of 576 products`]);
  expect(await page.locator("#arithmetic .group-sum").textContent()).toBe(set(exact));
  expect(await page.locator(".arithmetic-weight").textContent()).toContain(
    says(parameters[offsetOf("conv1.weight") + place]),
  );
  // The product at row 8, column 12 of the map: the picture there, moved by the weight's place, times what reaches the map.
  const products = page.locator("#arithmetic .product-line canvas").nth(2);
  const box = (await products.boundingBox())!;
  await products.hover({ position: { x: (12.5 / 24) * box.width, y: (8.5 / 24) * box.height } });
  const pixel = pictures[0].picture[(8 + 3) * 28 + 12 + 1];
  const upstream = inspect().array(gradients.get("conv1.conv2d")!).data[(2 * 24 + 8) * 24 + 12];
  expect(await page.locator("#arithmetic .readout").textContent()).toBe(
    `${figures(pixel)} × ${figures(upstream)} = ${figures(pixel * upstream)}`,
  );
});

/** The place of the element with the greatest magnitude. */
const greatestAt = (data: ArrayLike<number>) =>
  Array.from(data).reduce((best, value, at) => (Math.abs(value) > Math.abs(data[best]) ? at : best), 0);

/** The difference quotient of the loss in one parameter. */
function centralDifference(name: string, place: number): number {
  const { offset } = network.parameters.find((one) => one.name === name)!;
  const lossAt = (change: number) => {
    const moved = Float64Array.from(parameters);
    moved[offset + place] += change;
    return inspector.inspect(moved, pictures[0].picture, pictures[0].label).array(loss).data[0];
  };
  const h = 1e-5;
  return (lossAt(h) - lossAt(-h)) / (2 * h);
}

/** Points at a cell of a picture of so many rows and columns. */
async function pointAt(canvas: Locator, [row, column]: [number, number], [rows, columns]: [number, number]) {
  await canvas.scrollIntoViewIfNeeded();
  const { width, height } = (await canvas.boundingBox())!;
  await canvas.click({ position: { x: ((column + 0.5) / columns) * width, y: ((row + 0.5) / rows) * height } });
}

test.each([
  // So many terms has the sum: a place of the map each; one product, that of the neuron's input and what reaches it.
  ["conv2.weight", 64],
  ["dense3.weight", 1],
  ["conv2.bias", 64],
])("the gradient of a %s opens as well, and is a central difference of the loss", async (name, terms) => {
  const page = await begin(shared);
  const all = Float64Array.from(inspect().array(gradients.get(name)!).data);
  const place = greatestAt(all);
  const exact = all[place];
  expect(exact).not.toBe(0);
  expect(Math.abs(exact - centralDifference(name, place))).toBeLessThan(1e-7 * Math.abs(exact) + 1e-9);
  const tiles = page.locator("#kernels .kernel-grid canvas");
  if (name === "conv2.bias") {
    // By way of a map's number that it is added to.
    await point(page, "convolution", 1, place, [3, 4], 8);
    await expect.poll(() => title(page), patience).toMatch(/^C/);
    await page.locator("#arithmetic .equation").first().locator(".number").nth(1).click();
    await expect.poll(() => title(page), patience).toContain(says(parameters[offsetOf(name) + place]));
    await page.locator("#arithmetic .equation").last().locator(".number").click();
  } else {
    await page.locator(`#kernels input[value="${name}"]`).check({ force: true });
    if (name === "conv2.weight") {
      // Six kernels side by side, a pixel apart.
      const [map, part, row, column] = [
        Math.floor(place / 150),
        Math.floor(place / 25) % 6,
        Math.floor(place / 5) % 5,
        place % 5,
      ];
      await pointAt(tiles.nth(map), [row, part * 6 + column], [5, 35]);
    } else await pointAt(tiles.first(), [Math.floor(place / 84), place % 84], [10, 84]);
  }
  await expect.poll(() => title(page), patience).toMatch(new RegExp(`^∂L∂.*${says(exact)}$`));
  expect(await page.locator(".arithmetic-weight").textContent()).toContain(says(parameters[offsetOf(name) + place]));
  const [line] = await lines(page);
  if (terms === 1) {
    const [output, input] = [Math.floor(place / 84), place % 84];
    const { array } = inspect();
    const [h, slope] = [
      array(network.outputs.get("relu4")!),
      array(gradients.get(network.outputs.get("dense3")!)!),
    ].map(({ data }) => data);
    expect(h[input] * slope[output]).toBeCloseTo(exact, 12);
    const names = `∂L∂w${output + 1},${input + 1} =h${input + 1}2·∂L∂z${output + 1}`;
    expect(line).toBe(`${names} =${set(h[input])}·${signed(slope[output])} ${says(exact)}`);
    expect(await page.locator("#arithmetic .group-sum").count()).toBe(0);
  } else {
    const what = name === "conv2.bias" ? "numbers" : "products";
    expect(line).toContain(`${says(exact)} the sum of ${terms} ${what}`);
    expect(await page.locator("#arithmetic .group-sum").textContent()).toBe(set(exact));
  }
  await page.locator("#kernels input").first().check({ force: true });
});

test("a pooled number says where its gradient goes, by its value and by its gradient; the winner is marked apart", async () => {
  const page = await begin(shared);
  const { map, place, cells, values, won, slope, value } = poolingWindow();
  const [row, column] = cells[won];
  const goes = [
    `∂L∂P${map + 1},${place[0] + 1},${place[1] + 1}1 ${says(slope)} `,
    `goes back to C${map + 1},${row + 1},${column + 1}1, the greatest; the other 3 get 0`,
  ].join("");
  for (const [show, opened] of [
    ["Values", value],
    ["Gradients", slope],
  ] as const) {
    await page.getByRole("radio", { name: show }).check({ force: true });
    await point(page, "max pooling", 0, map, place, 12);
    await expect.poll(() => title(page), patience).toContain(says(opened));
    await expect.poll(() => page.locator(".gradient-way .equation").textContent(), patience).toBe(goes);
    // The window's values, and what each of its cells gets.
    const shares = values.map((_, k) => (k === won ? slope : 0));
    const shown = await page
      .locator(".gradient-way .number-cell")
      .evaluateAll((all) => all.map((cell) => (cell as HTMLElement).title));
    expect(shown).toEqual([...values, ...shares].map(figures));
    // In the picture: a frame around the window, and the winner full, at its place within the map.
    const maps = stage(page, "convolution").first();
    expect(await maps.locator(".cursor").count()).toBe(2);
    const at = (await maps.locator(".cursor.chosen").boundingBox())!;
    const tile = (await maps.locator("canvas").nth(map).boundingBox())!;
    expect(Math.round(((at.y - tile.y) / tile.height) * 24)).toBe(row);
    expect(Math.round(((at.x - tile.x) / tile.width) * 24)).toBe(column);
  }
  // What the winner gets opens.
  await page
    .locator(".gradient-way .number-cell")
    .nth(4 + won)
    .click();
  await expect.poll(() => title(page), patience).toBe(`∂L∂C${map + 1},${row + 1},${column + 1}1${says(slope)}`);
});

test("a mean's gradient goes back in equal parts", async () => {
  const page = await open("?preset=classic&device=cpu");
  await isReady(page);
  await expect.poll(() => page.locator("#subject").textContent(), patience).toContain("Its loss is");
  const own = new Inspector(presets.classic);
  const { network: net, gradients: slopes } = own.program;
  const weights = Float64Array.from(initializeParameters(arraysOf(net), 1, presets.classic.initialization));
  const { array } = own.inspect(weights, pictures[0].picture, pictures[0].label);
  const slope = array(slopes.get(net.outputs.get("pool1")!)!).data[(2 * 12 + 4) * 12 + 5];
  await point(page, "mean pooling", 0, 2, [4, 5], 12);
  await expect
    .poll(() => page.locator(".gradient-way .equation").textContent(), patience)
    .toBe(`∂L∂P3,5,61 ${says(slope)} goes back in equal parts: each of the 4 gets ∂L∂P3,5,614 ${says(slope / 4)}`);
  const shares = await page
    .locator(".gradient-way .number-cell")
    .evaluateAll((all) => all.slice(4).map((cell) => (cell as HTMLElement).title));
  expect(shares).toEqual(Array(4).fill(figures(slope / 4)));
});

test("the answer opens by a key, as the sum that it is", async () => {
  const page = await begin(shared);
  await page.keyboard.press("o");
  const { array, program } = inspect();
  const answer = array(program.prediction).data[0];
  const output = array(network.outputs.get("dense3")!).data[answer];
  await expect.poll(() => title(page), patience).toContain(says(output));
  expect(await page.locator("#arithmetic").textContent()).toContain(figures(output));
  // What the bars show is made of it: the share that softmax gives it.
  const all = Array.from(array(network.outputs.get("dense3")!).data);
  const share = Math.exp(output) / all.reduce((sum, z) => sum + Math.exp(z), 0);
  expect(await page.locator(".arithmetic-weight").textContent()).toContain(says(share));
  const line = await page.locator("#arithmetic .equation").first().textContent();
  expect(line).toBe(`o${answer + 1} =ez∑ez ${says(share)} where z = ${all.map(set).join(", ")}`);
});
