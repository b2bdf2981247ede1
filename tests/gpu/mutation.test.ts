import { describe, expect, it } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { device, traits } from "../device.ts";
import { type Mutant, mutantsOf } from "../mutation/mutants.ts";
import { Trial } from "../mutation/trial.ts";

const trialOf = (name: string) => {
  const kernel = kernels.find((other) => other.name === name)!;
  const trial = new Trial({ device, traits }, kernel);
  const mutants = mutantsOf(kernel.shader.code, trial.given);
  const run = (is: string, becomes: string) =>
    trial.run(mutants.find((each) => each.is === is && each.becomes === becomes)!);
  return { trial, mutants, run };
};

describe("the cases of a kernel", () => {
  it.each(["relu", "record", "conv2d"])("pass without a mistake: %s", async (name) => {
    expect(await trialOf(name).trial.run()).toEqual({ outcome: "survived" });
  });

  it.each([
    ["computes the wrong number", "relu", "y[i] = max(x[i], 0.0);", "y[i] = min(x[i], 0.0);"],
    ["writes behind the end", "relu", "if (i >= SIZE) {", "if (false) {"],
    ["reads behind the end", "squaredErrorGrad", "if (i >= SIZE) {", "if (i > SIZE) {"],
    [
      "miscounts rows of workgroups",
      "relu",
      "let i = id.y * groups.x * 64u + id.x;",
      "let i = id.y * groups.x * 63u + id.x;",
    ],
    ["does not wait for other lanes", "record", "workgroupBarrier();", ""],
  ])("find one that %s", async (_, name, is, becomes) => {
    expect((await trialOf(name).run(is, becomes)).outcome).toMatch(/wrong|unstable/);
  });

  it("do not find one that changes nothing", async () => {
    const { run } = trialOf("record");
    expect(await run("if (lane == 0u) {", "if (lane == 1u) {")).toEqual({ outcome: "survived" });
  });

  it("tell what is no kernel at all", async () => {
    const { trial, mutants } = trialOf("relu");
    const mutant: Mutant = { ...mutants[0], after: "nothing" };
    expect(await trial.run(mutant)).toEqual({ outcome: "invalid" });
  });
});
