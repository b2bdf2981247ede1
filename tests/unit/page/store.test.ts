import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStore, whenFirst } from "../../../src/app/store.ts";

describe("a store", () => {
  let frames: (() => void)[];
  let now: number;
  beforeEach(() => {
    [frames, now] = [[], 0];
    vi.stubGlobal("requestAnimationFrame", (callback: () => void) => frames.push(callback));
    vi.stubGlobal("performance", { now: () => now });
  });
  afterEach(() => vi.unstubAllGlobals());

  /** Lets the browser draw once; says whether there was anything to do. */
  function frame(): boolean {
    const due = frames.splice(0);
    for (const callback of due) callback();
    return due.length > 0;
  }

  /** Readers that take so many milliseconds each, and what they were told. */
  function reading(...milliseconds: number[]) {
    const store = createStore(0);
    const told: string[] = [];
    milliseconds.forEach((time, name) => {
      store.subscribe((value) => {
        told.push(`${name}:${value}`);
        now += time;
      });
    });
    told.length = 0;
    return { store, told };
  }

  it("tells its readers the latest value, once a frame", () => {
    const { store, told } = reading(0, 0);
    store.set(1);
    store.set(2);
    expect(told).toEqual([]);
    frame();
    expect(told).toEqual(["0:2", "1:2"]);
    expect(frame()).toBe(false);
  });

  it("leaves readers to the next frame where those before took long", () => {
    const { store, told } = reading(4, 4, 1, 7, 1);
    store.set(1);
    frame();
    expect(told).toEqual(["0:1", "1:1"]);
    frame();
    expect(told).toEqual(["0:1", "1:1", "2:1", "3:1"]);
    frame();
    expect(told).toEqual(["0:1", "1:1", "2:1", "3:1", "4:1"]);
    expect(frame()).toBe(false);
  });

  it("comes to every reader, however often the value changes meanwhile", () => {
    const { store, told } = reading(9, 9, 9);
    for (let value = 1; value <= 5; value++) {
      store.set(value);
      frame();
    }
    expect(told).toEqual(["0:1", "1:2", "2:3", "0:4", "1:5"]);
    while (frame());
    expect(told.slice(5)).toEqual(["2:5", "0:5"]);
  });

  it("tells all of them of a change that one of them makes", () => {
    const { store, told } = reading(0, 0);
    store.subscribe((value) => {
      if (value === 1) store.set(2);
    });
    store.set(1);
    while (frame());
    expect(told).toEqual(["0:1", "1:1", "0:2", "1:2"]);
  });

  it("does something once, when first it is wanted", () => {
    const { store } = reading();
    const act = vi.fn();
    whenFirst(store, (value) => value > 1, act);
    for (const value of [1, 2, 3]) {
      store.set(value);
      frame();
    }
    expect(act).toHaveBeenCalledTimes(1);
  });
});
