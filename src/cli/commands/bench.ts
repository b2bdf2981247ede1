import { SpecError } from "../../core/errors.ts";
import { benchKernels } from "../bench/kernels.ts";
import { benchPeers } from "../bench/peers.ts";
import { benchTrain } from "../bench/train.ts";
import { type Command, columns } from "../command.ts";

const commands = [benchKernels, benchTrain, benchPeers];

const names = commands.map(({ name }) => name).join(", ");

export const bench: Command = {
  name: "bench",
  summary: "measures how fast it is here",
  help: [
    "circledast bench measures how fast it is here.",
    "",
    "Usage: circledast bench COMMAND [options]",
    "",
    "Commands:",
    ...columns(commands.map(({ name, summary }) => [name, summary])),
    "",
    "Options:",
    ...columns([["--help", "shows this or, after a command, that command's options"]]),
  ].join("\n"),
  commands,
  async run([first]) {
    const found = first === undefined ? "nothing stands behind it" : `"${first}" stands behind it`;
    throw new SpecError(`bench: ${found}; one of ${names} was expected. See circledast bench --help.`);
  },
};
