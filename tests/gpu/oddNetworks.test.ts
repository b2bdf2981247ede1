import { describe, expect, it } from "vitest";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { checkProgram } from "../../src/verify/checkDispatch.ts";
import { device, pipelines } from "../device.ts";
import { oddNetworks } from "../networks.ts";

describe("every dispatch of a step computes what the reference does", () => {
  it.each(Object.entries(oddNetworks))("%s", async (_, recipe) => {
    const program = compileTraining(recipe, { count: 7, shape: recipe.input });
    const subject = { device, pipelines, program, plan: planProgram(program) };
    for await (const { dispatch, pass, worst } of checkProgram(subject)) {
      expect({ dispatch: dispatch.label, pass, worst }).toMatchObject({ pass: true });
    }
  });
});
