/** Folders of pictures, decoded by the browser. */
import { DataError } from "../../core/errors.ts";
import type { Dataset } from "../../data/dataset.ts";
import { sortIntoClasses } from "../../data/folders.ts";
import { splitsOf, subset } from "../../data/split.ts";
import type { OwnFile } from "../own/protocol.ts";
import { greyOf } from "./ownPictures.ts";
import { PICTURE, type Read, type ReadOptions } from "./ownRead.ts";
import { mostPixels, pixelsOf, portions } from "./pictureSize.ts";

/** Pictures decoded at a time, if they are not too large: browsers do it on several threads. */
const AT_ONCE = 16;

const millions = (pixels: number) => Math.round(pixels / 1e6);

/** Pictures whose folder is their class. */
export async function readFolders(
  files: readonly OwnFile[],
  mostClasses: number,
  { input, skip, progress }: ReadOptions,
): Promise<Read> {
  const [, H, W] = input;
  const sorted = sortIntoClasses(
    files.map(({ path }) => path),
    mostClasses,
  );
  const found: { pixels: Uint8Array; label: number; half: "train" | "test"; size: string }[] = [];
  for (let from = 0; from < files.length; from += AT_ONCE) {
    progress(from, files.length);
    const some = files.slice(from, from + AT_ONCE);
    const sizes = await Promise.all(some.map(({ path, file }) => (PICTURE.test(path) ? pixelsOf(file) : undefined)));
    const fits = (i: number) => sizes[i] !== undefined && sizes[i] <= mostPixels;
    const greys: Awaited<ReturnType<typeof greyOf>>[] = [];
    for (const portion of portions([...some.keys()].filter(fits), (i) => sizes[i]!, mostPixels)) {
      await Promise.all(
        portion.map(async (i) => {
          greys[i] = await greyOf(some[i].file, H, W);
        }),
      );
    }
    for (const [i, { path }] of some.entries()) {
      const [grey, place] = [greys[i], sorted.places[from + i]];
      if (!PICTURE.test(path)) skip(path, "not a picture");
      else if (place === undefined) skip(path, "in no folder of a class");
      else if (sizes[i] !== undefined && !fits(i))
        skip(path, `of ${millions(sizes[i])} million pixels, too large a picture`);
      else if (grey === undefined) skip(path, "a picture that this browser cannot read");
      else {
        const { pixels, height, width } = grey;
        found.push({ pixels, label: place.label, half: place.half ?? "train", size: `${height} ${width}` });
      }
    }
  }
  if (found.length === 0) {
    throw new DataError(
      "No picture could be read; a folder was expected that has a folder of pictures for each class.",
    );
  }
  const images = new Uint8Array(found.length * H * W);
  found.forEach(({ pixels }, i) => images.set(pixels, i * H * W));
  const labels = Uint8Array.from(found, ({ label }) => label);
  const classes = sorted.classes.length;
  const whole: Dataset = { name: "own", shape: [1, H, W], count: found.length, classes, images, labels };
  const those = (wanted: string) => [...found.keys()].filter((i) => found[i].half === wanted);
  const [train, test] = [those("train"), those("test")];
  const testGiven = train.length > 0 && test.length > 0;
  const sizes = new Set(found.map(({ size }) => size));
  const first = found[0].size.split(" ").map(Number) as [number, number];
  return {
    splits: testGiven ? { train: subset(whole, train), test: subset(whole, test) } : splitsOf(whole),
    names: sorted.classes,
    testGiven,
    sizeBefore: sizes.size > 1 ? "various" : `${first}` === `${[H, W]}` ? undefined : first,
  };
}
