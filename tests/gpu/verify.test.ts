/** The certificate: what it says of kernels that are right, wrong or refused, and of cases that a user brings. */
import { describe, expect, it } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { presets } from "../../src/model/presets.ts";
import type { CheckResult } from "../../src/verify/check.ts";
import { kernelChecks } from "../../src/verify/kernelChecks.ts";
import { networkChecks } from "../../src/verify/networkChecks.ts";
import { runChecks } from "../../src/verify/runChecks.ts";
import { readCases } from "../../src/verify/userCases/readCases.ts";
import { prepareCase, runUserCases } from "../../src/verify/userCases/runCases.ts";
import { device, pipelines, pipelinesWith } from "../device.ts";
import pytorch from "../userCases/pytorch.json";

const checksOf = (...names: string[]) => kernelChecks(kernels.filter(({ name }) => names.includes(name)));

async function all<T>(results: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const result of results) list.push(result);
  return list;
}

describe("checks of kernels", () => {
  const checks = checksOf("relu", "denseWeightGrad", "reluGrad");

  it("yield a result for each, in order, with the error as a share of its bound", async () => {
    const results = await all(runChecks(checks, { device, pipelines }));
    expect(results.map(({ kernel, name }) => [kernel, name])).toEqual(checks.map(({ kernel, name }) => [kernel, name]));
    for (const { pass, worst, elements, mistakes } of results) {
      expect(pass).toBe(true);
      expect(worst).toBeLessThanOrEqual(1);
      expect(elements).toBeGreaterThan(0);
      expect(mistakes).toEqual([]);
    }
  });

  it("name the wrong kernel alone, with element, expected and found value, and what was allowed", async () => {
    const broken = pipelinesWith("denseWeightGrad", "sum += ", "sum -= ");
    const results = await all(runChecks(checks, { device, pipelines: broken }));
    const failed = results.filter(({ pass }) => !pass);
    expect(new Set(failed.map(({ kernel }) => kernel))).toEqual(new Set(["denseWeightGrad"]));
    const [{ expected, found, allowed, element, wrong }] = failed[0].mistakes;
    expect(found).toBeCloseTo(-expected, 4);
    expect(Math.abs(found - expected)).toBeGreaterThan(allowed);
    expect(element).toMatch(/^\[\d+, \d+\]$/);
    expect(wrong).toBeGreaterThan(0);
  });

  it("that the device refuses have failed, with the device's reason", async () => {
    const broken = pipelinesWith("reluGrad", "fn ", "fn oh no ");
    const results: CheckResult[] = await all(runChecks(checks, { device, pipelines: broken }));
    for (const { kernel, pass, problem, worst } of results) {
      expect(pass).toBe(kernel !== "reluGrad");
      if (kernel !== "reluGrad") continue;
      expect(problem).toContain("the device refused it");
      expect(worst).toBe(Infinity);
    }
  });

  it("end with the signal's reason when it comes", async () => {
    const stop = new AbortController();
    const results = runChecks(checks, { device, pipelines, signal: stop.signal });
    await results.next();
    stop.abort(new Error("enough"));
    await expect(results.next()).rejects.toThrow("enough");
  });
});

describe("checks of a network", () => {
  const checks = networkChecks(presets.sigmoid2, 3);

  it("cover training and evaluation with fast and with plain kernels, the same dispatch once", () => {
    const operations = new Set(checks.flatMap(({ op }) => op.split("+")));
    for (const op of ["gatherBatch", "dense", "addBias", "sigmoid", "squaredErrorGrad", "record", "sgd"]) {
      expect(operations).toContain(op);
    }
    expect(checks.filter(({ kernel }) => kernel === "sgd")).toHaveLength(1);
  });

  it("pass", async () => {
    for (const result of await all(runChecks(checks, { device, pipelines })))
      expect(result).toMatchObject({ pass: true });
  });
});

describe("cases that a user brings", () => {
  const cases = readCases("pytorch.json", JSON.stringify(pytorch));
  const run = async (changed: typeof cases) => all(runUserCases(changed.map(prepareCase), device));

  it("of PyTorch's figures pass on reference and adapter", async () => {
    for (const { id, status, mistakes, engines } of await run(cases)) {
      expect({ id, status, mistakes }).toEqual({ id, status: "passed", mistakes: [] });
      expect(engines.length).toBeGreaterThanOrEqual(2);
    }
  });

  it("fail on both where an expected number is wrong, and say which", async () => {
    const [conv] = cases;
    const output = conv.expected.output.with(7, conv.expected.output[7] + 0.001);
    const [result] = await run([{ ...conv, expected: { ...conv.expected, output } }]);
    expect(result.status).toBe("failed");
    for (const { pass, worst } of result.engines) {
      expect(pass).toBe(false);
      expect(worst).toBeGreaterThan(1);
    }
    expect(result.mistakes[0]).toMatchObject({ tensor: "reference: output", element: "[0, 1, 1, 1]", wrong: 1 });
  });

  it("fail where the output has another shape", async () => {
    const [conv] = cases;
    const [result] = await run([{ ...conv, outputShape: [2, 3, 4, 1] }]);
    expect(result).toMatchObject({ status: "failed", worst: Infinity });
    expect(result.problem).toContain("output is 2×3×2×2; 2×3×4×1 was expected");
  });

  it("are compiled with fast kernels where these apply, beside the plain ones", async () => {
    const fused = cases.find(({ id }) => id === "conv2d+relu")!;
    const [{ kernel, engines }] = await run([fused]);
    expect(kernel).toContain("conv2dBiasActivation");
    expect(engines.map(({ engine }) => engine)).toEqual([
      "reference",
      "adapter, fast kernels",
      "adapter, plain kernels",
    ]);
  });
});
