import { expect, test } from "vitest";
import type { Claim } from "../../../../src/app/share/claim.ts";
import { compare, roundingAllows } from "../../../../src/app/share/comparison.ts";
import { checkpointsUpTo, LossTrace } from "../../../../src/app/share/lossTrace.ts";
import { verdictWords } from "../../../../src/app/share/words.ts";

const steps = checkpointsUpTo(40);
const losses = Float32Array.from(steps, (step) => 2.3 - step / 100);
const claim: Claim = { step: 40, sha256: "0123456789abcdef", device: "GPU A", losses };
const hash = `${claim.sha256}${"7".repeat(48)}`;

/** The claim's run as far as a step, with some losses multiplied. */
function traceTo(last: number, factors: Readonly<Record<number, number>> = {}): LossTrace {
  const trace = new LossTrace();
  steps.forEach((step, i) => {
    if (step <= last) trace.push(step, losses[i] * (factors[step] ?? 1));
  });
  return trace;
}
const verdict = (last: number, factors = {}, device = "GPU A", sha256?: string) =>
  compare(claim, { trace: traceTo(last, factors), device, sha256 });
const words = (...given: Parameters<typeof verdict>) => verdictWords(verdict(...given), claim);

test("before the first step, on the way, and at the end", () => {
  expect(verdict(0)).toEqual({ kind: "nothing" });
  expect(words(0)).toBe("This link came with a run: 40 steps on GPU A. Train, and see whether yours is the same.");
  expect(verdict(12)).toEqual({ kind: "same", compared: 10, of: 17, step: 12 });
  expect(words(12)).toBe("Same so far: to the bit, up to step 12 (10 of 17 losses compared).");
  expect(words(40, {}, "GPU A", hash)).toBe("Same: after step 40 the weights are identical.");
  expect(verdict(40, {}, "GPU A", `f${hash.slice(1)}`)).toEqual({ kind: "weights", step: 40 });
});

test("on the same device one bit is a difference, and the first step is told with figures that tell it", () => {
  const ulp = 1 + 2 ** -22;
  const found = verdict(40, { 5: ulp, 8: 2 }, "GPU A", hash);
  expect(found).toMatchObject({ kind: "different", sameDevice: true, first: { step: 5, after: 4 } });
  expect(words(40, { 5: ulp })).toMatch(
    /^Not the same\. The first step that differs: 5 \(loss 2\.25000\d+ here, 2\.2500000 there\)\.$/,
  );
  expect(words(40, { 12: 1.1 })).toBe(
    "Not the same. The first step that differs: 12, the next compared after 10 (loss 2.398 here, 2.180 there).",
  );
});

test("on another device rounding is told from a difference that it does not explain", () => {
  const small = 1 + 4e-7;
  expect(verdict(40, { 3: small, 32: 1.3 }, "GPU B")).toMatchObject({ kind: "rounding", step: 28, first: { step: 3 } });
  expect(words(20, { 3: small }, "GPU B")).toContain("as far as another device than GPU A can tell (step 20)");
  const found = verdict(40, { 3: small, 12: 1.01 }, "GPU B");
  expect(found).toMatchObject({ kind: "different", sameDevice: false, first: { step: 12 } });
  expect(words(40, { 3: small, 12: 1.01 }, "GPU B")).toContain(
    "rounding on another device than GPU A does not explain step 12",
  );
  // The same bits are the same on whatever device.
  expect(verdict(40, {}, "GPU B", hash)).toEqual({ kind: "identical", step: 40 });
});

test("what rounding may do grows with the steps, from a few units of the last place to a hundredth", () => {
  expect(roundingAllows(1)).toBeLessThan(1e-6);
  expect(roundingAllows(1)).toBeGreaterThan(2 ** -22);
  for (let step = 1; step < 28; step++) expect(roundingAllows(step + 1)).toBeGreaterThan(roundingAllows(step));
  expect(roundingAllows(28)).toBeLessThan(0.01);
});
