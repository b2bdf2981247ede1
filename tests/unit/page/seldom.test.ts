import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { seldom } from "../../../src/app/look/seldom.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("the first comes at once, those between give way, the last comes in the end", () => {
  const shown: number[] = [];
  const show = seldom(5000, (latest: number) => shown.push(latest));
  show(1);
  show(2);
  show(3);
  expect(shown).toEqual([1]);
  vi.advanceTimersByTime(5000);
  expect(shown).toEqual([1, 3]);
  vi.advanceTimersByTime(60_000);
  expect(shown).toEqual([1, 3]);
});

test("what must not wait takes the place of what waits", () => {
  const shown: number[] = [];
  const show = seldom(5000, (latest: number) => shown.push(latest));
  show(1);
  show(2);
  show(3, true);
  vi.advanceTimersByTime(60_000);
  expect(shown).toEqual([1, 3]);
});
