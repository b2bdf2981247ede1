/** The command line: finds the command, runs it, and says in one message what keeps it from its work. */
import { version } from "../../package.json";
import { CircledastError, DataError, DeviceError, DeviceLostError, FormatError, SpecError } from "../core/errors.ts";
import { type Command, columns } from "./command.ts";
import { bench } from "./commands/bench.ts";
import { devices } from "./commands/devices.ts";
import { evaluate } from "./commands/evaluate.ts";
import { explain } from "./commands/explain.ts";
import { export_ } from "./commands/export.ts";
import { import_ } from "./commands/import.ts";
import { sweep } from "./commands/sweep.ts";
import { train } from "./commands/train.ts";
import { tune } from "./commands/tune.ts";
import { verify } from "./commands/verify.ts";
import { findCommand } from "./findCommand.ts";
import { note } from "./printEvents.ts";
import { start } from "./start.ts";

const commands: readonly Command[] = [train, evaluate, sweep, export_, import_, verify, explain, tune, bench, devices];

const help = [
  `circledast ${version} trains convolutional networks on WebGPU.`,
  "",
  "Usage: circledast COMMAND [options]",
  "",
  "Commands:",
  ...columns(commands.map(({ name, summary }) => [name, summary])),
  "",
  "Options:",
  ...columns([
    ["--help", "shows this or, after a command, that command's options"],
    ["--version", "shows the version"],
  ]),
  "",
  "Exit status: 0 done; 1 training failed or diverged, or a check failed; 2 bad usage or bad input; 3 the device asked for is not there;",
  "130 stopped by Ctrl-C or a signal before its end.",
].join("\n");

/** @returns exit status */
export async function main(args: readonly string[]): Promise<number> {
  // Who reads no further (`… | head`) wants no more: end as other programs do then, without a complaint.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 141 : 1));
  try {
    return await dispatch(args);
  } catch (error) {
    note(wordsOf(error));
    return statusOf(error);
  }
}

async function dispatch(words: readonly string[]): Promise<number> {
  const [name, ...rest] = words;
  if (name === "--version") return say(version);
  if (name === "--help" || name === "-h") return say(help);
  if (name === "help" && rest.length === 0) return say(help);
  if (name === "help") return say(findCommand(commands, rest).command.help);
  if (name === undefined) {
    process.stderr.write(`${help}\n`);
    return 2;
  }
  // What `npm start` runs, in a clone: not in the list of commands to type.
  const { command, args } = name === start.name ? { command: start, args: rest } : findCommand(commands, words);
  return args.some((arg) => arg === "--help" || arg === "-h") ? say(command.help) : command.run(args);
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

/** Of what we foresaw the message says all there is to say; of anything else the stack helps to find the fault. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error instanceof CircledastError || error.name === "Error" ? error.message : (error.stack ?? error.message);
}

function statusOf(error: unknown): number {
  if (error instanceof DeviceError) return error instanceof DeviceLostError ? 1 : 3;
  return error instanceof SpecError || error instanceof DataError || error instanceof FormatError ? 2 : 1;
}
