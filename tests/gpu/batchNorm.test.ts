import { describe, expect, it } from "vitest";
import { patternOf, programOf } from "../../src/compute/patternProgram.ts";
import { shaders } from "../../src/kernels/index.ts";
import { checkDispatch } from "../../src/verify/checkDispatch.ts";
import { caseOf } from "../../src/verify/kernelCases.ts";
import { device, pipelines, pipelinesWith } from "../device.ts";

describe("the variance of a batch whose mean is a thousand times its deviation", () => {
  const { program, plan } = caseOf(programOf(patternOf("batchStatistics"), { x: [6, 2, 3, 3] }), {});
  const fill = (_: string, i: number) => 1000 + ((i * 7) % 11) / 8;
  const check = (by: typeof pipelines) =>
    checkDispatch({ device, pipelines: by, program, plan }, plan.dispatches[0], fill);

  it("is not drowned by it", async () => {
    for (const result of await check(pipelines)) expect(result).toMatchObject({ wrong: 0, unstable: 0 });
  });

  it("is, by a kernel that subtracts the mean's square from the mean of squares: which is found", async () => {
    const once = "  let spread = workgroup_sum(lane, squares) / f32(N * I)";
    const twoPasses = ` - center;\n    squares += difference * difference;\n  }\n${once};`;
    const onePass = `;\n    squares += difference * difference;\n  }\n${once} - center * center;`;
    expect(shaders.get("batchStatistics")!.code).toContain(twoPasses);
    const [, variance] = await check(pipelinesWith("batchStatistics", twoPasses, onePass));
    expect(variance.wrong).toBe(2);
  });
});
