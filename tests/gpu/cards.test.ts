/** What is planned for cards that are not at hand, computed by the adapter that is: the same dispatches, only slower. */
import { describe, expect, it } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { presets } from "../../src/model/presets.ts";
import { profiles } from "../../src/plan/profiles.ts";
import type { Check } from "../../src/verify/check.ts";
import { networkChecks } from "../../src/verify/networkChecks.ts";
import { eachPasses } from "../eachPasses.ts";

const cards = profiles.filter(({ device }) => !device.software);

const featuresOf = ({ kernel }: Check) => kernels.find(({ name }) => name === kernel)!.shader.features;

describe.each(cards)("a step of lenet as planned for $name", ({ device }) => {
  // Plain kernels are the same on every device.
  const checks = networkChecks(presets.lenet, 2, { device }).filter(({ part }) => !part.includes("plain"));

  it("asks for nothing that an adapter may lack", () => {
    // Its subgroups would have another size here: then its kernels could not be run so.
    expect(checks.flatMap(featuresOf)).toEqual([]);
  });

  eachPasses(checks);
});
