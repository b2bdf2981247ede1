import { describe, expect, it } from "vitest";
import { presets } from "../../src/model/presets.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { checkDispatch } from "../../src/verify/checkDispatch.ts";
import { plausible } from "../../src/verify/fill.ts";
import { device, pipelines } from "../device.ts";

describe.each(["plain", "fast"] as const)("%s kernels", (choice) => {
  describe.each(Object.keys(presets))("of %s", (name) => {
    const recipe = { ...presets[name], batch: 3 };
    const program = compileTraining(recipe, { count: 7, shape: recipe.input });
    const plan = planProgram(program, choice);
    for (const dispatch of plan.dispatches) {
      it(`${dispatch.label} computes what the reference does`, async () => {
        const subject = { device, pipelines, program, plan };
        for (const result of await checkDispatch(subject, dispatch, plausible(program))) {
          expect(result).toMatchObject({ wrong: 0, unstable: 0 });
        }
      });
    }
  });
});
