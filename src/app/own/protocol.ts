/** Of the page's conversation with its worker: pictures of a person's own. */
import type { InputShape } from "../../model/recipe.ts";

/** As many as the page has room for, unless the network on show tells more apart. */
export const mostClasses = 10;

export interface OwnFile {
  /** With the folders that it lies in. */
  readonly path: string;
  readonly file: File;
}

export type OwnRequest =
  /**
   * Read IDX files or folders of pictures, as data for a network of this input and so many classes at most. Answered by `ownData`s; once it
   * is `read`, `open` with `data: "own"` takes it.
   */
  | {
      readonly type: "readData";
      readonly files: readonly OwnFile[];
      readonly input: InputShape;
      readonly classes: number;
    }
  /** Read no more. */
  | { readonly type: "stopReading" };

export interface OwnReport {
  readonly classes: readonly { readonly name: string; readonly train: number; readonly test: number }[];
  /** Of a picture as the network sees it, and as it came where all were of another size. */
  readonly size: readonly [height: number, width: number];
  readonly sizeBefore: readonly [height: number, width: number] | "various" | undefined;
  /** Whether the test set came with the files; else it was taken from them. */
  readonly testGiven: boolean;
  /** They were dark on bright: networks that read digits are used to the opposite. */
  readonly inverted: boolean;
  /** What was left out, as far as there is room, and how many in all. */
  readonly skipped: readonly { readonly name: string; readonly why: string }[];
  readonly skippedCount: number;
  /** A few pictures of the training set. */
  readonly samples: readonly { readonly picture: Uint8Array; readonly label: number }[];
  /** Of all pictures and labels: others with the same classes are told from them. Absent where the browser computes none, which it does over https. */
  readonly sha256?: string | undefined;
}

export type OwnMessage =
  | { readonly type: "ownData"; readonly is: "reading"; readonly done: number; readonly total: number }
  | { readonly type: "ownData"; readonly is: "read"; readonly report: OwnReport }
  | { readonly type: "ownData"; readonly is: "failed"; readonly message: string }
  | { readonly type: "ownData"; readonly is: "cancelled" };
