/** The drawings that a person has said something of, and what came of teaching them: pure. */
import type { LessonMessage, LessonPart } from "./protocol.ts";

/** A drawing and what it really is. */
export interface Taken {
  readonly drawing: Float32Array;
  readonly label: number;
  /** The outputs for it: when it was taken or before it was last taught, and after that. */
  readonly before: readonly number[];
  readonly after?: readonly number[];
}

export interface Lessons {
  readonly taken: readonly Taken[];
  /** How often the network on show was taught: then it is no more what its recipe alone leads to. */
  readonly taught: number;
  /** How far the teaching under way is. */
  readonly progress?: { readonly part: LessonPart; readonly done: number; readonly total: number } | undefined;
  /** The last teaching: after which step it was, and what it did to the test accuracy. */
  readonly result?:
    | { readonly step: number; readonly accuracyBefore: number; readonly accuracyAfter: number }
    | undefined;
  /** Why the last teaching taught nothing. */
  readonly note?: string | undefined;
}

/** More would not fit the page, nor be missed. */
const lessonsKept = 30;

export const noLessons: Lessons = { taken: [], taught: 0 };

/** Notes what a drawing is, or that it is something else than was said. */
export function take(lessons: Lessons, drawing: Float32Array, label: number, outputs: readonly number[]): Lessons {
  const others = lessons.taken.filter((one) => one.drawing !== drawing);
  const taken = [...others, { drawing, label, before: outputs }].slice(-lessonsKept);
  return { ...lessons, taken, note: undefined };
}

/** Forgets one of them. */
export function drop({ taken, ...rest }: Lessons, one: Taken): Lessons {
  return { ...rest, taken: taken.filter((other) => other !== one) };
}

/** Nothing is under way: of another run, what came of a teaching is not known either. */
export function restingLessons({ taken }: Lessons): Lessons {
  return { taken: taken.map(({ drawing, label, before }) => ({ drawing, label, before })), taught: 0 };
}

/** Those that a network of so many classes can be taught. */
export function fitting(lessons: Lessons, classes: number): Lessons {
  return { ...lessons, taken: lessons.taken.filter(({ label }) => label < classes) };
}

/** What the worker's answer makes of them. */
export function answered(lessons: Lessons, message: LessonMessage): Lessons {
  switch (message.is) {
    case "underway":
      return { ...lessons, progress: message, note: undefined };
    case "taught": {
      const { step, accuracyBefore, accuracyAfter } = message;
      // Those that came since are behind.
      const taken = lessons.taken.map((one, i) => {
        const [before, after] = [message.before[i], message.after[i]];
        return before && after ? { ...one, before, after } : one;
      });
      return { taken, taught: lessons.taught + 1, result: { step, accuracyBefore, accuracyAfter } };
    }
    case "undone":
      return { ...restingLessons(lessons), taught: lessons.taught - 1, note: "Undone: it is as it was before." };
    case "cancelled":
      return { ...lessons, progress: undefined, note: "Cancelled: it is as it was before." };
    case "failed":
      return { ...lessons, progress: undefined, note: `${message.message} The network is as it was before.` };
  }
}

const best = (outputs: readonly number[]): number => outputs.indexOf(Math.max(...outputs));

/** What was said of a drawing, and what is said of it now. */
export function verdict({ before, after }: Taken, name: (label: number) => string): string {
  const said = name(best(before));
  if (after === undefined) return `said ${said}`;
  const now = name(best(after));
  return now === said ? `says ${now} still` : `said ${said}, says ${now}`;
}

const parts: Readonly<Record<LessonPart, string>> = {
  before: "Testing it as it is",
  lessons: "Teaching",
  after: "Testing what it knows now",
};

export function progressWords({ part }: NonNullable<Lessons["progress"]>): string {
  return parts[part];
}
