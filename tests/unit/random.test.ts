import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SpecError } from "../../src/core/errors.ts";
import { sha256Hex } from "../../src/core/hash.ts";
import { deriveKey, permutation, RandomStream, threefry2x32 } from "../../src/core/random.ts";

describe("Threefry-2x32", () => {
  // Random123, kat_vectors: threefry2x32, 20 rounds.
  test.each([
    { key: [0, 0], counter: [0, 0], expected: [0x6b200159, 0x99ba4efe] },
    {
      key: [0xffffffff, 0xffffffff],
      counter: [0xffffffff, 0xffffffff],
      expected: [0x1cb996fc, 0xbb002be7],
    },
    {
      key: [0x13198a2e, 0x03707344],
      counter: [0x243f6a88, 0x85a308d3],
      expected: [0xc4923a9c, 0x483df7a0],
    },
  ] as const)("gives its published answer for counter $counter", ({ key, counter, expected }) => {
    expect(threefry2x32(key, counter)).toEqual(expected);
  });
});

describe("a random stream", () => {
  test("is made of the blocks of its key, as a shader would compute them", () => {
    const stream = new RandomStream(7, "dropout", 3);
    expect(stream.key).toEqual(deriveKey(7, "dropout", 3));
    for (let block = 0; block < 5; block++) {
      const [low, high] = threefry2x32(stream.key, [block, 0]);
      expect([stream.word(), stream.word()]).toEqual([low, high]);
    }
  });

  test("has a key for each seed, purpose and index", () => {
    const names: [number, string, number][] = [
      [0, "", 0],
      [1, "", 0],
      [2 ** 32, "", 0],
      [1, "a", 0],
      [1, "a\0", 0],
      [1, "weights", 0],
      [1, "weights1", 0],
      [1, "weights12", 0],
      [1, "weights", 1],
      [1, "weights", 2 ** 32],
      [2, "weights", 0],
    ];
    expect(new Set(names.map((name) => deriveKey(...name).join())).size).toBe(names.length);
  });

  test("is uncorrelated with the same seed's stream for another purpose", () => {
    const a = new RandomStream(1, "weights");
    const b = new RandomStream(1, "shuffle");
    const n = 20_000;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += (a.uniform() - 0.5) * (b.uniform() - 0.5);
    // The standard deviation of the mean product is 1/(12·√n).
    expect(Math.abs(sum / n)).toBeLessThan(4 / (12 * Math.sqrt(n)));
  });

  test("gives uniform numbers that f32 holds exactly, with the moments of [0, 1)", () => {
    const stream = new RandomStream(1, "uniform");
    const n = 50_000;
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const u = stream.uniform();
      if (!(u >= 0 && u < 1) || Math.fround(u) !== u || !Number.isInteger(u * 2 ** 24)) expect.fail(`${u}`);
      sum += u;
      squares += u * u;
    }
    expect(sum / n).toBeCloseTo(1 / 2, 2);
    expect(squares / n).toBeCloseTo(1 / 3, 2);
  });

  test("gives normal numbers with mean 0, variance 1 and no skew", () => {
    const stream = new RandomStream(1, "normal");
    const n = 50_000;
    const moments = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const z = stream.normal();
      for (let power = 1; power <= 4; power++) moments[power - 1] += z ** power / n;
    }
    // Four standard errors: √(1, 2, 15, 96) / √n.
    expect(Math.abs(moments[0])).toBeLessThan((4 * 1) / Math.sqrt(n));
    expect(Math.abs(moments[1] - 1)).toBeLessThan((4 * Math.SQRT2) / Math.sqrt(n));
    expect(Math.abs(moments[2])).toBeLessThan((4 * Math.sqrt(15)) / Math.sqrt(n));
    expect(Math.abs(moments[3] - 3)).toBeLessThan((4 * Math.sqrt(96)) / Math.sqrt(n));
  });

  test("gives integers below n without bias, even where n is far from dividing 2³²", () => {
    const stream = new RandomStream(1, "integers");
    // Taken modulo n without rejection, the lowest third would come up twice as often as each other third.
    const n = 3 * 2 ** 30;
    let low = 0;
    for (let i = 0; i < 10_000; i++) if (stream.below(n) < n / 3) low++;
    expect(low / 10_000).toBeCloseTo(1 / 3, 1.5);

    const counts = new Array(7).fill(0);
    for (let i = 0; i < 70_000; i++) counts[stream.below(7)]++;
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
    expect(stream.below(1)).toBe(0);
  });

  test("refuses seeds, indices and bounds it cannot honour", () => {
    for (const seed of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => new RandomStream(seed, "x")).toThrow(SpecError);
      expect(() => new RandomStream(1, "x", seed)).toThrow(SpecError);
    }
    const stream = new RandomStream(1, "x");
    for (const n of [0, -1, 1.5, 2 ** 32 + 1, Number.NaN]) expect(() => stream.below(n)).toThrow(SpecError);
  });
});

describe("a permutation", () => {
  test("holds every index once", () => {
    fc.assert(
      fc.property(fc.nat(300), fc.maxSafeNat(), fc.maxSafeNat(), (n, seed, epoch) => {
        expect([...permutation(n, seed, epoch)].sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
      }),
      { numRuns: 50 },
    );
  });

  test("depends on seed and epoch, and on nothing else", () => {
    expect(permutation(100, 1, 0)).toEqual(permutation(100, 1, 0));
    expect(permutation(100, 1, 1)).not.toEqual(permutation(100, 1, 0));
    expect(permutation(100, 2, 0)).not.toEqual(permutation(100, 1, 0));
  });

  test("is each of the six of three things equally often", () => {
    const counts = new Map<string, number>();
    for (let epoch = 0; epoch < 6_000; epoch++) {
      const order = permutation(3, 1, epoch).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });

  test("of 60,000 images stays the same from release to release", async () => {
    const order = permutation(60_000, 1, 0);
    expect(await sha256Hex(new Uint8Array(order.buffer))).toBe(
      "1dd25eb6c55ed1ccbd49305ee9361d40950d24337999a890a7c1538e2ed0801b",
    );
  });
});

test('SHA-256 of "abc" is the one that FIPS 180-4 gives', async () => {
  expect(await sha256Hex(new TextEncoder().encode("abc"))).toBe(
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});
