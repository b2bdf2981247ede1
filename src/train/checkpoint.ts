/**
 * The file that a run can go on from: safetensors, which other programs read as well, with everything that training changes exactly as the
 * engine has it, and notes of what the run is. Position in the permutation, random numbers and the learning rate follow from seed, length and
 * step. A note `sha256` is taken over the whole file with zeros in its own place, so that a torn or altered file is recognised.
 */
import { FormatError } from "../core/errors.ts";
import { sha256Hex } from "../core/hash.ts";
import type { DataSplits } from "../data/dataset.ts";
import { decodeSafetensors, encodeSafetensors, type NamedTensor } from "../io/safetensors.ts";
import { readRecipe } from "../model/readRecipe.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Snapshot } from "../plan/engine.ts";
import type { Length } from "./course.ts";
import { runNumbers } from "./runNumbers.ts";

/** A judgement of the test set on the way. */
export interface Judged {
  readonly step: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

/** What a run is and how far it has come. */
export interface Checkpoint extends Snapshot {
  readonly recipe: Recipe;
  readonly seed: number;
  readonly length: Length;
  /** Of the data: see {@link dataSha256}. */
  readonly data: string;
  /** The device that it was trained on so far: on another the bits may differ. */
  readonly device: string;
  /** Losses of the steps since the run's beginning, one for each; no number for those that are not known. */
  readonly losses: Float64Array;
  readonly judgements: readonly Judged[];
  /** What whoever keeps it adds. */
  readonly notes?: Readonly<Record<string, string>>;
}

/** Goes up when an older reader would misread the file. */
const FORMAT = "1";
const STATE = "state.";
const LOSSES = "losses";
const NOTE = "note.";
const UNKNOWN = "0".repeat(64);

/** SHA-256 over shape, number and bytes of both sets: whether a run goes on with the data that it began with. */
export async function dataSha256({ train, test }: DataSplits): Promise<string> {
  const parts = [];
  for (const { shape, count, images, labels } of [train, test]) {
    parts.push(String([...shape, count]), await sha256Hex(images), await sha256Hex(labels));
  }
  return sha256Hex(new TextEncoder().encode(parts.join("\n")));
}

/** The bytes of a checkpoint. The same run at the same step gives the same bytes. */
export async function encodeCheckpoint(checkpoint: Checkpoint): Promise<Uint8Array<ArrayBuffer>> {
  const { step, state, recipe, seed, length, data, device, losses, judgements, notes } = checkpoint;
  const tensors = [...state].map(([name, values]) => ({ name: STATE + name, shape: [values.length], data: values }));
  const bytes = encodeSafetensors([...tensors, { name: LOSSES, shape: [losses.length], data: losses }], {
    sha256: UNKNOWN,
    checkpoint: FORMAT,
    preset: recipe.name,
    recipe: JSON.stringify(recipe),
    seed: String(seed),
    step: String(step),
    length: JSON.stringify(length),
    data,
    device,
    judgements: JSON.stringify(judgements),
    ...Object.fromEntries(Object.entries(notes ?? {}).map(([name, text]) => [NOTE + name, text])),
  });
  const at = placeOf(UNKNOWN, bytes);
  bytes.set(new TextEncoder().encode(await sha256Hex(bytes)), at);
  return bytes;
}

/**
 * What a checkpoint holds.
 *
 * @throws FormatError where it is none, is not whole, or was altered
 * @throws SpecError where its recipe is none
 */
export async function decodeCheckpoint(bytes: Uint8Array): Promise<Checkpoint> {
  const { tensors, metadata } = decodeSafetensors(bytes, { types: ["F32", "F64"] });
  const { sha256, checkpoint } = metadata;
  if (checkpoint !== FORMAT) {
    const found = checkpoint === undefined ? "no checkpoint" : `a checkpoint of format ${checkpoint.slice(0, 20)}`;
    return fail(`it is ${found}`, `one of format ${FORMAT} was`, "Weights alone are loaded, not gone on with.");
  }
  if (!/^[0-9a-f]{64}$/.test(sha256 ?? "")) return fail("its checksum is missing", "a SHA-256 was", "Use another.");
  const cleared = bytes.slice();
  cleared.fill(0x30, placeOf(sha256, bytes), placeOf(sha256, bytes) + sha256.length);
  if ((await sha256Hex(cleared)) !== sha256) {
    return fail("its checksum is not that of its bytes", "the file as it was written was", "Use the one before it.");
  }
  return readNotes(tensors, metadata);
}

function readNotes(
  tensors: readonly NamedTensor<Float32Array | Float64Array>[],
  metadata: Readonly<Record<string, string>>,
): Checkpoint {
  const [seed, step] = ["seed", "step"].map((name) => {
    const value = Number(metadata[name] ?? "");
    if (!/^\d+$/.test(metadata[name] ?? "") || !Number.isSafeInteger(value)) {
      fail(`its ${name} is ${String(metadata[name]).slice(0, 20)}`, "a whole number was", "Use another.");
    }
    return value;
  });
  const losses = tensors.find(({ name }) => name === LOSSES)?.data;
  const state = new Map(
    tensors.flatMap(({ name, data }) => (name.startsWith(STATE) ? [[name.slice(STATE.length), data] as const] : [])),
  );
  if (losses === undefined || state.size === 0) return fail("it has no state", "arrays were", "Use another.");
  const length = lengthOf(json(metadata, "length"));
  // Of a length in epochs the data say how many steps it has; whoever goes on with it looks there.
  if ("steps" in length && step > length.steps) {
    return fail(`its step is ${step} of ${length.steps}`, "a step of the run was", "Use another.");
  }
  if (losses.length !== step) {
    return fail(`it has ${losses.length} losses`, `${step}, one for each step, were`, "Use another.");
  }
  const { data = "", device = "" } = metadata;
  return {
    step,
    seed,
    state,
    data,
    device,
    losses: Float64Array.from(losses),
    recipe: readRecipe("recipe", metadata.preset ?? "unnamed", json(metadata, "recipe")),
    length,
    judgements: judgementsOf(json(metadata, "judgements"), step),
    ...notesOf(metadata),
  };
}

function notesOf(metadata: Readonly<Record<string, string>>): Pick<Checkpoint, "notes"> {
  const own = Object.entries(metadata).filter(([name]) => name.startsWith(NOTE));
  return own.length === 0
    ? {}
    : { notes: Object.fromEntries(own.map(([name, text]) => [name.slice(NOTE.length), text])) };
}

function fail(found: string, expected: string, todo: string): never {
  throw new FormatError(`checkpoint: ${found}; ${expected} expected. ${todo}`);
}

function json(metadata: Readonly<Record<string, string>>, name: string): unknown {
  try {
    return JSON.parse(metadata[name] ?? "");
  } catch {
    return fail(`its note ${name} is no JSON`, "JSON was", "Use another.");
  }
}

function lengthOf(value: unknown): Length {
  const { epochs, steps } = Object(value) as Record<string, unknown>;
  if (typeof steps === "number" && runNumbers.steps.accepts(steps)) return { steps };
  if (steps === undefined && typeof epochs === "number" && runNumbers.epochs.accepts(epochs)) return { epochs };
  return fail("its length is none", "a number of epochs or steps was", "Use another.");
}

/** @param last the step of the checkpoint */
function judgementsOf(value: unknown, last: number): Judged[] {
  const isJudged = (one: unknown) => {
    const { step, testLoss, testAccuracy } = Object(one) as Record<string, unknown>;
    const isStep = Number.isSafeInteger(step) && (step as number) >= 0 && (step as number) <= last;
    // JSON has null for what is not finite.
    const isLoss = typeof testLoss === "number" || testLoss === null;
    return isStep && isLoss && typeof testAccuracy === "number" && testAccuracy >= 0 && testAccuracy <= 1;
  };
  if (!Array.isArray(value) || !value.every(isJudged)) {
    return fail("its judgements are none of its steps", "a list was", "Use another.");
  }
  return value.map(({ step, testLoss, testAccuracy }: Judged) => {
    return { step, testLoss: testLoss ?? Number.NaN, testAccuracy };
  });
}

/** Where in the header the digits of the checksum stand: the first place, since the note is the first. */
function placeOf(digits: string, bytes: Uint8Array): number {
  const header = new TextDecoder("latin1").decode(bytes.subarray(0, 256));
  const at = header.indexOf(digits);
  if (at < 0) return fail("its checksum is not at the beginning", "it was", "Use another.");
  return at;
}
