import { expect, test } from "vitest";
import { picturesPreviewed } from "../../../src/app/protocol.ts";
import { previewMessage } from "../../../src/app/worker/preview.ts";
import { gentleAugmentation } from "../../../src/model/augmentation.ts";
import { presets } from "../../../src/model/presets.ts";
import { openRun } from "../../../src/train/openRun.ts";
import { splitsFor } from "../../pictures.ts";

const recipe = { ...presets.quick, batch: 16, augmentation: gentleAugmentation };
const data = splitsFor(recipe);

function preview(of: typeof recipe, seed = 7) {
  const message = previewMessage(1, of, seed, data);
  if (message.type !== "previewed") throw new Error(message.type);
  return message;
}

test("the pictures shown are those that the first step of the run sees", async () => {
  const { session } = await openRun({ recipe, data, seed: 7, length: { steps: 1 }, device: "cpu" });
  await session.train({ until: 1 });
  const { before, after, shape } = preview(recipe);
  const seen = Float32Array.from(await session.engine.seen());
  expect(shape).toEqual([1, 28, 28]);
  expect(after).toEqual(seen.slice(0, picturesPreviewed * 28 * 28));
  expect(after).not.toEqual(before);
});

test("pictures that nothing is done to are shown twice; of a small batch there are fewer; of another seed others", () => {
  const still = preview({ ...recipe, augmentation: {} });
  expect(still.after).toEqual(still.before);
  expect(preview({ ...recipe, batch: 3 }).before).toEqual(still.before.slice(0, 3 * 28 * 28));
  expect(preview(recipe, 8).before).not.toEqual(still.before);
});
