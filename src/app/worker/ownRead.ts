/** What the readers of a person's own files are given, and give. */
import type { DataSplits } from "../../data/dataset.ts";
import type { InputShape } from "../../model/recipe.ts";
import type { OwnReport } from "../own/protocol.ts";

export interface ReadOptions {
  /** Of the network. */
  readonly input: InputShape;
  /** Notes a file that is left out. */
  readonly skip: (name: string, why: string) => void;
  /** Tells how far it is. @throws where nothing more is to be read */
  readonly progress: (done: number, total: number) => void;
}

/** Pictures of the network's size; names of classes; whether a test set was among the files. */
export interface Read {
  readonly splits: DataSplits;
  readonly names: readonly string[];
  readonly testGiven: boolean;
  readonly sizeBefore: OwnReport["sizeBefore"];
}

/** Names of pictures. */
export const PICTURE = /\.(png|jpe?g|webp|gif|bmp|avif)$/i;
