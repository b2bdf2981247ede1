import { describe, expect, it } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { checkDispatch } from "../../src/verify/checkDispatch.ts";
import { device, pipelines } from "../device.ts";
import { casesOf } from "../kernelCases.ts";

describe.each(kernels)("kernel $name", (kernel) => {
  for (const { name, program, plan, fill, chosen } of casesOf(kernel)) {
    if (!chosen) continue;
    it(`computes what the reference does: ${name}`, async () => {
      for (const dispatch of plan.dispatches) {
        const results = await checkDispatch({ device, pipelines, program, plan }, dispatch, fill);
        for (const result of results) expect(result).toMatchObject({ wrong: 0, unstable: 0 });
      }
    });
  }
});
