/** Whole runs of training: on the device and the reference, twice, and cut into slices of different lengths. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { permutation } from "../../src/core/random.ts";
import { openDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import type { ScheduleRow } from "../../src/optimizers/optimizer.ts";
import { compileTraining, RING } from "../../src/plan/compile.ts";
import type { Engine } from "../../src/plan/engine.ts";
import { ReferenceEngine } from "../../src/train/referenceEngine.ts";
import { Session } from "../../src/train/session.ts";
import { splitsFor } from "../pictures.ts";

const BATCH = 4;

/** A step of `deep` is as much work as a hundred of the others. */
const stepsOf = ({ name }: Recipe) => (name === "deep" ? 3 : 20);

/**
 * Steps whose losses are compared. In `deep` the batch is normalised: what rounding makes of the first step, Adam, for which a gradient
 * near 0 counts as much as any other, carries into the second beyond this measure. The witnesses measure how far it may go.
 */
const comparedOf = (recipe: Recipe) => (recipe.name === "deep" ? 1 : stepsOf(recipe));

/** An engine that is given at most so many steps at a time, whatever the pace. */
function sliced(engine: Engine, most: number): Engine {
  return new Proxy(engine, {
    get: (target, name) => {
      if (name !== "steps")
        return typeof target[name as keyof Engine] === "function"
          ? (target[name as keyof Engine] as () => unknown).bind(target)
          : target[name as keyof Engine];
      return async (rows: Parameters<Engine["steps"]>[0]) => {
        const parts = Array.from({ length: Math.ceil(rows.length / most) }, (_, i) =>
          rows.slice(i * most, (i + 1) * most),
        );
        return (await Promise.all(parts.map((part) => target.steps(part)))).flat();
      };
    },
  });
}

/** The losses of a run, and the state it ends in to the last bit. */
async function run(recipe: Recipe, engine: Engine) {
  const data = splitsFor(recipe);
  const program = compileTraining(recipe, data.train);
  const steps = stepsOf(recipe);
  const session = new Session(engine, recipe, program, data, 1, { steps });
  const losses: number[] = [];
  await session.train({
    until: steps,
    onProgress: ({ results }) => losses.push(...results.map(({ loss }) => loss)),
  });
  return { losses, state: await engine.readState() };
}

const onDevice = async (recipe: Recipe) =>
  GpuEngine.create({ open: await openDevice(navigator.gpu), recipe, data: splitsFor(recipe) });

const small = (name: string): Recipe => ({ ...presets[name], batch: BATCH });

const firsts = new Map<string, Awaited<ReturnType<typeof run>>>();

describe.each(Object.keys(presets))("a run of %s", (name) => {
  const recipe = small(name);
  let engine: GpuEngine;
  let first: Awaited<ReturnType<typeof run>>;

  beforeAll(async () => {
    engine = await onDevice(recipe);
    first = await run(recipe, engine);
    firsts.set(name, first);
  });

  afterAll(() => engine.destroy());

  it("has the reference's losses to 1e-4", async () => {
    const reference = await run(recipe, new ReferenceEngine(recipe, splitsFor(recipe)));
    expect(first.losses).toHaveLength(stepsOf(recipe));
    for (const [step, loss] of reference.losses.slice(0, comparedOf(recipe)).entries()) {
      expect(Math.abs(first.losses[step] - loss), `step ${step}`).toBeLessThanOrEqual(1e-4 * Math.abs(loss));
    }
  });

  it("ends in the same state to the last bit when it is repeated", async () => {
    expect(await run(recipe, engine)).toEqual(first);
  });

  it("ends in the same state however its steps are sliced", async () => {
    for (const most of [1, 3]) expect(await run(recipe, sliced(engine, most))).toEqual(first);
  });
});

describe("the rings of schedule and metrics", () => {
  const recipe = small("sigmoid2");
  const { train } = splitsFor(recipe);
  const { network } = compileTraining(recipe, train);
  const rows = Array.from({ length: 9 }, (_, i): ScheduleRow => [0.1 * (i + 1), 0, 0, 0]);

  /** Results and weights of a few steps from step `first` on, in one call. */
  async function from(engine: Engine, first: number) {
    engine.writeState(new Map([["parameters", initializeParameters(network.parameters, 1)]]), first);
    engine.setOrder(permutation(train.count, 1, 0));
    return { results: await engine.steps(rows), state: await engine.readState() };
  }

  it.each([
    ["the device", onDevice],
    ["the reference", async () => new ReferenceEngine(recipe, splitsFor(recipe))],
  ])("can be passed around on %s", async (_, create) => {
    const engine = await create(recipe);
    const stepsPerEpoch = Math.floor(train.count / BATCH);
    expect(await from(engine, RING - 4)).toEqual(await from(engine, (RING - 4) % stepsPerEpoch));
    engine.destroy();
  });
});

describe("another device of the same adapter", () => {
  it("gives the same weights to the last bit", async () => {
    const engine = await onDevice(small("lenet"));
    expect(await run(small("lenet"), engine)).toEqual(firsts.get("lenet"));
    engine.destroy();
  });
});
