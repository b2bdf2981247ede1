/** A run handed on: its link, its weights, and the page that it becomes. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Download, Page } from "playwright-core";
import { expect, test } from "vitest";
import { percent } from "../../src/app/look/format.ts";
import { type Claim, readClaim, writeClaim } from "../../src/app/share/claim.ts";
import { checkpointsUpTo } from "../../src/app/share/lossTrace.ts";
import { readable } from "../../src/app/worker/readable.ts";
import { sha256Hex } from "../../src/core/hash.ts";
import { drawingToImage } from "../../src/data/drawing.ts";
import { pointsSplits } from "../../src/data/toy.ts";
import { importOnnx } from "../../src/exchange/onnx/importOnnx.ts";
import { presets } from "../../src/model/presets.ts";
import { compilePrediction } from "../../src/plan/compile.ts";
import { openRun } from "../../src/train/openRun.ts";
import { flattenParameters, trainedOf, weightsSha256 } from "../../src/train/parameters.ts";
import { Predictor } from "../../src/train/predictor.ts";
import { decodeWeights, encodeWeights } from "../../src/train/weightsFile.ts";
import { button, draw, isReady, pageTests, patience, status, value } from "./browser.ts";

const { open } = pageTests();

/** Without pictures to load, and a step takes no time. */
const small = "?preset=sigmoid2&steps=40";

const claimWords = (page: Page) => page.locator("#claim").textContent();
const keepWords = (page: Page) => page.locator("#keep-words").textContent();

async function train(page: Page): Promise<void> {
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done");
}

/** What Copy link puts into the clipboard. */
async function copiedLink(page: Page): Promise<URL> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await button(page, "Copy link").click();
  await expect.poll(() => keepWords(page), patience).toContain("Copied");
  return new URL(await page.evaluate(() => navigator.clipboard.readText()));
}

async function openLink({ search }: { search: string }): Promise<Page> {
  const page = await open(search);
  await isReady(page);
  return page;
}

async function bytesOf(download: Download): Promise<Uint8Array> {
  return readFileSync(await download.path());
}

async function savedWeights(page: Page) {
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Save weights").click()]);
  return { name: download.suggestedFilename(), bytes: await bytesOf(download) };
}

async function load(page: Page, name: string, bytes: Uint8Array): Promise<void> {
  const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button(page, "Load weights").click()]);
  await chooser.setFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
}

test("a link says what a run came to: whoever trains it sees that theirs is the same, or the first step that differs", async () => {
  const first = await openLink({ search: small });
  await button(first, "Copy link").click();
  await train(first);
  const link = await copiedLink(first);
  const claim = readClaim(link.search).claim!;
  expect(claim.step).toBe(40);

  const same = await openLink(link);
  expect(await claimWords(same)).toMatch(/^This link came with a run: 40 steps on SwiftShader \(software\)\./);
  await train(same);
  await expect.poll(() => claimWords(same), patience).toBe("Same: after step 40 the weights are identical.");
  // Reset asks the same question again; another recipe has nothing to do with it.
  await button(same, "Reset").click();
  await isReady(same);
  expect(await claimWords(same)).toContain("This link came with a run");
  expect(new URL(same.url()).search).toBe(link.search);
  await same.getByLabel("Seed").fill("2");
  await same.getByLabel("Seed").press("Enter");
  await expect.poll(() => same.url(), patience).toContain("seed=2");
  expect(same.url()).not.toContain("sha256");
  expect(await same.locator("#claim").isVisible()).toBe(false);

  const place = checkpointsUpTo(40).indexOf(12);
  const losses = claim.losses.map((loss, i) => (i === place ? loss * (1 + 2 ** -20) : loss));
  const other = await openLink({ search: searchWith(link, { ...claim, losses }) });
  await train(other);
  const [here, there] = [claim.losses[place], losses[place]];
  await expect.poll(() => claimWords(other), patience).toMatch(/^Not the same\. The first step that differs: 12,/);
  const told = /loss ([\d.e-]+) here, ([\d.e-]+) there/.exec((await claimWords(other))!)!.slice(1);
  const figures = told[0].replace(/^0\.0*|\./g, "").length;
  expect(told).toEqual([here.toPrecision(figures), there.toPrecision(figures)]);
});

/** The link with another claim. */
function searchWith({ search }: URL, claim: Claim): string {
  return `${search.replace(/&sha256=.*/, "")}&${writeClaim(claim)}`;
}

test("what the link says is what the reference comes to, and a run that went further is compared where the other stood", async () => {
  const page = await openLink({ search: `${small}&device=cpu` });
  for (const step of [1, 2, 3]) {
    await page.keyboard.press(".");
    await expect.poll(() => status(page), patience).toContain(`Paused at step ${step} `);
  }
  const link = await copiedLink(page);
  const length = { steps: 40 };
  const { session } = await openRun({ recipe: presets.sigmoid2, data: pointsSplits(), seed: 1, length, device: "cpu" });
  const losses: number[] = [];
  await session.train({ until: 3, onProgress: ({ results }) => losses.push(...results.map(({ loss }) => loss)) });
  const hash = await weightsSha256(trainedOf(session.network, await session.parameters()));
  const expected = { step: 3, sha256: hash.slice(0, 16), device: "CPU reference", losses: Float32Array.from(losses) };
  expect(readClaim(link.search).claim).toEqual(expected);

  const further = await openLink(link);
  await train(further);
  await expect.poll(() => claimWords(further), patience).toBe("Same: after step 3 the weights are identical.");
  const forged = await openLink({ search: searchWith(link, { ...expected, sha256: "0".repeat(16) }) });
  await train(forged);
  await expect.poll(() => claimWords(forged), patience).toContain("but after step 3 the weights are not");
});

test("a claim that cannot be read is said, and the recipe opens; a clipboard that is refused leaves the link to copy", async () => {
  const page = await openLink({ search: `${small}&sha256=zz&after=3` });
  expect(await claimWords(page)).toContain("cannot be read: its sha256 is “zz”");
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new Error("no"));
  });
  await button(page, "Copy link").click();
  const field = page.getByLabel("Link to this run");
  await field.waitFor();
  expect(new URL(await field.inputValue()).search).toBe(new URL(page.url()).search);
});

test("where all steps are taken, Train says so, and the run goes on from there or starts over for longer", async () => {
  const page = await openLink({ search: small });
  await train(page);
  const done = page.locator("#done");
  await expect.poll(() => done.textContent(), patience).toContain("All 40 steps are taken.");
  const before = decodeWeights((await savedWeights(page)).bytes).tensors;
  await page.evaluate(() => {
    const status = document.querySelector("[role=status]")!;
    new MutationObserver(() => Object.assign(window, { begun: true })).observe(status, {
      subtree: true,
      childList: true,
    });
  });
  await button(page, "Train on: 40 steps more").click();
  await expect.poll(() => page.evaluate(() => "begun" in window), patience).toBe(true);
  await expect.poll(() => status(page), patience).toContain("Done: 40 steps");
  const after = decodeWeights((await savedWeights(page)).bytes).tensors;
  // As the reference goes on from the same weights.
  const data = pointsSplits();
  const { session } = await openRun({ recipe: presets.sigmoid2, data, seed: 1, length: { steps: 40 }, device: "cpu" });
  session.load(before);
  await session.train({ until: 40 });
  for (const [i, { data: expected }] of (await session.parameters()).entries()) {
    for (const [j, number] of expected.entries()) expect(after[i].data[j]).toBeCloseTo(number, 4);
  }
  await button(page, "Start over: 80 steps").click();
  await expect.poll(() => status(page), patience).toContain("Done: 80 steps");
  expect(page.url()).toContain("steps=80");
  await expect.poll(() => done.textContent(), patience).toContain("All 80 steps are taken.");
});

test("saved weights are loaded again, and training goes on from them; what does not fit is said", async () => {
  const page = await openLink({ search: small });
  await train(page);
  const { name, bytes } = await savedWeights(page);
  const { tensors } = decodeWeights(bytes);
  const accuracy = await value(page, "Test accuracy");
  const matrix = () => page.locator("#confusion td").allTextContents();
  const counts = await matrix();
  await load(page, name, bytes);
  await expect.poll(() => keepWords(page), patience).toContain(`Loaded: ${name}, trained for 40 steps.`);
  // They are tested at once: what they are worth is what training had come to.
  await expect
    .poll(() => status(page), patience)
    .toContain(`Ready with ${name}: ${accuracy} of the test points right.`);
  expect(await value(page, "Test accuracy")).toBe(accuracy);
  expect(await matrix()).toEqual(counts);
  expect(counts.join("")).not.toBe("");
  expect(decodeWeights((await savedWeights(page)).bytes).tensors).toEqual(tensors);
  // They do not follow from the recipe: the link does not say so.
  await button(page, "Copy link").click();
  await expect.poll(() => keepWords(page), patience).toContain("These weights were loaded or taught");
  await train(page);
  expect(decodeWeights((await savedWeights(page)).bytes).tensors).not.toEqual(tensors);

  await load(page, "broken.safetensors", bytes.subarray(0, 100));
  await expect
    .poll(() => keepWords(page), patience)
    .toMatch(/^broken\.safetensors is no weights file of circledast \(safetensors\)\..*What was found in it: header:/);

  // Of another network, by drag and drop: it brings its recipe along.
  const recipe = { ...presets.classic, batch: 25 };
  const { network } = compilePrediction(recipe, 1);
  const { session } = await openRun({
    recipe: presets.sigmoid2,
    data: pointsSplits(),
    seed: 1,
    length: { steps: 1 },
    device: "cpu",
  });
  expect(session.network.flat).not.toBe(network.flat);
  const others = network.parameters.map(({ name, shape }, i) => {
    const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, k) => ((k * 7 + i) % 11) / 100);
    return { name, shape, data };
  });
  const file = encodeWeights({ tensors: others, recipe, seed: 6, step: 9 });
  await page.evaluate(
    (content) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([Uint8Array.from(content)], "other.safetensors"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    },
    [...file],
  );
  await expect.poll(() => keepWords(page), patience).toContain("other.safetensors is of another network. weights:");
  await button(page, "Open its recipe, with these weights").click();
  await expect.poll(() => new URL(page.url()).search, patience).toMatch(/preset=classic&seed=6&batch=25/);
  await isReady(page);
  expect(decodeWeights((await savedWeights(page)).bytes).tensors).toEqual(others);
});

test("ONNX goes out with the same weights and comes in again; one that is unlike our layers is refused by the names of its nodes", async () => {
  const page = await openLink({ search: "?preset=classic&steps=3" });
  await train(page);
  const { tensors } = decodeWeights((await savedWeights(page)).bytes);
  await button(page, "Export").click();
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Download ONNX").click()]);
  expect(download.suggestedFilename()).toBe("classic-step3.onnx");
  const bytes = new Uint8Array(readFileSync(await download.path()));
  expect(importOnnx(bytes, "x").tensors).toEqual(tensors);

  await button(page, "Reset").click();
  await isReady(page);
  await page
    .locator("input[type=file][accept*=onnx]")
    .setInputFiles({ name: "mine.onnx", mimeType: "", buffer: Buffer.from(bytes) });
  await expect.poll(() => keepWords(page), patience).toContain("Loaded: mine.onnx");
  await isReady(page);
  expect(decodeWeights((await savedWeights(page)).bytes).tensors).toEqual(tensors);

  const foreign = Buffer.from(Buffer.from(bytes).toString("latin1").replaceAll("Sigmoid", "Sigmund"), "latin1");
  // Without the note of its recipe, by which the nodes need not be looked at.
  const unknown = Buffer.from(foreign.toString("latin1").replaceAll("recipe", "rezept"), "latin1");
  await page
    .locator("input[type=file][accept*=onnx]")
    .setInputFiles({ name: "other.onnx", mimeType: "", buffer: unknown });
  await expect
    .poll(() => keepWords(page), patience)
    .toMatch(/other\.onnx cannot be taken\. Nothing has changed\..*Sigmund/s);
});

test("the exported page answers drawings without a network, as the reference does on the same weights", async () => {
  const page = await openLink({ search: "?preset=classic&steps=20" });
  await train(page);
  const accuracy = await page.getByLabel("Test accuracy", { exact: true }).textContent();
  const weights = decodeWeights((await savedWeights(page)).bytes);
  await button(page, "Export").click();
  await expect
    .poll(() => page.locator("#export-place").textContent(), patience)
    .toMatch(/One HTML file of about \d+.kB/);
  const [download] = await Promise.all([page.waitForEvent("download"), button(page, "Download the file").click()]);
  expect(download.suggestedFilename()).toBe("classic-step20.html");
  const path = join(await download.path(), "..", "exported.html");
  await download.saveAs(path);

  const exported = await page
    .context()
    .browser()!
    .newPage({ offline: true, viewport: { width: 390, height: 844 } });
  const [asked, failed]: [string[], string[]] = [[], []];
  exported.on("request", (request) => asked.push(request.url()));
  exported.on("pageerror", ({ message }) => failed.push(message));
  exported.on("console", (message) => failed.push(message.text()));
  // The raster that the drawing is read from.
  await exported.addInitScript(() => {
    const { prototype } = OffscreenCanvasRenderingContext2D;
    const { getImageData } = prototype;
    prototype.getImageData = function (this: OffscreenCanvasRenderingContext2D, ...place) {
      const image = getImageData.apply(this, place);
      Object.assign(window, {
        raster: Array.from(
          image.data.filter((_, i) => i % 4 === 3),
          (ink) => ink / 255,
        ),
      });
      return image;
    } as typeof getImageData;
  });
  await exported.goto(pathToFileURL(path).href);
  await draw(exported, [
    [0.3, 0.2],
    [0.7, 0.2],
    [0.4, 0.8],
  ]);
  await exported.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));

  const recipe = weights.recipe!;
  const raster: number[] = await exported.evaluate(() => Reflect.get(window, "raster"));
  const picture = drawingToImage(Float32Array.from(raster), 200, 200)!;
  const { network } = compilePrediction(recipe, 1);
  const parameters = flattenParameters(network, weights.tensors);
  const outputs = readable(recipe, new Predictor(recipe).predict(parameters, picture));
  expect(await exported.locator(".amount").allTextContents()).toEqual(
    outputs.map((output) => (recipe.loss === "squaredError" ? output.toFixed(3) : percent(output))),
  );
  expect(await exported.locator(".answer").textContent()).toBe(`It says ${outputs.indexOf(Math.max(...outputs))}.`);

  const words = (await exported.locator(".facts").textContent())!;
  expect(words).toContain(`${await weightsSha256(weights.tensors)} (checked)`);
  expect(words).toContain(`${accuracy} of 10,000 digits right`);
  expect(words).toContain("20 steps on SwiftShader");
  const link = new URL((await exported.locator(".facts a").getAttribute("href"))!);
  expect(readClaim(link.search).claim!.sha256).toBe((await weightsSha256(weights.tensors)).slice(0, 16));
  const [file] = await Promise.all([exported.waitForEvent("download"), button(exported, "Save weights").click()]);
  expect(await sha256Hex(await bytesOf(file))).toBe(await sha256Hex((await savedWeights(page)).bytes));
  const [wide, inner] = await exported.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(wide).toBe(inner);
  expect(asked.filter((url) => !/^(file|blob):/.test(url))).toEqual([]);
  expect(failed).toEqual([]);

  // With a network, too, it may ask for nothing.
  await exported.context().setOffline(false);
  const came = await exported.evaluate(
    (address) =>
      fetch(address, { mode: "no-cors" }).then(
        () => "came",
        () => "refused",
      ),
    page.url(),
  );
  expect(came).toBe("refused");
  await exported.close();
});
