/** What a session sees of the inside of its steps: how far they are from the reference, and where a value stopped being finite. */
import { afterEach, describe, expect, it } from "vitest";
import type { DivergedError } from "../../src/core/errors.ts";
import { openDevice } from "../../src/gpu/device.ts";
import { GpuEngine } from "../../src/gpu/engine.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import type { Engine } from "../../src/plan/engine.ts";
import { ReferenceEngine } from "../../src/train/referenceEngine.ts";
import { Session } from "../../src/train/session.ts";
import type { ShadowReport } from "../../src/train/shadow.ts";
import { splitsFor } from "../pictures.ts";

const recipe: Recipe = { ...presets.lenet, batch: 8 };
const data = splitsFor(recipe);

let engine: Engine;
afterEach(() => engine.destroy());

function sessionOn(changes: Partial<Recipe> = {}): Session {
  const changed = { ...recipe, ...changes };
  return new Session(engine, changed, compileTraining(changed, data.train), data, 1, { steps: 40 });
}

/** An engine for which something is replaced in the shaders whose names begin so, as if their files had been written so. */
async function engineWith([stem, search, replacement]: readonly string[] = []): Promise<GpuEngine> {
  const open = await openDevice(navigator.gpu);
  const { device } = open;
  const create = device.createShaderModule.bind(device);
  device.createShaderModule = (descriptor) =>
    create(
      stem !== undefined && descriptor.label?.startsWith(stem)
        ? { ...descriptor, code: descriptor.code.replace(search, () => replacement) }
        : descriptor,
    );
  return GpuEngine.create({ open, recipe, data });
}

async function watched(): Promise<ShadowReport[]> {
  const reports: ShadowReport[] = [];
  await sessionOn().train({ until: 7, shadowEvery: 3, onShadow: (report) => reports.push(report) });
  return reports;
}

describe("the drift monitor", () => {
  it("finds every layer of every watched step within its bound, and near it somewhere", async () => {
    engine = await engineWith();
    const reports = await watched();
    expect(reports.map(({ step }) => step)).toEqual([3, 6]);
    for (const { layers, worst, outside } of reports) {
      expect(outside).toBeUndefined();
      expect(worst).toBeGreaterThan(0.01);
      expect(worst).toBeLessThanOrEqual(1);
      const told = layers.map(({ layer }) => layer).join(" ");
      for (const layer of ["batch", "conv1", "conv2", "dense1", "dense3", "loss", "update"])
        expect(told).toContain(layer);
    }
  });

  it("changes nothing about the training", async () => {
    engine = await engineWith();
    const plain = sessionOn();
    await plain.train({ until: 7 });
    const alone = await plain.parameters();
    const session = sessionOn();
    await session.train({ until: 7, shadowEvery: 2 });
    expect(await session.parameters()).toEqual(alone);
  });

  it.each([
    ["forward", ["conv2dBiasMaxPoolRelu", "if (window.z > best)", "if (window.z < best)"], "conv1"],
    ["backward", ["denseGrads", "slope(sum.x, seen.x)", "slope(sum.y, seen.x)"], "dense"],
    ["update", ["momentum", "velocity[i] + g", "velocity[i] - g"], "update"],
  ])("names the first layer that a broken kernel spoils: %s", async (_, mistake, layer) => {
    engine = await engineWith(mistake);
    for (const { outside, worst } of await watched()) {
      expect(outside?.layer).toMatch(new RegExp(`^${layer}`));
      expect(worst).toBeGreaterThan(1);
    }
  });
});

/** What training fails with. */
const failureOf = (session: Session): Promise<DivergedError> =>
  session.train({ until: 40 }).then(
    () => expect.unreachable(),
    (error) => error,
  );

describe("a value that is not finite", () => {
  it("is found in the step and the layer where it came up", async () => {
    engine = await engineWith();
    const session = sessionOn();
    await session.train({ until: 5 });
    const tensors = await session.parameters();
    session.load(
      tensors.map((tensor) =>
        tensor.name === "dense2.weight" ? { ...tensor, data: tensor.data.map(() => 3e38) } : tensor,
      ),
    );
    const { name, message } = await failureOf(session);
    expect(name).toBe("DivergedError");
    expect(message).toMatch(
      /^training: step 6 came to (-?Infinity|NaN) in dense2( \+ relu4)?, first in (dense2|relu4)\./,
    );
  });

  it.each([
    ["the device", 1e30, () => engineWith()],
    ["the reference", 3e38, async () => new ReferenceEngine(recipe, data)],
  ])("is found in the middle of a slice too, on %s", async (_, learningRate, create) => {
    engine = await create();
    const { message } = await failureOf(sessionOn({ optimizer: { type: "sgd", learningRate } }));
    expect(message).toMatch(/^training: step [1-3] came to (-?Infinity|NaN) in \w+.*, first in \w+\.\w+/);
    expect(message).toContain(`Try a learning rate far below ${learningRate}`);
  });
});
