import { SpecError } from "../core/errors.ts";
import type { Command } from "./command.ts";
import { closest } from "./suggest.ts";

/**
 * The command that the first words name, and the arguments behind them.
 *
 * @param words at least one
 * @throws SpecError where there is no such command
 */
export function findCommand(commands: readonly Command[], words: readonly string[]): Found {
  return find(commands, words, "");
}

interface Found {
  readonly command: Command;
  readonly args: readonly string[];
}

/** @param before words already read, as they stand in front of the next */
function find(commands: readonly Command[], [word, ...args]: readonly string[], before: string): Found {
  const name = `${before}${word}`;
  const command = commands.find((one) => one.name === name);
  if (command === undefined) {
    const known = commands.map((one) => one.name);
    const near = closest(name, known);
    const remedy = near === undefined ? `See circledast ${before}--help.` : `Did you mean ${near}?`;
    throw new SpecError(`${name}: there is no such command; one of ${known.join(", ")} was expected. ${remedy}`);
  }
  const isChosen = command.commands !== undefined && args.length > 0 && !args[0].startsWith("-");
  return isChosen ? find(command.commands, args, `${name} `) : { command, args };
}
