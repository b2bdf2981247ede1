import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { dawn } from "../../src/cli/dawn.ts";
import { trainRun } from "../../src/cli/trainRun.ts";
import { useSoftwareDriver } from "../../src/cli/vulkan.ts";
import { DeviceLostError } from "../../src/core/errors.ts";
import { pointsSplits } from "../../src/data/toy.ts";
import { presets } from "../../src/model/presets.ts";
import { openRun } from "../../src/train/openRun.ts";
import { decodeWeights } from "../../src/train/weightsFile.ts";

const folder = mkdtempSync(join(tmpdir(), "circledast-lost-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a device lost while training ends it with a clear message, and the last weights known are saved", async () => {
  useSoftwareDriver();
  const data = pointsSplits();
  const run = await openRun({
    recipe: presets.sigmoid2,
    data,
    seed: 1,
    length: { epochs: 1000 },
    device: "gpu",
    gpu: dawn,
  });
  const save = join(folder, "last.safetensors");
  const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const training = trainRun(run, {
    save,
    // Once weights newer than the first are known.
    onEvent: ({ event }) => {
      if (event === "step" && run.session.snapshot.step > 0) run.loseDevice!();
    },
  });
  await expect(training).rejects.toThrow(DeviceLostError);
  await expect(training).rejects.toThrow(/^device: it was lost .* Train again to get a new one\.$/);
  const { step, tensors, recipe } = decodeWeights(readFileSync(save));
  expect(step).toBeGreaterThan(0);
  expect(step).toBe(run.session.snapshot.step);
  expect(recipe).toEqual(presets.sigmoid2);
  expect(tensors).toEqual(run.session.knownParameters());
  expect(stderr).toHaveBeenCalledWith(`${save}: the weights of step ${step}, the last known, are saved there.\n`);
});
