/** In the worker: the run on show is kept as it goes, and what a closed or crashed tab left behind is gone on with. */

import { version } from "../../../package.json";
import { canonicalJson } from "../../core/canonicalJson.ts";
import { DataError, SpecError } from "../../core/errors.ts";
import type { DataSplits } from "../../data/dataset.ts";
import type { Recipe } from "../../model/recipe.ts";
import { type Checkpoint, dataSha256 } from "../../train/checkpoint.ts";
import { Checkpoints, newestCheckpoint } from "../../train/checkpoints.ts";
import { Keeper } from "../../train/keeper.ts";
import { changesSince, type MadeWith, madeWith } from "../../train/madeWith.ts";
import type { Session } from "../../train/session.ts";
import type { DamagedRun } from "../kept/protocol.ts";
import type { Message, Tuned } from "../protocol.ts";
import type { RunSettings } from "../settings.ts";
import { freeFolders, newFolder, type PrivateFolder, removeFolder, takeFolder } from "./privateFiles.ts";

/** Least seconds between two checkpoints, and how many stay. */
const SECONDS = 3;
const KEPT = 2;

/** The folder that a run is kept in, and what it went on from. */
export interface Place {
  readonly folder: PrivateFolder;
  readonly from?: Checkpoint;
}

/** What there is to keep. */
interface Keepable {
  readonly session: Session;
  readonly settings: RunSettings;
  readonly data: DataSplits;
  readonly tuned?: Tuned | undefined;
  place?: Place;
}

/** Keeps a run from now on, where the browser has a place for it, which is noted. */
export async function startKeeping(run: Keepable, send: (message: Message) => void): Promise<Keeper | undefined> {
  const { session, settings, place } = run;
  // Pictures of a person's own are gone with the tab, and nothing could go on without them.
  if (settings.data === "own") return undefined;
  const folder = place?.folder ?? (await newFolder());
  if (folder === undefined) return undefined;
  run.place = { ...place, folder };
  const checkpoints = new Checkpoints({
    store: folder.store,
    seconds: SECONDS,
    keep: KEPT,
    onFailure: ({ message }) => send({ type: "notKept", message }),
  });
  const notes = { settings: JSON.stringify(settings), steps: `${session.totalSteps}`, ...(await madeNow(run)) };
  return new Keeper({
    session,
    checkpoints,
    data: place?.from?.data ?? dataSha256(run.data),
    notes,
    from: place?.from,
  });
}

/** The newest that is kept of runs that no tab has open: those before it are not read, for nobody is shown them. */
export async function listKept(): Promise<Message> {
  let damaged: DamagedRun | undefined;
  for await (const { name, store, release } of freeFolders()) {
    const { checkpoint, unusable } = await newestCheckpoint(store);
    release();
    const damage = unusable[0]?.reason;
    const settings = checkpoint && settingsOf(checkpoint);
    if (settings === undefined) {
      if (damage !== undefined) damaged ??= { name, damage };
      continue;
    }
    const { step, recipe, notes } = checkpoint!;
    const begun = Number.parseInt(name, 10);
    const finished = notes?.steps === `${step}`;
    return { type: "kept", run: { name, settings, preset: recipe.name, step, finished, begun, damage }, damaged };
  }
  return { type: "kept", damaged };
}

export async function forgetKept(name: string): Promise<Message> {
  await removeFolder(name);
  return listKept();
}

/**
 * Takes what is kept of a run, to go on with it.
 *
 * @throws SpecError where it is gone, another tab goes on with it, or its settings are another recipe by now; DataError where the data are others
 */
export async function takeKept(
  name: string,
  { recipe, data }: { readonly recipe: Recipe; readonly data: DataSplits },
): Promise<Required<Place>> {
  const folder = await takeFolder(name);
  const from = folder && (await newestCheckpoint(folder.store)).checkpoint;
  const why = from === undefined ? gone() : await notTheSame(from, recipe, data);
  if (folder !== undefined && from !== undefined && why === undefined) return { folder, from };
  folder?.release();
  throw why;
}

const gone = () =>
  new SpecError(
    "kept run: it is not there any more, or another tab goes on with it; a run kept in this browser was expected. Train anew.",
  );

async function notTheSame(from: Checkpoint, recipe: Recipe, data: DataSplits): Promise<Error | undefined> {
  if (canonicalJson(from.recipe) !== canonicalJson(recipe)) {
    return new SpecError(
      "kept run: this version of the page makes another recipe of its settings than it was trained by; the same was expected. Train anew.",
    );
  }
  if (from.data !== (await dataSha256(data))) {
    return new DataError(
      "kept run: the pictures are not those that it learned from; the same were expected. Train anew, or reload where they come from elsewhere now.",
    );
  }
  return undefined;
}

function madeNow({ session, tuned }: Pick<Keepable, "session" | "tuned">): Promise<MadeWith> {
  return madeWith(session, version, tuned === undefined ? "default" : "tuned");
}

/** What is other than it was in what a run went on from. */
export async function changesIn(
  { session, tuned }: Pick<Keepable, "session" | "tuned">,
  from: Checkpoint,
): Promise<string[]> {
  return changesSince(from, session, await madeNow({ session, tuned }));
}

function settingsOf({ notes }: Checkpoint): RunSettings | undefined {
  try {
    return JSON.parse(notes?.settings ?? "") as RunSettings;
  } catch {
    return undefined;
  }
}
