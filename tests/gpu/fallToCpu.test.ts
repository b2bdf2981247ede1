/** A device is lost for good while it trains: the run goes on on the reference, from the latest snapshot, and says so. */
import { beforeAll, describe, expect, it, vi } from "vitest";
import everythingJson from "../../bench/everything.json" with { type: "json" };
import type { AdapterSource } from "../../src/core/device.ts";
import { readRecipe } from "../../src/model/readRecipe.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import type { Observation, Snapshot } from "../../src/plan/engine.ts";
import type { EndEvent, RecoveredEvent, ShadowEvent, TrainEvent } from "../../src/train/events.ts";
import { fit as trainToTheEnd } from "../../src/train/fit.ts";
import { openRun } from "../../src/train/openRun.ts";
import { Recovery } from "../../src/train/recovery.ts";
import { ReferenceEngine } from "../../src/train/referenceEngine.ts";
import { Session, type TrainOptions } from "../../src/train/session.ts";
import { Oracle } from "../../src/verify/oracle.ts";
import { splitsFor } from "../pictures.ts";

const STEPS = 60;
const SEED = 3;
/** Every so many steps one is computed by the reference as well. A copy of the state follows, and then the other steps at one go. */
const SHADOW = 5;
const recipe = readRecipe("bench/everything.json", "everything", everythingJson);
const data = splitsFor(recipe);

/** The real adapter, once: whoever asks again finds none, as after a driver that does not come back. */
function onlyOnce(source: AdapterSource) {
  const asked = { times: 0 };
  const gpu: AdapterSource = {
    requestAdapter: async (options) => (asked.times++ === 0 ? source.requestAdapter(options) : null),
  };
  return { gpu, asked };
}

describe("a run whose device is lost, and no other comes", () => {
  const events: TrainEvent[] = [];
  const snapshots: Snapshot[] = [];
  const { gpu, asked } = onlyOnce(navigator.gpu as AdapterSource);
  let recovered: RecoveredEvent;
  let end: EndEvent;
  let ended: Snapshot;
  /** Losses as they were told of: each step's once. */
  let losses: number[];

  beforeAll(async () => {
    const run = await openRun({ recipe, data, seed: SEED, length: { steps: STEPS }, device: "auto", gpu });
    const { session, spare, loseDevice } = run;
    let isLost = false;
    const onEvent = (event: TrainEvent) => {
      events.push(event);
      // Some steps after a copy: there is something to do again.
      const copied = snapshots.at(-1)?.step ?? Infinity;
      if (event.event !== "step" || isLost || event.step < copied + 3) return;
      isLost = true;
      loseDevice!();
    };
    const recovery = new Recovery({ session, spare, onEvent, waits: [0, 1, 1] });
    end = await trainToTheEnd({
      session,
      onEvent,
      reportSeconds: 0,
      shadowEvery: SHADOW,
      recover: (lost) => recovery.recover(lost),
      onSnapshot: (snapshot) => snapshots.push(snapshot),
    });
    await session.parameters();
    ended = session.snapshot;
    recovered = events.find((event): event is RecoveredEvent => event.event === "recovered")!;
    losses = events.flatMap((event) => (event.event === "step" ? event.losses : []));
    session.destroy();
  }, 120_000);

  /** A run wholly on the reference, from the snapshot that the other went on from. */
  async function onReference() {
    const engine = new ReferenceEngine(recipe, data);
    const session = new Session(engine, recipe, compileTraining(recipe, data.train), data, SEED, { steps: STEPS });
    session.resume(snapshots.find(({ step }) => step === recovered.from)!);
    const own: number[] = [];
    const onProgress: TrainOptions["onProgress"] = ({ results }) => own.push(...results.map(({ loss }) => loss));
    const observed = vi.spyOn(engine, "observe");
    await session.train({ until: recovered.from + 1, shadowEvery: 1, onProgress });
    await session.train({ until: STEPS, onProgress });
    await session.parameters();
    return {
      losses: own,
      snapshot: session.snapshot,
      first: await (observed.mock.results[0].value as Promise<Observation>),
    };
  }

  it("goes on on the CPU reference, which is said: from where, after how many tries, and what is done again", () => {
    expect(recovered).toMatchObject({ attempts: 3, device: { kind: "cpu", description: "CPU reference (float64)" } });
    expect(asked.times).toBe(4);
    expect(recovered.reason).not.toBe("");
    expect(recovered.from).toBeGreaterThan(0);
    expect(recovered.lostAt).toBeGreaterThan(recovered.from);
    expect(snapshots.map(({ step }) => step)).toContain(recovered.from);
    expect(end.steps).toBe(STEPS);
    expect(losses).toHaveLength(STEPS);
  });

  it("counts the steps done again, which float64 brings to other bits than f32 had", () => {
    const again = recovered.lostAt - recovered.from;
    expect(end.repeated).toEqual({ steps: again, different: again });
  });

  it("was within the derived bounds of the reference in every layer of the steps that were watched, and is after", () => {
    const shadows = events.filter((event): event is ShadowEvent => event.event === "shadow");
    // One that is done again may be watched again.
    const watched = [...new Set(shadows.map(({ step }) => step))].sort((a, b) => a - b);
    expect(watched).toEqual(Array.from({ length: STEPS / SHADOW }, (_, i) => SHADOW * (i + 1)));
    expect(shadows[0].worst).toBeGreaterThan(0);
    expect(shadows.at(-1)!.worst).toBe(0);
    for (const { step, worst, outside } of shadows) expect(outside, `step ${step}: ${worst}`).toBeUndefined();
  });

  it("has the losses and the state of a run wholly on the reference from that snapshot, to the bit", async () => {
    const reference = await onReference();
    expect(losses.slice(recovered.lostAt)).toEqual(reference.losses.slice(recovered.lostAt - recovered.from));
    expect(ended).toEqual(reference.snapshot);
  });

  it("had on the device a loss after that snapshot within the bound composed over the whole step of the reference's", async () => {
    const { first, losses: own } = await onReference();
    const whole = new Oracle(first.program);
    for (const [tensor, values] of first.before) whole.set(tensor, values);
    for (const operation of first.program.operations) whole.compute(operation);
    const bound = whole.bound("metrics").data[whole.value("metrics").data.indexOf(own[0])];
    expect(bound).toBeLessThan(own[0] / 100);
    const onDevice = losses[recovered.from];
    expect(onDevice).not.toBe(own[0]);
    expect(Math.abs(onDevice - own[0])).toBeLessThanOrEqual(bound);
  });
});
