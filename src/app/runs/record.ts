/** What is kept of a run when it is over: small, and enough to see it beside others and to make it again. */
import { Curve } from "../evidence/curve.ts";
import type { Line } from "../evidence/overlay.ts";
import { deviceName } from "../recipe/deviceName.ts";
import type { PageState } from "../state.ts";

export interface RunRecord {
  readonly id: string;
  /** The how manieth of this browser it is; absent in records of earlier versions until they are read. */
  readonly number?: number | undefined;
  /** The settings, as the address holds them. */
  readonly address: string;
  /** Which data it is of, in words: an address cannot hold pictures. Absent in records of earlier versions. */
  readonly data?: string | undefined;
  /** When it began, in milliseconds since 1970. */
  readonly date: number;
  /** Of training, with the tests in between. */
  readonly seconds: number;
  readonly device: string;
  /** Steps taken, and those that it was to have. */
  readonly step: number;
  readonly steps: number;
  /** As the page showed them last. */
  readonly loss?: number | undefined;
  readonly testAccuracy?: number | undefined;
  readonly imagesPerSecond?: number | undefined;
  readonly weightsSha256?: string | undefined;
  readonly losses: Line;
  readonly accuracies: Line;
  readonly note: string;
}

/** What is known of a run beside its state. */
export type Meta = Pick<RunRecord, "id" | "number" | "date" | "seconds" | "note" | "data">;

/** Steps from which on a run is worth keeping, unless it was to be shorter: fewer are a look at how a step works. */
const WORTH = 10;

/** Records kept. */
export const most = 40;

export function isWorthKeeping({ run, step, phase }: PageState): boolean {
  return run !== undefined && step > 0 && (step >= WORTH || phase === "finished");
}

export function recordOf(state: PageState, address: string, meta: Meta): RunRecord {
  const { run, step, loss, losses, tests, imagesPerSecond, weightsSha256 } = state;
  return {
    ...meta,
    address,
    device: run ? deviceName(run.device) : "",
    step,
    steps: run?.steps ?? step,
    loss,
    testAccuracy: tests.at(-1)?.testAccuracy,
    imagesPerSecond,
    weightsSha256,
    losses: { steps: [...losses.steps], values: [...losses.means] },
    accuracies: thinned(tests.map(({ step: at, testAccuracy }) => [at, testAccuracy])),
  };
}

/** Points in no more room than a curve takes. */
function thinned(points: readonly (readonly [step: number, value: number])[]): Line {
  const curve = new Curve();
  for (const [step, value] of points) curve.push(step, value);
  return { steps: curve.steps, values: curve.means };
}

/**
 * The records with another one among them, newest first: it takes the place of its own earlier self, and of one that is the same run again,
 * whose note and number it keeps. Of too many the oldest without a note goes, or else the oldest.
 */
export function withRecord(records: readonly RunRecord[], record: RunRecord): readonly RunRecord[] {
  const twin = records.find((other) => other.id !== record.id && isSameRun(other, record));
  const own = twin ? { ...record, note: record.note || twin.note, number: twin.number } : record;
  const others = records.filter((other) => other !== twin && other.id !== record.id);
  const all = [...others, own].toSorted((a, b) => b.date - a.date);
  if (all.length <= most) return all;
  const out = all.findLast(({ note, id }) => note === "" && id !== own.id) ?? all.at(-1);
  return all.filter((other) => other !== out);
}

/** Records as they were read: those without a number get theirs, the oldest first. */
export function numbered(records: readonly RunRecord[]): readonly RunRecord[] {
  let last = lastNumber(records);
  return records
    .toReversed()
    .map((record) => (record.number ? record : { ...record, number: ++last }))
    .reverse();
}

/** The highest number that one of them has. */
export function lastNumber(records: readonly RunRecord[]): number {
  return Math.max(0, ...records.map(({ number = 0 }) => number));
}

/** The same settings led to the same weights: nothing tells them apart but the clock. */
function isSameRun(a: RunRecord, b: RunRecord): boolean {
  return (
    a.weightsSha256 !== undefined && a.weightsSha256 === b.weightsSha256 && a.address === b.address && a.step === b.step
  );
}
