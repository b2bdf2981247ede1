/** Kernels broken on purpose: a suite that does not see it proves nothing. */
import { describe, expect, it } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { checkCase } from "../../src/verify/checkCase.ts";
import { checkProgram, measureDispatch } from "../../src/verify/checkDispatch.ts";
import { compare } from "../../src/verify/compare.ts";
import { casesOf } from "../../src/verify/kernelCases.ts";
import { device, pipelines, pipelinesWith, traits } from "../device.ts";
import { mutations } from "../mutations.ts";
import { smallNetworks } from "../networks.ts";

/** How many elements of the kernel's cases come out wrong, until some do. */
async function wrongElements(kernel: (typeof kernels)[number], broken: typeof pipelines): Promise<number> {
  for (const kernelCase of casesOf(kernel, traits)) {
    if (!kernelCase.chosen) continue;
    const wrong = (await checkCase(kernelCase, { device, pipelines: broken })).reduce(
      (sum, result) => sum + result.wrong,
      0,
    );
    if (wrong > 0) return wrong;
  }
  return 0;
}

/** Kernels that this device can run. */
const able = kernels.filter((kernel) => casesOf(kernel, traits).some(({ chosen }) => chosen));

// Several at once: while one waits for its broken kernel to be compiled, the reference evaluates another's case.
describe.concurrent("a mistake in a kernel is found", () => {
  it.each(able)("$name", async (kernel) => {
    const [search, replacement] = mutations[kernel.name];
    expect(kernel.shader.code, "the mutation has nothing to replace").toContain(search);
    expect(await wrongElements(kernel, pipelinesWith(kernel.name, search, replacement))).toBeGreaterThan(0);
  });
});

describe("a check of all dispatches of a plan", () => {
  const recipe = smallNetworks.lenet;
  const program = compileTraining(recipe, { count: 9, shape: recipe.input });
  const plan = planProgram(program, "fast", { device: traits });

  it.each(["conv2dWeightGrad", "dense", "momentum"])("names the one broken kernel, that of %s", async (op) => {
    const { shader } = plan.dispatches.find(({ operations }) => operations.some((operation) => operation.op === op))!;
    const subject = { device, pipelines: pipelinesWith(shader, ...mutations[shader]), program, plan };
    const failed = new Set<string>();
    for await (const { dispatch, pass, worst } of checkProgram(subject)) {
      expect(pass).toBe(worst <= 1);
      if (!pass) failed.add(dispatch.shader);
    }
    expect([...failed]).toEqual([shader]);
  });
});

describe("a bound that is too small is found", () => {
  it.each(["conv2d", "dense", "sigmoid", "adam", "softmaxCrossEntropyGrad"])("of %s", async (name) => {
    const kernel = kernels.find((other) => other.name === name)!;
    const [{ program, plan, fill }] = casesOf(kernel);
    const results = await measureDispatch({ device, pipelines, program, plan }, plan.dispatches[0], fill);
    const wrongWithin = (share: number) =>
      results.reduce((sum, result) => {
        const bounds = Float64Array.from(result.bounds, (bound) => bound * share);
        return sum + compare({ ...result, bounds }, result.actual).wrong;
      }, 0);
    expect(wrongWithin(1)).toBe(0);
    expect(wrongWithin(1e-3)).toBeGreaterThan(0);
  });
});
