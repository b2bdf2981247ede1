import type { Shape } from "../../core/shape.ts";
import type { Program } from "../../operations/program.ts";

/** What is read after a program has run, and the name that the case has for it. */
export interface Reading {
  readonly name: string;
  readonly tensor: string;
  /** Absent where the case's own words decide: of a reduced loss. */
  readonly shape?: Shape;
  /** Makes of the tensor's values what the case asks for. */
  readonly finish?: (values: ArrayLike<number>) => ArrayLike<number>;
}

/** Writes, one run of the program, reads. */
export interface Round {
  readonly writes: ReadonlyMap<string, ArrayLike<number>>;
  readonly reads: readonly Reading[];
}

/** A case in our own words: the same for every engine. */
export interface Prepared {
  readonly program: Program;
  readonly rounds: readonly Round[];
}
