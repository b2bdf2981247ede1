import { expect, test } from "vitest";
import { keepChoice, readChoice, whatToDo } from "../../../src/app/manners/hiddenTab.ts";

test("hidden, training goes on unless it was chosen that it pauses; shown again, what paused by itself goes on", () => {
  expect(whatToDo(true, "goOn", true, false)).toBeUndefined();
  expect(whatToDo(true, "pause", true, false)).toBe("pause");
  expect(whatToDo(false, "pause", false, true)).toBe("train");
});

test("what a person has paused stays so", () => {
  expect(whatToDo(true, "pause", false, false)).toBeUndefined();
  expect(whatToDo(false, "pause", false, false)).toBeUndefined();
});

test("where nothing can be kept, the default holds", () => {
  keepChoice("pause");
  expect(readChoice()).toBe("goOn");
});
