/** In the worker: the run on show is kept as it goes, and what a closed or crashed tab left behind is gone on with. */
import { SpecError } from "../../core/errors.ts";
import type { DataSplits } from "../../data/dataset.ts";
import { type Checkpoint, dataSha256 } from "../../train/checkpoint.ts";
import { Checkpoints, newestCheckpoint } from "../../train/checkpoints.ts";
import { Keeper } from "../../train/keeper.ts";
import type { Session } from "../../train/session.ts";
import type { Message, RunSettings } from "../protocol.ts";
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
  const notes = { settings: JSON.stringify(settings) };
  return new Keeper({ session, checkpoints, data: dataSha256(run.data), notes, from: place?.from });
}

/** The newest that is kept of runs that no tab has open: those before it are not read, for nobody is shown them. */
export async function listKept(): Promise<Message> {
  for await (const { name, store, release } of freeFolders()) {
    const { checkpoint } = await newestCheckpoint(store);
    release();
    const settings = checkpoint && settingsOf(checkpoint);
    if (settings === undefined) continue;
    const { step, recipe } = checkpoint!;
    return { type: "kept", run: { name, settings, preset: recipe.name, step, begun: Number.parseInt(name, 10) } };
  }
  return { type: "kept" };
}

export async function forgetKept(name: string): Promise<Message> {
  await removeFolder(name);
  return listKept();
}

/**
 * Takes what is kept of a run, to go on with it.
 *
 * @throws SpecError where it is gone, or another tab goes on with it
 */
export async function takeKept(name: string): Promise<Required<Place>> {
  const folder = await takeFolder(name);
  const from = folder && (await newestCheckpoint(folder.store)).checkpoint;
  if (folder !== undefined && from !== undefined) return { folder, from };
  folder?.release();
  throw new SpecError(
    "kept run: it is not there any more, or another tab goes on with it; a run kept in this browser was expected. Train anew.",
  );
}

function settingsOf({ notes }: Checkpoint): RunSettings | undefined {
  try {
    return JSON.parse(notes?.settings ?? "") as RunSettings;
  } catch {
    return undefined;
  }
}
