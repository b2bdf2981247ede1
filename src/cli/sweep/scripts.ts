/** The runs of a sweep as scripts for PyTorch, for a machine or a cluster that has it. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { version } from "../../../package.json";
import { SpecError } from "../../core/errors.ts";
import { pytorchScript } from "../../exchange/pytorch/script.ts";
import { initializeParameters } from "../../layers/initialize.ts";
import { arraysOf } from "../../layers/network.ts";
import { compilePrediction } from "../../plan/compile.ts";
import { nameParameters } from "../../train/parameters.ts";
import { encodeWeights } from "../../train/weightsFile.ts";
import { reasonOf, writeWhole } from "../writeFile.ts";
import type { PlannedRun, Sweep } from "./readSweep.ts";

/** Name of a run's files, without their endings. */
const stemOf = ({ number }: PlannedRun) => `run-${String(number).padStart(4, "0")}`;

function commandOf(run: PlannedRun): string {
  const stem = stemOf(run);
  const [[name, value]] = Object.entries(run.length);
  return `python3 ${stem}.py --data "$DATA" --${name} ${value} --seed ${run.seed} --save ${stem}-trained.safetensors`;
}

/**
 * Writes for each run a script and the weights that it begins with here, and `commands.txt`, a line for each, in which $DATA is a folder
 * of IDX files.
 *
 * @returns how many scripts
 * @throws SpecError where a script has no place, or a recipe has none in PyTorch
 */
export async function writeScripts({ file, runs }: Sweep, folder: string): Promise<number> {
  // All before the first is written: one that cannot be said in PyTorch is found at once.
  const files = runs.map((run) => {
    const { recipe, seed } = run;
    const names = { file: `${stemOf(run)}.py`, weights: `${stemOf(run)}.safetensors`, version };
    try {
      const { network } = compilePrediction(recipe, 1);
      const start = initializeParameters(arraysOf(network), seed, recipe.initialization);
      const bytes = encodeWeights({ recipe, seed, step: 0, tensors: nameParameters(network, start) });
      return { names, bytes, text: pytorchScript(recipe, names) };
    } catch (cause) {
      if (!(cause instanceof SpecError)) throw cause;
      throw new SpecError(`${file}: run ${run.number}: ${cause.message}`, { cause });
    }
  });
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new SpecError(
      `--scripts: ${folder} cannot be made (${reasonOf(cause)}); a folder was expected. Name another.`,
      {
        cause,
      },
    );
  }
  for (const { names, bytes, text } of files) {
    await writeWhole(join(folder, names.weights), bytes);
    await writeWhole(join(folder, names.file), Buffer.from(text));
  }
  await writeWhole(join(folder, "commands.txt"), Buffer.from(runs.map((run) => `${commandOf(run)}\n`).join("")));
  return files.length;
}
