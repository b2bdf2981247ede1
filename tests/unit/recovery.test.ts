import { describe, expect, it } from "vitest";
import { DeviceError, DeviceLostError } from "../../src/core/errors.ts";
import type { DataSplits } from "../../src/data/dataset.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import type { RecoveredEvent, TrainEvent } from "../../src/train/events.ts";
import { fit as trainToTheEnd } from "../../src/train/fit.ts";
import { Recovery } from "../../src/train/recovery.ts";
import { Session } from "../../src/train/session.ts";
import { FakeEngine } from "../fakeEngine.ts";

const recipe: Recipe = { ...presets.sigmoid2, batch: 4 };
const set = {
  name: "t",
  shape: [2, 1, 1],
  count: 1,
  classes: 2,
  images: new Uint8Array(2),
  labels: new Uint8Array(1),
};
const data = { train: { ...set, count: 24 }, test: set } as unknown as DataSplits;

/** An engine whose device goes away after so many steps. */
function engine(lostAfter = Number.POSITIVE_INFINITY): FakeEngine {
  const made = new FakeEngine({ sliceSeconds: 0.001 });
  made.lostAfter = lostAfter;
  return made;
}

const STEPS = 60;

/** Trains to the end; spare engines come in the order given, an error standing for a try that gives none. */
async function train(
  first: FakeEngine,
  spares: readonly (FakeEngine | Error)[],
  cpu?: FakeEngine,
  waits: readonly number[] = [0, 1, 1],
) {
  const program = compileTraining(recipe, { count: 24, shape: recipe.input });
  const session = new Session(first, recipe, program, data, 1, { steps: STEPS });
  const events: TrainEvent[] = [];
  const left = [...spares];
  const recovery = new Recovery({
    session,
    spare: {
      gpu: async () => {
        const next = left.shift() ?? new DeviceError("none");
        if (next instanceof Error) throw next;
        return next;
      },
      ...(cpu && { cpu: async () => cpu }),
    },
    waits,
    onEvent: (event) => events.push(event),
  });
  const end = await trainToTheEnd({
    session,
    onEvent: (event) => events.push(event),
    recover: (lost) => recovery.recover(lost),
    reportSeconds: 0,
  });
  const steps = events.flatMap((event) => (event.event === "step" ? event.losses : []));
  const recovered = events.filter((event): event is RecoveredEvent => event.event === "recovered");
  return { session, end, steps, recovered, unused: left.length };
}

const everyStep = Array.from({ length: STEPS }, (_, i) => i);

describe("a run whose device is lost", () => {
  it("goes on with the next one from the latest snapshot, and tells of every step once", async () => {
    const { end, steps, recovered, session } = await train(engine(20), [engine(40), engine()]);
    expect(steps).toEqual(everyStep);
    expect(recovered).toHaveLength(2);
    for (const { from, lostAt } of recovered) expect(from).toBeLessThanOrEqual(lostAt);
    expect(end.steps).toBe(STEPS);
    const again = recovered.reduce((sum, { from, lostAt }) => sum + lostAt - from, 0);
    expect(end.repeated).toEqual({ steps: again, different: 0 });
    expect(again).toBeGreaterThan(0);
    expect(session.knownParameters()[0].data[0]).toBe(STEPS);
  });

  it("counts steps done again although a copy of the state comes before their results", async () => {
    // After so long a wait the first copy is taken at once.
    const { end, recovered } = await train(engine(20), [engine()], undefined, [300]);
    const [{ from, lostAt }] = recovered;
    expect(lostAt - from).toBeGreaterThan(0);
    expect(end.repeated).toEqual({ steps: lostAt - from, different: 0 });
  });

  it("counts the steps that come to something else than before", async () => {
    const strange = engine();
    const steps = strange.steps.bind(strange);
    strange.steps = async (rows) => (await steps(rows)).map(({ loss, correct }) => ({ loss: loss + 1e-7, correct }));
    const { end } = await train(engine(20), [strange]);
    expect(end.repeated!.steps).toBeGreaterThan(0);
    expect(end.repeated!.different).toBe(end.repeated!.steps);
  });

  it("tries again where there is no device at once", async () => {
    const { recovered } = await train(engine(9), [new DeviceError("busy"), engine()]);
    expect(recovered[0].attempts).toBe(2);
  });

  it("goes on on the CPU where none comes back", async () => {
    const cpu = engine();
    const { session, steps, recovered } = await train(engine(9), [], cpu);
    expect(session.engine).toBe(cpu);
    expect(steps).toEqual(everyStep);
    expect(recovered[0].attempts).toBe(3);
  });

  it("fails with the loss itself where nothing may take its place", async () => {
    await expect(train(engine(9), [])).rejects.toThrow(DeviceLostError);
  });

  it("does not ask for a device for ever where each is lost before a new step is done", async () => {
    const cpu = engine();
    const lost = Array.from({ length: 50 }, () => engine(0));
    const { session, unused } = await train(engine(9), lost, cpu);
    expect(session.engine).toBe(cpu);
    expect(unused).toBeGreaterThan(40);
  });

  it("judges again where it is lost while judging", async () => {
    const judging = engine();
    judging.judge = () => Promise.reject(new DeviceLostError("judging"));
    const { end, recovered } = await train(judging, [engine()]);
    expect(recovered).toHaveLength(1);
    expect(end.testAccuracy).toBe(1);
  });
});
