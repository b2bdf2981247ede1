import { describe, expect, it } from "vitest";
import { openDevice } from "../../src/gpu/device.ts";
import { PipelineCache } from "../../src/gpu/pipelines.ts";
import { presets } from "../../src/model/presets.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { checkDispatch } from "../../src/verify/checkDispatch.ts";
import { plausible } from "../fill.ts";

const open = await openDevice(navigator.gpu);
const pipelines = new PipelineCache(open.device);

describe.each(["plain", "fast"] as const)("%s kernels", (choice) => {
  describe.each(Object.keys(presets))("of %s", (name) => {
    const recipe = { ...presets[name], batch: 3 };
    const program = compileTraining(recipe, { count: 7, shape: recipe.input });
    const plan = planProgram(program, choice);
    for (const dispatch of plan.dispatches) {
      it(`${dispatch.label} computes what the reference does`, async () => {
        const fill = plausible(program);
        for (const result of await checkDispatch(pipelines, open.device, program, plan, dispatch, fill)) {
          expect(result, result.tensor).toMatchObject({ wrong: 0 });
        }
      });
    }
  });
});
