/** Pictures that nobody means well with. */
import { expect, test } from "vitest";
import { pictureHeads } from "../pictureHeads.ts";
import { isReady, isReadyWith, pageTests, patience, status } from "./browser.ts";
import { chooseFolder, signs } from "./ownFiles.ts";

const { open } = pageTests();

const whole = 12;
const damaged = 600;

test("the reading of many pictures says how far it is, and can be cancelled: nothing has changed", async () => {
  const page = await open("?preset=quick&steps=3&device=cpu");
  await isReady(page);
  const pictures = await signs(page, 40, [900, 1200]);
  const files = Array.from({ length: 1200 }, (_, i) => {
    const { path, buffer } = pictures[i % pictures.length];
    return { path: path.replace("/", `/${i}-`), buffer };
  });
  await chooseFolder(page, "many", files);
  const own = page.getByRole("region", { name: "Your own pictures" });
  const progress = own.getByRole("progressbar", { name: "Reading" });
  await expect.poll(() => own.textContent(), patience).toMatch(/Reading \d+ of 1,200\./);
  await own.getByRole("button", { name: "Cancel" }).click();
  await expect.poll(() => progress.isVisible(), patience).toBe(false);
  expect(page.url()).not.toContain("data=own");
  expect(await own.textContent()).not.toContain("pictures in 2 classes");
  expect(await status(page)).toContain("Ready");
});

test("damaged pictures, and such as unfold to more than memory has, are left out or read; the page goes on", async () => {
  const page = await open("?preset=quick&steps=3&device=cpu");
  await isReady(page);
  // Made by the browser itself, in each kind that it writes.
  const pictures = await page.evaluate((count) => {
    return Array.from({ length: count }, (_, i) => {
      const context = Object.assign(document.createElement("canvas"), { width: 40, height: 40 }).getContext("2d")!;
      context.fillStyle = "white";
      context.fillRect(0, 0, 40, 40);
      context.fillStyle = "black";
      context.fillRect(10 + (i % 5), 4, 6, 32);
      return context.canvas.toDataURL(["image/png", "image/jpeg", "image/webp"][i % 3]).split(",")[1];
    });
  }, whole);
  const wholes = pictures.map((base64) => Buffer.from(base64, "base64"));
  // The same in each run: a generator of numbers by Lehmer.
  let state = 7;
  const below = (n: number) => {
    state = (state * 48271) % 0x7fffffff;
    return state % n;
  };
  const wounded = (bytes: Buffer) => {
    const other = Buffer.from(bytes);
    const times = 1 + below(4);
    for (let i = 0; i < times; i++) other[below(other.length)] = below(256);
    return below(4) === 0 ? other.subarray(0, below(other.length)) : other;
  };
  const bombs = Object.entries(pictureHeads).map(([kind, head]) => ({
    path: `a/huge.${kind}`,
    buffer: Buffer.from(head(30_000, 30_000)),
  }));
  await chooseFolder(page, "own", [
    ...bombs,
    ...wholes.map((buffer, i) => ({ path: `${i % 2 ? "a" : "b"}/${i}.png`, buffer })),
    ...Array.from({ length: damaged }, (_, i) => ({ path: `b/x${i}.png`, buffer: wounded(wholes[i % whole]) })),
  ]);
  await isReadyWith(page, "data=own");
  const words = (await page.getByRole("region", { name: "Your own pictures" }).textContent())!;
  const read = Number(/([\d,]+) pictures in 2 classes/.exec(words)![1].replace(",", ""));
  expect(read).toBeGreaterThanOrEqual(whole);
  expect(read).toBeLessThan(whole + damaged);
  // The first five are named.
  for (const { path } of bombs.slice(0, 5))
    expect(words).toContain(`own/${path}: of 900 million pixels, too large a picture.`);
  expect(words).toContain(`And ${whole + damaged + bombs.length - read - 5} more.`);
  expect(await status(page)).toContain("Ready");
});
