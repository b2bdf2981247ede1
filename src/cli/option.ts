/** The kinds of options a command can have: how a value is written, read and explained. */
import { SpecError } from "../core/errors.ts";
import { type NumberKind, readNumber } from "../train/runNumbers.ts";

export interface Option<T> {
  /** What stands for the value in the help; a switch has none. */
  readonly value?: string;
  /** What it means without a value; left out, it must have one. */
  readonly alone?: string;
  readonly help: string;
  /** @throws SpecError where the text cannot be meant */
  readonly read: (name: string, text: string) => T;
}

/** What a command is given: the value of each option, where it has one. */
export type Values<O extends Readonly<Record<string, { read: (name: string, text: string) => unknown }>>> = {
  readonly [K in keyof O]: ReturnType<O[K]["read"]> | undefined;
};

function refuse(name: string, text: string, expected: string, remedy: string): never {
  throw new SpecError(`${name}: it is ${JSON.stringify(text)}; ${expected} was expected. ${remedy}`);
}

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

export function number(value: string, kind: NumberKind, help: string): Option<number> {
  const [one, another] = kind.examples;
  return {
    value,
    help,
    read: (name, given) =>
      readNumber(kind, given) ?? refuse(name, given, kind.words, `Give ${one}, say, or ${another}.`),
  };
}

/** Numbers of one kind, separated by commas. */
export function numbers(value: string, kind: NumberKind, help: string): Option<readonly number[]> {
  return {
    value,
    help,
    read: (name, given) => {
      const read = given.split(",").map((part) => readNumber(kind, part));
      if (read.every((one) => one !== undefined)) return read;
      return refuse(name, given, `a list such as ${kind.examples.join(",")}`, `Each is to be ${kind.words}.`);
    },
  };
}
