/** Products of matrices, divided into tiles as other devices divide them: the same kernels, with constants that the device at hand never gets. */
import { describe, expect, it } from "vitest";
import { kernels } from "../../src/kernels/index.ts";
import { profiles } from "../../src/plan/profiles.ts";
import type { Check } from "../../src/verify/check.ts";
import { kernelChecks } from "../../src/verify/kernelChecks.ts";
import { device, traits } from "../device.ts";
import { eachPasses } from "../eachPasses.ts";

const products = kernels.filter(({ name }) => name.includes("Product"));

const constantsOf = ({ dispatch }: Check) => dispatch.constants as Readonly<Record<string, number>>;

/** What decides which parts of the shader are at work, and not only for how long. */
const wayOf = ({ kernel, dispatch }: Check) => {
  const { QUADS, SLICES, STEP, PARTS = 1 } = dispatch.constants as Readonly<Record<string, number>>;
  return [kernel, QUADS, SLICES, STEP % 2, PARTS > 1].join();
};

const known = new Set(kernelChecks(products, traits).map(wayOf));
const checks = profiles
  .filter(({ device: its }) => its.fill !== traits.fill || its.vendor !== traits.vendor)
  .flatMap(({ device: its }) => kernelChecks(products, its))
  .filter((check) => !known.has(wayOf(check)) && known.add(wayOf(check)));

describe("tiles of other devices", () => {
  it("hand eight sums from slice to slice, for every product", () => {
    const all = [...checks, ...kernelChecks(products, traits)];
    const eight = all.filter((check) => constantsOf(check).QUADS === 2 && constantsOf(check).SLICES > 1);
    expect(new Set(eight.map(({ kernel }) => kernel))).toEqual(new Set(products.map(({ name }) => name)));
  });

  it("fit the device at hand", () => {
    const lanes = checks.map((check) => constantsOf(check).LANES);
    expect(Math.max(...lanes)).toBeLessThanOrEqual(device.limits.maxComputeInvocationsPerWorkgroup);
  });

  eachPasses(checks);
});
