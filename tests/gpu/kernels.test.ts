import { describe, expect, it } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { checkCase } from "../../src/verify/checkCase.ts";
import { casesOf } from "../../src/verify/kernelCases.ts";
import { device, pipelines } from "../device.ts";

describe.each(kernels)("kernel $name", (kernel) => {
  for (const kernelCase of casesOf(kernel)) {
    if (!kernelCase.chosen) continue;
    it(`computes what the reference does: ${kernelCase.name}`, async () => {
      for (const result of await checkCase(kernelCase, { device, pipelines }))
        expect(result).toMatchObject({ wrong: 0, unstable: 0 });
    });
  }
});
