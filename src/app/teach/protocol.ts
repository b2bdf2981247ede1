/** Of the page's conversation with its worker: teaching it drawings. */
import type { Lesson } from "../../train/teach.ts";

export type LessonRequest =
  /**
   * Train the whole network on drawings for a moment, from where it stands, after the training under way has stopped. Answered by `lesson`s
   * and, when it is taught, as a test and the end of training are. `pause` ends it, and nothing has changed.
   */
  | { readonly type: "teach"; readonly lessons: readonly Lesson[] }
  /** Be again as before it was last taught. Answered as `teach` is. */
  | { readonly type: "unteach" };

/** What is done: the test before, where there is none of this network, the teaching itself, and the test after. */
export type LessonPart = "before" | "lessons" | "after";

export type LessonMessage =
  | {
      readonly type: "lesson";
      readonly is: "underway";
      readonly part: LessonPart;
      readonly done: number;
      readonly total: number;
    }
  | {
      readonly type: "lesson";
      readonly is: "taught";
      readonly step: number;
      /** The outputs for each of the drawings. */
      readonly before: readonly (readonly number[])[];
      readonly after: readonly (readonly number[])[];
      /** Shares of the test set. */
      readonly accuracyBefore: number;
      readonly accuracyAfter: number;
    }
  | { readonly type: "lesson"; readonly is: "undone" | "cancelled" }
  | { readonly type: "lesson"; readonly is: "failed"; readonly message: string };
