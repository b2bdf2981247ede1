/** What is seen of a number when it is opened: the numbers that it was made from, and how. */

import type { Attributes } from "../operations/operation.ts";

/** A number that another was made from: an element of a tensor, by its place in row-major order and by its indices, one for each axis. */
export interface Factor {
  readonly tensor: string;
  readonly place: number;
  readonly index: readonly number[];
  readonly value: number;
}

/** One product of a sum: that of its factors, divided by `divisor` where it is a share of a mean. */
export interface Term {
  readonly factors: readonly Factor[];
  readonly divisor: number;
  readonly product: number;
}

/** A number that no operation computes: a pixel of the picture, a parameter, the label. */
export interface Given extends Factor {
  readonly kind: "given";
}

interface Computed extends Factor {
  /** The operation that computes it, and the layer that the operation belongs to. */
  readonly op: string;
  readonly label: string;
}

/** value = Σ products */
export interface Sum extends Computed {
  readonly kind: "sum";
  readonly terms: readonly Term[];
}

/** value = the greatest of the candidates, the first of them where several are. */
export interface Greatest extends Computed {
  readonly kind: "greatest";
  readonly candidates: readonly Factor[];
  /** Which of them it is. */
  readonly chosen: number;
}

/** value = the operation's function of its arguments: by the operation's roles, the elements that it depends on. */
export interface Applied extends Computed {
  readonly kind: "function";
  /** The operation's constants, such as how much a label is smoothed. */
  readonly attributes: Attributes;
  readonly args: Readonly<Record<string, readonly Factor[]>>;
}

export type Opened = Given | Sum | Greatest | Applied;
