import { expect, test } from "vitest";
import { button, draw, isReady, isReadyWith, pageTests, patience, status } from "./browser.ts";

const { open } = pageTests();

/** Ready sooner than the network that the page begins with: where it is of no account which one answers. */
const small = "?preset=classic";

const one = [
  [0.5, 0.15],
  [0.5, 0.85],
] as const;

test("a drawing is answered at once, and again while training teaches", async () => {
  const page = await open("?preset=convnet&batch=16");
  await isReady(page);
  const prediction = page.getByRole("region", { name: "Prediction" });
  expect(await prediction.textContent()).toContain("Draw");
  await draw(page, one);
  await expect.poll(() => prediction.textContent(), patience).toMatch(/It says \d: a guess, it is untrained\./);
  expect(await prediction.getByRole("listitem").count()).toBe(10);

  await button(page, "Train").click();
  await expect.poll(() => prediction.textContent(), patience).toMatch(/It says 1, \d+\.\d\s% sure\./);
});

test("Undo and Clear take back, and Undo takes Clear back", async () => {
  const page = await open(small);
  await isReady(page);
  const prediction = page.getByRole("region", { name: "Prediction" });
  await draw(page, one);
  await expect.poll(() => prediction.textContent(), patience).toContain("It says");
  await button(page, "Clear").click();
  await expect.poll(() => prediction.textContent(), patience).toContain("Draw");
  await button(page, "Undo").click();
  await expect.poll(() => prediction.textContent(), patience).toContain("It says");
});

test("arrow keys draw while the pen is down", async () => {
  const page = await open(small);
  await isReady(page);
  const surface = page.getByLabel("Draw a digit");
  await surface.focus();
  for (let i = 0; i < 6; i++) await surface.press("ArrowUp");
  const prediction = page.getByRole("region", { name: "Prediction" });
  expect(await prediction.textContent()).toContain("Draw");
  await surface.press("Space");
  for (let i = 0; i < 12; i++) await surface.press("ArrowDown");
  await expect.poll(() => prediction.textContent(), patience).toContain("It says");
  await surface.press("Delete");
  await expect.poll(() => prediction.textContent(), patience).toContain("Draw");
});

test("a touch draws and does not scroll, on a narrow screen too", async () => {
  const page = await open(small, { width: 390, height: 844 });
  await isReady(page);
  const surface = page.getByLabel("Draw a digit");
  expect(await surface.evaluate((element) => getComputedStyle(element).touchAction)).toBe("none");
  await draw(page, one);
  await expect
    .poll(() => page.getByRole("region", { name: "Prediction" }).textContent(), patience)
    .toContain("It says");
  const [wide, inner] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(wide).toBe(inner);
  for (const name of ["Train", "Reset", "Clear", "Undo"]) {
    expect((await button(page, name).boundingBox())!.height).toBeGreaterThanOrEqual(44);
  }
});

test("a network of two inputs is not asked about a drawing made for another", async () => {
  const page = await open("?preset=quick&device=cpu");
  await isReady(page);
  await draw(page, [
    [0.3, 0.2],
    [0.7, 0.2],
    [0.5, 0.8],
  ]);
  await expect.poll(() => page.locator("#prediction .answer").textContent(), patience).toContain("It says");
  await page.getByRole("combobox", { name: "Preset" }).selectOption("sigmoid2");
  await isReadyWith(page, "preset=sigmoid2");
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done");
});
