import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DeviceLostError } from "../../src/core/errors.ts";
import { DeviceWatch } from "../../src/gpu/deviceWatch.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A device that goes when it is told to. */
function watched() {
  let lose: (why: { message: string; reason: string }) => void;
  const lost = new Promise<{ message: string; reason: string }>((resolve) => {
    lose = resolve;
  });
  const watch = new DeviceWatch({ lost, addEventListener() {} } as unknown as GPUDevice);
  return { watch, lose: () => lose({ message: "taken away", reason: "destroyed" }) };
}

const interruption = () => new DOMException("Buffer was unmapped before mapping was resolved.", "AbortError");

/** What a promise came to, without waiting for it. */
function outcome(promise: Promise<unknown>) {
  const found: { error?: unknown } = {};
  promise.catch((error) => {
    found.error = error;
  });
  return found;
}

test("work that a loss interrupts fails with the loss, though that is announced seconds later", async () => {
  const { watch, lose } = watched();
  const found = outcome(watch.guard(() => Promise.reject(interruption())));
  await vi.advanceTimersByTimeAsync(3000);
  expect(found.error).toBeUndefined();
  lose();
  await vi.advanceTimersByTimeAsync(0);
  expect(found.error).toBeInstanceOf(DeviceLostError);
});

test("where no loss is announced the work's own failure is told", async () => {
  const { watch } = watched();
  const error = interruption();
  const found = outcome(watch.guard(() => Promise.reject(error)));
  await vi.advanceTimersByTimeAsync(6000);
  expect(found.error).toBe(error);
});

test("a mistake of ours, and an end that was asked for, are not waited for", async () => {
  const { watch } = watched();
  const mistake = new TypeError("undefined is not a function");
  const found = outcome(watch.guard(() => Promise.reject(mistake)));
  const asked = new AbortController();
  asked.abort();
  const ended = outcome(watch.guard(() => Promise.reject(asked.signal.reason), asked.signal));
  await vi.advanceTimersByTimeAsync(0);
  expect(ended.error).toBe(asked.signal.reason);
  await vi.advanceTimersByTimeAsync(100);
  expect(found.error).toBe(mistake);
});
