import { expect, test, vi } from "vitest";
import { benchTrain } from "../../src/cli/bench/train.ts";
import { INTERRUPTED } from "../../src/cli/interrupt.ts";

const measureTraining = vi.hoisted(() => vi.fn());
vi.mock("../../src/cli/bench/measureTraining.ts", () => ({ measureTraining }));

const run = () => benchTrain.run(["--preset", "sigmoid2", "--data", "points", "--kernels", "tuned"]);

test("Ctrl-C while kernels are timed ends bench train with the status of an interrupt", async () => {
  // What the tuner does: it ends with the signal's reason.
  measureTraining.mockImplementation(async ({ signal }: { signal: AbortSignal }) => {
    process.emit("SIGINT");
    signal.throwIfAborted();
  });
  expect(await run()).toBe(INTERRUPTED);
});

test("what fails for another reason is told", async () => {
  measureTraining.mockImplementation(async () => {
    throw new Error("no device");
  });
  await expect(run()).rejects.toThrow("no device");
});
