import { describe, expect, it } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { checkCase } from "../checkCase.ts";
import { casesOf } from "../kernelCases.ts";

describe.each(kernels)("kernel $name", (kernel) => {
  for (const kernelCase of casesOf(kernel)) {
    if (!kernelCase.chosen) continue;
    it(`computes what the reference does: ${kernelCase.name}`, async () => {
      for (const result of await checkCase(kernelCase)) expect(result).toMatchObject({ wrong: 0, unstable: 0 });
    });
  }
});
