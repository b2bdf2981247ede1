/** The kinds of options a command can have: how a value is written, read and explained. */
import { SpecError } from "../core/errors.ts";

export interface Option<T> {
  /** What stands for the value in the help; a switch has none. */
  readonly value?: string;
  readonly help: string;
  /** @throws SpecError where the text cannot be meant */
  readonly read: (name: string, text: string) => T;
}

function refuse(name: string, text: string, expected: string, remedy: string): never {
  throw new SpecError(`${name}: it is ${JSON.stringify(text)}; ${expected} was expected. ${remedy}`);
}

const NUMBER = /^\+?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A switch: given or not. */
export function flag(help: string): Option<true> {
  return { help, read: () => true };
}

export function text(value: string, help: string): Option<string> {
  return {
    value,
    help,
    read: (name, given) =>
      given === "" ? refuse(name, given, `a ${value.toLowerCase()}`, "Give one or leave the option out.") : given,
  };
}

export function choice<const T extends string>(value: string, choices: readonly T[], help: string): Option<T> {
  return {
    value,
    help,
    read: (name, given) =>
      choices.find((one) => one === given) ??
      refuse(name, given, `one of ${choices.join(", ")}`, "Choose one of them."),
  };
}

export function positive(value: string, help: string): Option<number> {
  return {
    value,
    help,
    read(name, given) {
      const number = NUMBER.test(given) ? Number(given) : Number.NaN;
      return number > 0 && Number.isFinite(number)
        ? number
        : refuse(name, given, "a positive number", "Give a number above 0, such as 0.5 or 2.");
    },
  };
}

export function whole(value: string, least: number, help: string): Option<number> {
  return {
    value,
    help,
    read(name, given) {
      const number = NUMBER.test(given) ? Number(given) : Number.NaN;
      return Number.isSafeInteger(number) && number >= least
        ? number
        : refuse(name, given, `a whole number from ${least} on`, `Give ${least}, say, or ${least + 9}.`);
    },
  };
}
