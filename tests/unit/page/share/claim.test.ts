import fc from "fast-check";
import { expect, test } from "vitest";
import { fromBase64url, toBase64url } from "../../../../src/app/share/base64url.ts";
import { type Claim, readClaim, writeClaim } from "../../../../src/app/share/claim.ts";
import { checkpointsUpTo, isCheckpoint, LossTrace } from "../../../../src/app/share/lossTrace.ts";

const floats = (count: number) =>
  fc.float32Array({ minLength: count, maxLength: count, noNaN: true, noDefaultInfinity: true });
const digits = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 16, maxLength: 16 });
const names = fc.stringMatching(/^[A-Za-z][\w()µ-]{0,40}$/u);
const claims: fc.Arbitrary<Claim> = fc.integer({ min: 1, max: 100_000 }).chain((step) =>
  fc.record({
    step: fc.constant(step),
    sha256: digits,
    device: names,
    losses: floats(checkpointsUpTo(step).length),
  }),
);

test("bytes come back from their text, and a text that is not of bytes is refused", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      const text = toBase64url(bytes);
      expect(text).toMatch(/^[\w-]*$/);
      expect(fromBase64url(text)).toEqual(bytes);
    }),
  );
  // Too short for a byte; bits beyond the last byte; other alphabets; padding.
  for (const text of ["A", "AB", "A+==", "AA==", "a b c", "é"]) expect(fromBase64url(text)).toBeUndefined();
});

test("checkpoints: each of the first eight steps, four to a doubling, and the list agrees with the question", () => {
  expect(checkpointsUpTo(33)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24, 28, 32]);
  const asked = Array.from({ length: 3000 }, (_, i) => i).filter(isCheckpoint);
  expect(checkpointsUpTo(2999)).toEqual(asked);
  expect(checkpointsUpTo(1e9).length).toBeLessThan(130);
  expect(checkpointsUpTo(0)).toEqual([]);
});

test("a trace keeps losses as f32, and tells of none that it was not given", () => {
  const trace = new LossTrace();
  for (let step = 1; step <= 20; step++) trace.push(step, step / 3);
  expect(trace.at(3)).toBe(1);
  expect(trace.at(7)).toBe(Math.fround(7 / 3));
  expect(trace.at(9)).toBeUndefined();
  expect(trace.upTo(12)).toEqual(Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8, 10, 12], (step) => step / 3));
  expect(trace.upTo(24)).toBeUndefined();
  expect(new LossTrace().upTo(0)).toEqual(new Float32Array());
});

test("a claim comes back from its address as it was, to the bit", () => {
  fc.assert(
    fc.property(claims, (claim) => {
      const { claim: read, problem } = readClaim(`?preset=lenet&${writeClaim(claim)}`);
      expect(problem).toBeUndefined();
      expect({ ...read, losses: bits(read!.losses) }).toEqual({ ...claim, losses: bits(claim.losses) });
    }),
  );
});

const bits = (values: Float32Array) => [...new Uint32Array(values.slice().buffer)];

test("an address without a claim makes none and complains of nothing", () => {
  expect(readClaim("?preset=lenet&seed=1&on=x")).toEqual({});
});

const good: Claim = { step: 3, sha256: "0123456789abcdef", device: "GPU", losses: new Float32Array([1, 2, 3]) };
const changed = (name: string, text: string | undefined) => {
  const query = new URLSearchParams(writeClaim(good));
  if (text === undefined) query.delete(name);
  else query.set(name, text);
  return readClaim(`?${query}`);
};

test.each([
  ["sha256", undefined, "its sha256 is missing; 16 hexadecimal digits were expected"],
  ["sha256", "0123", "its sha256 is “0123”"],
  ["sha256", "0123456789ABCDEF", "its sha256 is"],
  ["after", undefined, "its after is missing; a number of steps was expected"],
  ["after", "0", "its after is “0”"],
  ["after", "1e99", "its after is"],
  ["after", "99999999999999999999", "its after is"],
  ["after", "4", "its losses hold 3 values; 4 were expected"],
  ["losses", undefined, "its losses hold 0 values; 3 were expected"],
  ["losses", "!!", "its losses cannot be read; 3 were expected"],
  ["losses", toBase64url(new Uint8Array(13)), "its losses hold 3.25 values"],
  ["losses", toBase64url(new Uint8Array(12).fill(255)), "one of its losses is no finite number"],
])("what %s=%s is wrong with is said", (name, text, words) => {
  const { claim, problem } = changed(name, text);
  expect(claim).toBeUndefined();
  expect(problem).toContain(words);
});

test("whatever somebody writes there, it is a claim or a problem in one short line", () => {
  const text = fc.option(fc.string({ unit: "binary", maxLength: 60 }), { nil: undefined });
  fc.assert(
    fc.property(fc.record({ sha256: text, after: text, losses: text, on: text }), (given) => {
      const query = new URLSearchParams(
        Object.entries(given).filter(([, value]) => value !== undefined) as [string, string][],
      );
      const { claim, problem } = readClaim(`?${query}`);
      expect(claim === undefined || problem === undefined).toBe(true);
      expect((problem ?? "").length).toBeLessThan(150);
    }),
  );
});

test("a device's name is one short line without signs that change how the rest is read", () => {
  expect(changed("on", "a\u202eb\n\tc\0").claim!.device).toBe("a b c");
  expect(Array.from(changed("on", "🂡".repeat(500)).claim!.device)).toHaveLength(60);
  expect(changed("on", " \n ").claim!.device).toBe("another device");
});
