/** A person's own files, dropped and chosen. */
import type { Page } from "playwright-core";
import { expect } from "vitest";
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

/** Chooses a folder at Data. */
export async function chooseFolder(
  page: Page,
  name: string,
  files: readonly { readonly path: string; readonly buffer: Buffer }[],
): Promise<void> {
  await button(page, "Data MNIST").click();
  await expect.poll(() => page.getByLabel("Folder").count(), patience).toBeGreaterThan(0);
  // A folder that is chosen names its files with it; Playwright can choose folders of the disk only.
  await page.evaluate(
    ({ folder, all }) => {
      const input = document.querySelector<HTMLInputElement>("input[webkitdirectory]")!;
      const data = new DataTransfer();
      for (const { path, bytes } of all) {
        const one = new File([Uint8Array.from(bytes)], path);
        Object.defineProperty(one, "webkitRelativePath", { value: `${folder}/${path}` });
        data.items.add(one);
      }
      Object.defineProperty(input, "files", { value: data.files, configurable: true });
      input.dispatchEvent(new Event("change"));
    },
    { folder: name, all: files.map(({ path, buffer }) => ({ path, bytes: [...buffer] })) },
  );
}
