/** Runs that are broken off, kept in a checkpoint's bytes and gone on with: to the bit what they are in one go. */
import { describe, expect, it } from "vitest";
import everythingJson from "../../bench/everything.json" with { type: "json" };
import { RandomStream } from "../../src/core/random.ts";
import { openDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { readRecipe } from "../../src/model/readRecipe.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import type { Engine } from "../../src/plan/engine.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/train/checkpoint.ts";
import { ReferenceEngine } from "../../src/train/referenceEngine.ts";
import { Session } from "../../src/train/session.ts";
import { splitsFor } from "../pictures.ts";

const STEPS = 30;

/**
 * Everything that could be forgotten: pictures changed at random, dropout, running statistics, an average, clipping, a schedule with a peak. Of
 * the 512 pictures an epoch ends after 25 steps, and what is left over waits.
 */
const everything = readRecipe("bench/everything.json", "everything", everythingJson);

const optimizers = ["sgd", "momentum", "nesterov", "adam", "adamW", "rmsProp"] as const;

const recipes: readonly Recipe[] = [
  everything,
  ...optimizers.map((type) => ({
    ...everything,
    name: type,
    optimizer: {
      type,
      learningRate: 0.01,
      ...(/mo|ne/.test(type) && { momentum: 0.9 }),
    } as unknown as Recipe["optimizer"],
  })),
];

const engines: Record<string, (recipe: Recipe) => Promise<Engine>> = {
  GPU: async (recipe) => GpuEngine.create({ open: await openDevice(navigator.gpu), recipe, data: splitsFor(recipe) }),
  reference: async (recipe) => new ReferenceEngine(recipe, splitsFor(recipe)),
};

const sessionOn = (engine: Engine, recipe: Recipe) => {
  const data = splitsFor(recipe);
  return new Session(engine, recipe, compileTraining(recipe, data.train), data, 3, { steps: STEPS });
};

/** Trains from its state to a step, and gives what it came to. */
async function trained(session: Session, until: number) {
  const losses: number[] = [];
  await session.train({ until, onProgress: ({ results }) => losses.push(...results.map(({ loss }) => loss)) });
  await session.parameters();
  return { losses, snapshot: session.snapshot };
}

describe.each(Object.keys(engines))("on the %s a run that is gone on with", (where) => {
  it.each(recipes.map((recipe) => [recipe.name, recipe] as const))("is that of %s in one go", async (name, recipe) => {
    const first = await engines[where](recipe);
    const reference = await trained(sessionOn(first, recipe), STEPS);
    expect(reference.snapshot.step).toBe(STEPS);

    // Three breaks, anywhere, the same for the same recipe.
    const random = new RandomStream(5, `resume: ${name}`);
    const breaks = [0, 1, 2].map(() => 1 + random.below(STEPS - 1)).sort((a, b) => a - b);
    let bytes: Uint8Array | undefined;
    const losses: number[] = [];
    for (const until of [...breaks, STEPS]) {
      // Compiling takes long: on an engine of its own once, else on the first one, which has another run's state by then.
      const engine = until === STEPS && recipe === everything ? await engines[where](recipe) : first;
      const session = sessionOn(engine, recipe);
      if (bytes !== undefined) session.resume(await decodeCheckpoint(bytes));
      const part = await trained(session, until);
      losses.push(...part.losses);
      bytes = await encodeCheckpoint({
        ...part.snapshot,
        recipe,
        seed: session.seed,
        length: session.length,
        data: "",
        device: engine.device.description,
        losses: Float64Array.from(losses),
        judgements: [],
      });
      if (engine !== first) engine.destroy();
    }
    first.destroy();
    expect(losses).toEqual(reference.losses);
    const { state } = await decodeCheckpoint(bytes!);
    expect(state).toEqual(reference.snapshot.state);
  });
});
