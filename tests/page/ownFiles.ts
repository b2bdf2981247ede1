/** A person's own files, dropped and chosen. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";
import { expect, onTestFinished } from "vitest";
import { button, patience } from "./browser.ts";

/** Drops files on the page, as from a folder. */
export async function drop(page: Page, files: readonly { name: string; buffer: Buffer }[]): Promise<void> {
  const contents = files.map(({ name, buffer }) => ({ name, base64: buffer.toString("base64") }));
  const transfer = await page.evaluateHandle((all) => {
    const data = new DataTransfer();
    for (const { name, base64 } of all) {
      data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    }
    return data;
  }, contents);
  await page.dispatchEvent("body", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("body", "drop", { dataTransfer: transfer });
}

interface InFolder {
  readonly path: string;
  readonly buffer: Buffer;
}

/** A folder on the disk. */
function folder(name: string, files: readonly InFolder[]): string {
  const above = mkdtempSync(join(tmpdir(), "folder-"));
  // It is there for as long as the page may read it.
  onTestFinished(() => rmSync(above, { recursive: true }));
  for (const { path, buffer } of files) {
    const place = join(above, name, path);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, buffer);
  }
  return join(above, name);
}

/** Chooses a folder of the disk at Data. */
export async function chooseFolder(page: Page, name: string, files: readonly InFolder[]): Promise<void> {
  await button(page, "Data MNIST").click();
  await expect.poll(() => page.getByLabel("Folder").count(), patience).toBeGreaterThan(0);
  await page.locator("input[webkitdirectory]").setInputFiles(folder(name, files));
}

/** Drops a folder of the disk on the page, as a hand with a mouse does: no script can make up a folder. */
export async function dropFolder(page: Page, name: string, files: readonly InFolder[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: [folder(name, files)], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await session.send("Input.dispatchDragEvent", { type, x: 400, y: 300, data });
  }
}

/** Crosses and bars, dark on white, made by the browser itself: half of them of one size, half of the other. */
export async function signs(page: Page, count: number, sizes: readonly [number, number]): Promise<InFolder[]> {
  const pictures = await page.evaluate(
    ({ many, small, large }) =>
      Array.from({ length: many }, (_, i) => {
        const side = i < many / 2 ? small : large;
        const context = Object.assign(document.createElement("canvas"), { width: side, height: side }).getContext(
          "2d",
        )!;
        context.fillStyle = "white";
        context.fillRect(0, 0, side, side);
        context.fillStyle = "black";
        context.fillRect(side / 2 - 3 + (i % 5), 4, 6, side - 8);
        if (i % 2) context.fillRect(4, side / 2 - 3, side - 8, 6);
        return {
          path: `${i % 2 ? "cross" : "bar"}/${i}.png`,
          base64: context.canvas.toDataURL().split(",")[1],
        };
      }),
    { many: count, small: sizes[0], large: sizes[1] },
  );
  return pictures.map(({ path, base64 }) => ({ path, buffer: Buffer.from(base64, "base64") }));
}
