import { expect, test, vi } from "vitest";
import { dawn } from "../../src/cli/dawn.ts";
import { soak } from "../../src/cli/soak/soak.ts";
import { trainRun } from "../../src/cli/trainRun.ts";
import { useSoftwareDriver } from "../../src/cli/vulkan.ts";
import { pointsSplits } from "../../src/data/toy.ts";
import { presets } from "../../src/model/presets.ts";
import type { EndEvent, RecoveredEvent, TrainEvent } from "../../src/train/events.ts";
import { openRun } from "../../src/train/openRun.ts";

const STEPS = 1500;

/** Trains; at each of the steps the device is lost. */
async function trained(loseAt: readonly number[]) {
  const run = await openRun({
    recipe: presets.sigmoid2,
    data: pointsSplits(),
    seed: 1,
    length: { steps: STEPS },
    device: "gpu",
    gpu: dawn,
  });
  const events: TrainEvent[] = [];
  const status = await trainRun(run, { save: undefined, onEvent: (event) => events.push(event), loseDeviceAt: loseAt });
  return { status, events, end: events.at(-1) as EndEvent };
}

test("a run whose device is lost again and again ends with the same weights, to the bit", async () => {
  useSoftwareDriver();
  vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const whole = await trained([]);
  const lost = await trained(Array.from({ length: 8 }, (_, i) => 1 + i * 180));
  const recovered = lost.events.filter((event): event is RecoveredEvent => event.event === "recovered");
  expect(recovered.length).toBeGreaterThan(3);
  for (const { device } of recovered) expect(device.kind).toBe("gpu");
  expect(lost.status).toBe(0);
  expect(lost.end.weightsSha256).toBe(whole.end.weightsSha256);
  expect(lost.end.repeated?.different ?? 0).toBe(0);
  const losses = (events: readonly TrainEvent[]) =>
    events.flatMap((event) => (event.event === "step" ? event.losses : []));
  expect(losses(lost.events)).toEqual(losses(whole.events));
});

test("lost at random moments, while it works, judges, is copied and is prepared, it leaves nothing behind", async () => {
  useSoftwareDriver();
  const { losses, left, faults } = await soak({
    recipe: presets.sigmoid2,
    ...{ minutes: 0.2, losses: 12, checkpointSeconds: 0.5 },
  });
  expect(losses!.lost).toBeGreaterThanOrEqual(12);
  expect(losses!.weightsSha256).toBe(losses!.withoutSha256);
  expect(losses!.lossesAreEqual).toBe(true);
  expect(losses!.different).toBe(0);
  expect(left).toEqual({ devices: 0, buffers: 0, bytes: 0 });
  // Of so few nothing can be said of memory.
  expect(faults.filter((fault) => !fault.endsWith("grows"))).toEqual([]);
});
