/** What is planned for cards that are not at hand, computed by the adapter that is: the same dispatches, only slower. */
import { describe, expect, it } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { presets } from "../../src/model/presets.ts";
import { chooseKernels } from "../../src/plan/chooseKernels.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { groupName } from "../../src/plan/contest.ts";
import { planProgram } from "../../src/plan/plan.ts";
import type { Profile } from "../../src/plan/profile.ts";
import { profiles } from "../../src/plan/profiles.ts";
import { splitStatistics, trainingFor } from "../../src/plan/splitStatistics.ts";
import { checksOf } from "../../src/verify/networkChecks.ts";
import { traits } from "../device.ts";
import { eachPasses } from "../eachPasses.ts";

const cards = profiles.filter(({ device }) => !device.software);

/** The batches that they are planned for, and those that the reference computes in their place. */
const steps = [
  ["lenet", 128, 2],
  ["convnet", 256, 2],
  ["deep", 64, 2],
  ["deep", 512, 2],
] as const;

/** The kernels that a card gets for a step of the batch, on the shapes of a few samples; its subgroups are as large as those at hand. */
function checksFor({ name: card, device: its }: Profile, [name, batch, few]: (typeof steps)[number]) {
  const device = { ...its, subgroupSize: its.subgroupSize > 0 ? traits.subgroupSize : 0 };
  const recipe = presets[name];
  const data = { count: 60_000, shape: recipe.input };
  const whole = trainingFor({ ...recipe, batch }, data, its);
  const only = chooseKernels(whole, "fast", { device: its }).map((group) => groupName(whole, group));
  const isSplit = (label: string) =>
    whole.operations.some((other) => other.op === "mergeStatistics" && other.label === label);
  const alike = compileTraining({ ...recipe, batch: few }, data);
  const normalized = alike.operations.filter(({ op }) => op === "batchStatistics");
  const split = new Map(
    normalized.map(({ label, inputs }) => [alike.tensors.get(inputs.x)!.shape.join(), isSplit(label)]),
  );
  const program = splitStatistics(alike, device, (shape) => (split.get(shape.join()) ? few : 1));
  return checksOf(`${card}, ${name} ${batch}`, program, planProgram(program, "fast", { device, only }));
}

// What differs between networks, cards and layers in numbers alone, how large a tile is and in how many parts, is what the kernels' own cases
// vary: each kernel is computed once for each row of operations that it does.
const known = new Set<string>();
const checks = cards
  .flatMap((card) => steps.flatMap((step) => checksFor(card, step)))
  .filter(({ kernel, op }) => !known.has(`${kernel} ${op}`) && known.add(`${kernel} ${op}`));

describe("what is planned for cards", () => {
  it("has the kernels in it that only cards get", () => {
    const chosen = new Set(checks.map(({ kernel }) => kernel));
    for (const kernel of ["conv2dGrads", "conv2dBiasActivationProduct", "mergeStatistics", "mergeParameterGrads"]) {
      expect(chosen).toContain(kernel);
    }
  });

  it("asks for nothing that an adapter may lack but subgroups", () => {
    const features = checks.flatMap(({ kernel }) => kernels.find(({ name }) => name === kernel)!.shader.features);
    expect(new Set(features)).toEqual(new Set(["subgroups"]));
  });

  describe.each(["lenet", "convnet", "deep"])("of %s", (network) => {
    eachPasses(checks.filter(({ part }) => part.includes(network)));
  });
});
