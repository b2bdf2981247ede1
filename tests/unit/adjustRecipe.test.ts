import { describe, expect, it } from "vitest";
import { adjustRecipe } from "../../src/cli/recipe.ts";
import { updateOptions } from "../../src/cli/updateOptions.ts";
import { presets } from "../../src/model/presets.ts";
import { optimizerNames, optimizerOf } from "../../src/optimizers/index.ts";
import { scheduleNames, scheduleOf } from "../../src/train/schedule.ts";

type Given = Parameters<typeof adjustRecipe>[1];

/** The recipe of a preset with these options given, and no others. */
const adjusted = (name: string, given: Partial<Given>) => adjustRecipe(presets[name], given as Given);

describe("the options of the update", () => {
  it("leave a recipe alone where none is given", () => {
    for (const name of Object.keys(presets)) expect(adjusted(name, {})).toEqual(presets[name]);
  });

  it.each(optimizerNames)("choose %s with constants that it can be built from", (optimizer) => {
    const { optimizer: spec } = adjusted("sigmoid2", { optimizer });
    expect(spec.type).toBe(optimizer);
    expect(() => optimizerOf(spec)).not.toThrow();
  });

  it("keep the recipe's constants where its own optimiser is named, and put what they say in their place", () => {
    expect(adjusted("convnet", { optimizer: "adam", "weight-decay": 0.1 }).optimizer).toEqual({
      ...presets.convnet.optimizer,
      weightDecay: 0.1,
    });
    const { optimizer } = adjusted("lenet", {
      optimizer: "adamW",
      "learning-rate": 0.5,
      "weight-decay": 0,
      "clip-norm": 2,
      "average-decay": 0.9,
    });
    expect(optimizer).toEqual({ type: "adamW", learningRate: 0.5, weightDecay: 0, clipNorm: 2, averageDecay: 0.9 });
  });

  it.each(scheduleNames)("choose the schedule %s, with a warm-up", (schedule) => {
    const recipe = adjusted("lenet", { schedule, warmup: 0.5 });
    expect(recipe.schedule).toEqual({ type: schedule, warmup: 0.5 });
    expect(scheduleOf(recipe)(0, 100)).toBeLessThan(recipe.optimizer.learningRate);
  });

  it("give a recipe without a schedule a constant rate after the warm-up, and another its own", () => {
    expect(adjusted("lenet", { warmup: 7 }).schedule).toEqual({ type: "constant", warmup: 7 });
    expect(adjusted("convnet", { warmup: 0.2 }).schedule).toEqual({ type: "oneCycle", warmup: 0.2 });
  });

  it("read a warm-up as a share or as a number of steps", () => {
    const read = (text: string) => updateOptions.warmup.read("--warmup", text);
    expect([read("0.25"), read("500")]).toEqual([0.25, 500]);
    expect(() => read("1.5")).toThrow("a share below 1 or a whole number of steps");
  });
});
