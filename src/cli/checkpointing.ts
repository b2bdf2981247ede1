/** The options --checkpoint and --resume: a run that is kept in a folder, and gone on with. */
import { version } from "../../package.json";
import { canonicalJson } from "../core/canonicalJson.ts";
import { DataError, SpecError } from "../core/errors.ts";
import type { DataSplits } from "../data/dataset.ts";
import type { Recipe } from "../model/recipe.ts";
import { type Checkpoint, dataSha256 } from "../train/checkpoint.ts";
import { Checkpoints, newestCheckpoint } from "../train/checkpoints.ts";
import type { Length } from "../train/course.ts";
import type { KernelsUsed } from "../train/events.ts";
import { Keeper } from "../train/keeper.ts";
import { changesSince, madeWith } from "../train/madeWith.ts";
import { positive, runNumbers } from "../train/runNumbers.ts";
import type { Session } from "../train/session.ts";
import { folderStore, takeFolder } from "./folderStore.ts";
import { flag, number, text, type Values } from "./option.ts";
import { note } from "./printEvents.ts";

export const checkpointOptions = {
  checkpoint: text("DIR", "a folder where the run is kept as it goes: with --resume it goes on from there"),
  "checkpoint-seconds": number("S", positive, "least seconds between two checkpoints (default: 10)"),
  "checkpoint-keep": number("N", runNumbers.steps, "how many checkpoints stay, the newest (default: 3)"),
  resume: flag("goes on with the run that --checkpoint names; where there is none yet, begins it"),
} as const;

/** A folder that is this process's own as long as the run lasts. */
export interface Folder {
  /** What to go on from. */
  readonly from?: Checkpoint;
  /**
   * @param kernels that it trains with, where they are not chosen by prediction
   * @throws DataError where the data are not those that the run began with
   */
  keeperOf(session: Session, data: DataSplits, kernels?: KernelsUsed): Promise<Keeper>;
  release(): Promise<void>;
}

/**
 * Takes the folder that the options name.
 *
 * @returns undefined where they name none
 * @throws SpecError where it cannot be used, is in use, or has a run that is not to be gone on with
 */
export async function openFolder(given: Values<typeof checkpointOptions>): Promise<Folder | undefined> {
  const { checkpoint: folder, resume, "checkpoint-seconds": seconds = 10, "checkpoint-keep": keep = 3 } = given;
  if (folder === undefined) {
    const option = (["resume", "checkpoint-seconds", "checkpoint-keep"] as const).find(
      (name) => given[name] !== undefined,
    );
    if (option === undefined) return undefined;
    throw new SpecError(`--${option}: it is given without --checkpoint; a folder was expected. Name one.`);
  }
  const store = folderStore(folder);
  const release = await takeFolder(folder);
  try {
    const { checkpoint: from, unusable } = await newestCheckpoint(store);
    for (const { name, reason } of unusable) note(`${name} cannot be used: ${reason}`);
    if (!resume && (from !== undefined || unusable.length > 0)) {
      throw new SpecError(
        `--checkpoint: ${folder} has checkpoints of a run; an empty folder was expected. Go on with it by --resume, or name another.`,
      );
    }
    if (from === undefined && unusable.length > 0) {
      throw new SpecError(
        `--resume: no checkpoint in ${folder} is whole; one was expected. Begin anew in another folder.`,
      );
    }
    const checkpoints = new Checkpoints({
      store,
      keep,
      seconds,
      onFailure: (error) => note(`A checkpoint could not be written, the run goes on: ${error.message}`),
    });
    return {
      ...(from === undefined ? {} : { from }),
      release,
      async keeperOf(session, data, kernels) {
        const sha256 = await dataSha256(data);
        if (from !== undefined && from.data !== sha256) {
          throw new DataError(
            "--data: it is not what the run in the checkpoint began with; the same pictures and labels were expected. Name those.",
          );
        }
        const made = await madeWith(session, version, kernels ?? "default");
        if (from !== undefined) changesSince(from, session, made).forEach(note);
        return new Keeper({ session, checkpoints, data: sha256, notes: made, from });
      },
    };
  } catch (error) {
    await release();
    throw error;
  }
}

/** What a run is made from. */
export interface Planned {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly length: Length;
}

/**
 * A run is what its checkpoint says; whoever also says it by options has to say the same.
 *
 * @param asked what the options come to; undefined where none was given
 * @throws SpecError where they are of another run
 */
export function plannedBy(from: Checkpoint, asked: Planned | undefined): Planned {
  const { recipe, seed, length } = from;
  const planned = { recipe, seed, length };
  for (const part of ["recipe", "seed", "length"] as const) {
    if (asked === undefined || canonicalJson(asked[part]) === canonicalJson(planned[part])) continue;
    throw new SpecError(
      `--resume: by the options the ${part} is ${shortly(asked[part])}; ${shortly(planned[part])}, as in the checkpoint, was expected. Leave those options out.`,
    );
  }
  return planned;
}

function shortly(value: Planned[keyof Planned]): string {
  const text = canonicalJson(value);
  return text.length > 60 ? "another" : text;
}
