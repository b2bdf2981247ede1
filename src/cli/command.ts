/** What a command is: a table of options, from which arguments are read and the help is written, and what it does with them. */
import { parseArgs } from "node:util";
import { SpecError } from "../core/errors.ts";
import type { Option } from "./option.ts";
import { closest } from "./suggest.ts";

type Options = Readonly<Record<string, Option<unknown>>>;

/** The values of the options given; undefined for each that was not. */
export type Given<O extends Options> = {
  readonly [K in keyof O]: (O[K] extends Option<infer T> ? T : never) | undefined;
};

export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  readonly help: string;
  /** Where a second word chooses what is done. */
  readonly commands?: readonly Command[];
  /**
   * @returns exit status
   * @throws SpecError where the arguments cannot be read
   */
  run(args: readonly string[]): Promise<number>;
}

export interface CommandOptions<O extends Options> {
  readonly name: string;
  readonly summary: string;
  /** How it is called, where not as `circledast NAME`. */
  readonly call?: string;
  /** The rest of lines of usage, after the command's name. */
  readonly usage: readonly string[];
  readonly options: O;
  /** The option that a word which stands alone is the value of, should it not be given by its name. */
  readonly takes?: keyof O & string;
  /** What is to be known beyond the options, line by line. */
  readonly notes?: readonly string[];
  readonly run: (given: Given<O>) => Promise<number>;
}

export function command<O extends Options>(definition: CommandOptions<O>): Command {
  const { name, summary, call = `circledast ${name}`, usage, options, takes, notes = [], run } = definition;
  return {
    name,
    summary,
    help: [
      `${call.replace(/ --$/, "")} ${summary}.`,
      "",
      ...usage.map((line, index) => `${index === 0 ? "Usage: " : "       "}${call} ${line}`.trimEnd()),
      "",
      "Options:",
      ...columns([
        ...Object.entries(options).map(([option, { value, alone, help }]) => [
          `--${option}${value === undefined ? "" : alone === undefined ? ` ${value}` : ` [${value}]`}`,
          help,
        ]),
        ["--help", "shows this"],
      ]),
      ...(notes.length > 0 ? ["", ...notes] : []),
    ].join("\n"),
    run: (args) => run(readOptions({ name, call, options, takes }, args)),
  };
}

/** Two columns, indented. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}

/** What a complaint about arguments needs to know. */
interface Called<O extends Options> {
  readonly name: string;
  readonly call: string;
  readonly options: O;
  readonly takes?: string | undefined;
}

function readOptions<O extends Options>(command: Called<O>, args: readonly string[]): Given<O> {
  const { options, takes } = command;
  const config = Object.fromEntries(
    Object.entries(options).map(([name, { value }]) => [
      name,
      { type: value === undefined ? ("boolean" as const) : ("string" as const) },
    ]),
  );
  // Not strict: its complaints would be Node's, in another form than ours.
  const { tokens } = parseArgs({ args: withValues(options, args), options: config, strict: false, tokens: true });
  const given: Record<string, unknown> = Object.fromEntries(Object.keys(options).map((name) => [name, undefined]));
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") {
      if (takes === undefined || given[takes] !== undefined) refusePositional(command, token.value);
      given[takes] = options[takes].read(`--${takes}`, token.value);
      continue;
    }
    const { name, rawName, value, inlineValue } = token;
    if (!Object.hasOwn(options, name) || !rawName.startsWith("--")) refuseUnknown(command, rawName);
    const option = options[name];
    if (option.value === undefined && value !== undefined) {
      throw new SpecError(`${rawName}: it has the value "${value}"; none was expected. Write ${rawName} alone.`);
    }
    // What looks like the next option is not meant as a value; a negative number is, and is judged as one.
    if (option.value !== undefined && (value === undefined || (!inlineValue && value.startsWith("--")))) {
      throw new SpecError(
        `${rawName}: it has no value; ${option.value} was expected. Write ${rawName} ${option.value}.`,
      );
    }
    given[name] = option.read(rawName, value ?? "");
  }
  return given as Given<O>;
}

/** The arguments, those options that stand alone with the value that they then mean. */
function withValues(options: Options, args: readonly string[]): string[] {
  return args.map((argument, index) => {
    const name = argument.slice(2);
    const alone = argument.startsWith("--") && Object.hasOwn(options, name) ? options[name].alone : undefined;
    const next = args[index + 1];
    return alone !== undefined && (next === undefined || next.startsWith("--")) ? `${argument}=${alone}` : argument;
  });
}

function refuseUnknown({ name: command, call, options }: Called<Options>, name: string): never {
  const known = Object.keys(options).map((option) => `--${option}`);
  const near = closest(name, known);
  const remedy = near === undefined ? `See ${call} --help.` : `Did you mean ${near}?`;
  throw new SpecError(`${name}: ${command} has no such option; one of ${known.join(", ")} was expected. ${remedy}`);
}

function refusePositional({ name: command, call, options }: Called<Options>, value: string): never {
  const taker = Object.hasOwn(options, "preset") ? "--preset" : Object.keys(options).map((option) => `--${option}`)[0];
  throw new SpecError(
    `${command}: "${value}" stands alone; options such as ${taker} were expected. See ${call} --help.`,
  );
}
