import { expect, test } from "vitest";
import { allPresets } from "../../src/model/failing.ts";
import { button, firstKernel, isReady, pageTests, patience, startOver, status, value } from "./browser.ts";

const { open, shared } = pageTests();

/** Ready soonest, without pictures to load: where the network is of no account. */
const short = "?preset=sigmoid2&batch=20&steps=30";

/** On the reference, where the device is of no account either: there nothing has to be compiled. */
const reference = "?preset=classic&batch=10&device=cpu";

test("the address holds the recipe, and a reload reproduces it", async () => {
  const page = await open("?preset=sigmoid2&device=cpu");
  await isReady(page);
  await page.getByRole("combobox", { name: "Preset" }).selectOption("classic");
  await page.getByLabel("Seed").fill("7");
  await page.getByLabel("Seed").press("Enter");
  await expect
    .poll(() => new URL(page.url()).search, patience)
    .toBe("?preset=classic&seed=7&batch=50&epochs=1&device=cpu");
  await isReady(page);
  const kernel = await firstKernel(page);

  await page.reload();
  await isReady(page);
  expect(await page.getByRole("combobox", { name: "Preset" }).inputValue()).toBe("classic");
  expect(await page.getByLabel("Seed").inputValue()).toBe("7");
  expect(await page.getByLabel("Batch").inputValue()).toBe("50");
  await expect.poll(() => firstKernel(page), patience).toBe(kernel);
});

test("every preset is offered, and Back takes a change back", async () => {
  const page = await open(reference);
  await isReady(page);
  const preset = page.getByRole("combobox", { name: "Preset" });
  expect(await preset.getByRole("option").allTextContents()).toEqual(Object.keys(allPresets));
  await preset.selectOption("sigmoid2");
  await expect.poll(() => page.url(), patience).toContain("preset=sigmoid2");
  await page.goBack();
  await expect.poll(() => preset.inputValue(), patience).toBe("classic");
  await isReady(page);
  await page.goForward();
  await expect.poll(() => preset.inputValue(), patience).toBe("sigmoid2");
});

test("a recipe that cannot work says so, and works again when it is changed", async () => {
  const page = await open("?preset=sigmoid2&batch=2000");
  await expect.poll(() => page.getByRole("alert").textContent(), patience).toContain("recipe: batch is 2000;");
  await page.getByLabel("Batch").fill("10");
  await page.getByLabel("Batch").press("Enter");
  await isReady(page);
});

test("an address that makes no sense gives the defaults, and says so at the field", async () => {
  const page = await open("?preset=none&seed=abc&device=cpu");
  expect(await page.getByRole("combobox", { name: "Preset" }).inputValue()).toBe("lenet");
  expect(await page.getByLabel("Seed").inputValue()).toBe("1");
  expect(await page.locator("#seed-note").textContent()).toContain("“abc”");
});

test("a number that cannot be is refused at its field and changes nothing", async () => {
  const page = await shared(short);
  await startOver(page);
  await page.getByLabel("Batch").fill("0");
  await page.getByLabel("Batch").press("Tab");
  expect(await page.locator("#batch-note").textContent()).toBe("Batch must be a whole number from 1 on.");
  expect(new URL(page.url()).searchParams.get("batch")).toBe("20");
});

test("a software adapter is named, and the way to a faster one shown", async () => {
  const page = await shared(short);
  await startOver(page);
  expect(await status(page)).toContain("software adapter (SwiftShader)");
  expect(await value(page, "Device")).toBe("SwiftShader (software)");
  await button(page, "Switch on your GPU: how").click();
  expect(await page.getByText("To use your graphics card:").isVisible()).toBe(true);
});

test("the CPU reference is named, and trains", async () => {
  const page = await open(reference);
  await isReady(page);
  expect(await value(page, "Device")).toBe("CPU reference");
  await button(page, "Train").click();
  await expect.poll(() => value(page, "Loss"), patience).toMatch(/^\d/);
});

test("a network of two inputs has no place to draw", async () => {
  const page = await shared(short);
  await startOver(page);
  expect(await page.getByLabel("Draw a digit").isVisible()).toBe(false);
  await button(page, "Train").click();
  await expect.poll(() => value(page, "Loss"), patience).toMatch(/^\d/);
});

test("a batch that the adapter has no room for is refused with the largest that fits, and another one trains", async () => {
  const page = await open("?preset=deep&device=gpu&batch=60000");
  const notice = page.locator("#notice");
  await expect.poll(() => notice.textContent(), patience).toContain("what the adapter allows one array");
  const [, largest] = /The largest batch that fits is ([\d,]+)/.exec((await notice.textContent())!)!;
  // The greatest array is that of the 32 maps of 24 × 24 numbers, 4 bytes each.
  const allowed = await page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    return Math.min(adapter!.limits.maxStorageBufferBindingSize, adapter!.limits.maxBufferSize);
  });
  const fits = (batch: number) => batch * 32 * 24 * 24 * 4 <= allowed;
  const batch = Number(largest.replaceAll(",", ""));
  expect([fits(batch), fits(batch + 1)]).toEqual([true, false]);
  await page.getByLabel("Batch", { exact: true }).fill("64");
  await page.getByLabel("Batch", { exact: true }).press("Enter");
  await isReady(page);
});

/** The last of those that share the page: it has another length then. */
test("an address may ask for a number of steps; Epochs, once changed, count instead", async () => {
  const page = await shared(short);
  await startOver(page);
  expect(await page.locator("#epochs-note").textContent()).toContain("30 steps");
  // Told, not complained of.
  expect(await page.locator("#epochs-note").getAttribute("class")).toContain("quiet");
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done: 30 steps");
  await page.getByLabel("Epochs").fill("0.5");
  await page.getByLabel("Epochs").press("Enter");
  await expect.poll(() => new URL(page.url()).searchParams.get("epochs"), patience).toBe("0.5");
  expect(new URL(page.url()).searchParams.has("steps")).toBe(false);
});

test("every sign that the page writes a network in is explained, at ? and at the foot of the recipe", async () => {
  const page = await open("?preset=classic&device=cpu");
  await isReady(page);
  await page.keyboard.press("?");
  const glossary = page.locator("#glossary");
  await glossary.locator("dt").first().waitFor(patience);
  const names = (await glossary.locator("dt").allTextContents()).join(" ");
  const signs = await page
    .locator("#layers :is(mi, mo), .stage-symbol :is(mi, mo)")
    .evaluateAll((all) => all.map(({ textContent }) => textContent!.trim()));
  // Indices, brackets and words of functions that say what they do are none.
  const needed = [...new Set(signs)].filter((sign) => !/^([ijf()=,×−+←[\]/]|max|mean|flatten|ln|)$/.test(sign));
  expect(needed.length).toBeGreaterThan(8);
  expect(needed.filter((sign) => !names.includes(sign))).toEqual([]);

  await page.keyboard.press("?");
  expect(await glossary.isVisible()).toBe(false);
  await button(page, "What the signs and words mean").click();
  await expect.poll(() => glossary.getByText("Check every").isVisible(), patience).toBe(true);
});
