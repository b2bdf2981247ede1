import { expect, test } from "vitest";
import { answered, drop, fitting, noLessons, restingLessons, take, verdict } from "../../../src/app/teach/lessons.ts";

const drawing = () => new Float32Array(4);
const [says0, says1] = [
  [0.9, 0.1],
  [0.2, 0.8],
];
const underway = { type: "lesson", is: "underway", part: "lessons", done: 1, total: 4 } as const;
const taught = {
  type: "lesson",
  is: "taught",
  step: 12,
  before: [says0],
  after: [says1],
  accuracyBefore: 0.9,
  accuracyAfter: 0.8,
} as const;

test("a drawing that is said to be something else is taken once", () => {
  const [one, other] = [drawing(), drawing()];
  const lessons = take(take(take(noLessons, one, 1, says0), other, 1, says0), one, 0, says0);
  expect(lessons.taken.map(({ drawing, label }) => [drawing === one, label])).toEqual([
    [false, 1],
    [true, 0],
  ]);
  expect(drop(lessons, lessons.taken[0]).taken.map(({ label }) => label)).toEqual([0]);
});

test("what was taught has an answer before and after; what was taken meanwhile has none", () => {
  const before = take(noLessons, drawing(), 1, says1);
  const during = take(answered(before, underway), drawing(), 0, says0);
  const after = answered(during, taught);
  expect(after.taken.map((one) => verdict(one, (label) => `class ${label}`))).toEqual([
    "said class 0, says class 1",
    "said class 0",
  ]);
  expect([after.progress, after.result]).toEqual([undefined, { step: 12, accuracyBefore: 0.9, accuracyAfter: 0.8 }]);
});

test("undone, or of another run, nothing is known of a teaching; the drawings stay", () => {
  const after = answered(take(noLessons, drawing(), 1, says1), taught);
  for (const lessons of [restingLessons(after), answered(after, { type: "lesson", is: "undone" })]) {
    expect([lessons.result, lessons.taken.length, lessons.taken[0].after]).toEqual([undefined, 1, undefined]);
  }
});

test("cancelled or failed, nothing is under way any more, and it is said", () => {
  const during = answered(noLessons, underway);
  expect(during.progress).toBeDefined();
  expect(answered(during, { type: "lesson", is: "cancelled" })).toMatchObject({
    progress: undefined,
    note: expect.stringMatching(/^Cancelled/),
  });
  const failed = answered(during, { type: "lesson", is: "failed", message: "The rate is too high." });
  expect(failed.note).toBe("The rate is too high. The network is as it was before.");
});

test("a network of fewer classes is taught those drawings only that are of them", () => {
  const lessons = take(take(noLessons, drawing(), 1, says0), drawing(), 7, says0);
  expect(fitting(lessons, 7).taken.map(({ label }) => label)).toEqual([1]);
});
