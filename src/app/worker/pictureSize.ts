/** What a picture unfolds to when it is decoded, told before: a small file may hold any number of pixels. */
import { imageSize } from "image-size";

/** Bytes that are looked at: cameras write a preview before the size. */
const HEAD = 2 ** 20;

/** Pixels that are decoded at a time, a quarter of a gigabyte: more than a camera takes. */
export const mostPixels = 2 ** 26;

/** Of the kinds whose size is known; what a name ends with says little. */
const kinds = new Set(["png", "jpg", "webp", "gif", "bmp", "avif"]);

/** @returns undefined where the head is that of no picture */
export function pixelsIn(head: Uint8Array): number | undefined {
  try {
    const { width, height, type } = imageSize(head);
    const pixels = Math.abs(width * height);
    return kinds.has(type ?? "") && pixels > 0 ? pixels : undefined;
  } catch {
    // Whatever stands there instead of a size.
    return undefined;
  }
}

export async function pixelsOf(file: Blob): Promise<number | undefined> {
  return pixelsIn(new Uint8Array(await file.slice(0, HEAD).arrayBuffer()));
}

/** Neighbours in groups of which none is of more than so much in all, unless a single one is. */
export function portions<T>(all: readonly T[], sizeOf: (one: T) => number, most: number): T[][] {
  const groups: T[][] = [];
  let left = 0;
  for (const one of all) {
    const size = sizeOf(one);
    if (groups.length === 0 || size > left) {
      groups.push([]);
      left = most;
    }
    groups.at(-1)!.push(one);
    left -= size;
  }
  return groups;
}
