/** The numbers that a run is made with, as they may be written: on the command line, in the page's form, in its address. */

const NUMERAL = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

export interface NumberKind {
  /** What is expected, in words. */
  readonly words: string;
  /** Two numbers that would do. */
  readonly examples: readonly [number, number];
  readonly accepts: (value: number) => boolean;
}

function wholeFrom(least: number): NumberKind {
  return {
    words: `a whole number from ${least} on`,
    examples: [least, least + 9],
    accepts: (value) => Number.isSafeInteger(value) && value >= least,
  };
}

export const positive: NumberKind = {
  words: "a positive number",
  examples: [0.5, 2],
  accepts: (value) => value > 0 && Number.isFinite(value),
};

export const fromZero: NumberKind = {
  words: "a number from 0 on",
  examples: [0.0001, 0.01],
  accepts: (value) => value >= 0 && Number.isFinite(value),
};

/** Of a moving average. */
export const shareOfOld: NumberKind = {
  words: "a number from 0 on and below 1",
  examples: [0.99, 0.999],
  accepts: (value) => value >= 0 && value < 1,
};

export const partOfRun: NumberKind = {
  words: "a share below 1 or a whole number of steps",
  examples: [0.1, 500],
  accepts: (value) => (value >= 0 && value < 1) || (Number.isSafeInteger(value) && value > 0),
};

/** Upper bounds are found where they arise: the number of samples, the memory of a device. */
export const runNumbers = {
  seed: wholeFrom(0),
  batch: wholeFrom(1),
  epochs: positive,
  steps: wholeFrom(1),
  /** 0: never. */
  shadow: wholeFrom(0),
} as const;

/** @returns undefined where the text is no such number */
export function readNumber({ accepts }: NumberKind, text: string): number | undefined {
  const value = NUMERAL.test(text) ? Number(text) : Number.NaN;
  return accepts(value) ? value : undefined;
}
