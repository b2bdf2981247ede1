import { describe, expect, it } from "vitest";
import { RandomStream } from "../../src/core/random.ts";
import { addProduct, matrix, places, transposed } from "../../src/reference/matrixProduct.ts";

/** Both sides of a tile of two rows and four columns, and of two tiles. */
const SIDES = [1, 2, 3, 4, 5, 8, 9];

function random(name: string, rows: number, columns: number) {
  const stream = new RandomStream(1, `${name} ${rows}×${columns}`);
  return { shape: [rows, columns], data: Float64Array.from({ length: rows * columns }, () => stream.normal()) };
}

describe("the matrix product of the reference", () => {
  it.each(SIDES)("adds every element's terms in their order, to the bit, with %i rows", (rows) => {
    for (const columns of SIDES) {
      const K = 7;
      const [c, a, b] = [random("c", rows, columns), random("a", rows, K), random("b", columns, K)];
      const expected = c.data.map((before, place) => {
        const [i, j] = [Math.floor(place / columns), place % columns];
        let sum = 0;
        for (let k = 0; k < K; k++) sum += a.data[i * K + k] * b.data[j * K + k];
        return before + sum;
      });
      addProduct(matrix(c), matrix(a), transposed(matrix(b)));
      expect(c.data).toEqual(expected);
    }
  });

  it("adds the sums of its parts in turn: (10¹⁶ + 1) + 1 is 10¹⁶, 10¹⁶ + (1 + 1) is not", () => {
    const twoTerms = { data: new Float64Array([1e16, 0, 1, 1]), start: 0, rows: places(1, 2), columns: places(2, 1) };
    const ones = { data: new Float64Array(4).fill(1), start: 0, rows: places(2, 1), columns: places(1, 1) };
    const sumOf = (K: number, count: number) => {
      const c = { shape: [1, 1], data: new Float64Array(1) };
      const [a, b] = [
        { ...twoTerms, columns: places(K, 1) },
        { ...ones, rows: places(K, 1) },
      ];
      addProduct(matrix(c), a, b, { count, a: K, b: 0 });
      return c.data[0];
    };
    expect(sumOf(1, 4)).toBe(1e16);
    expect(sumOf(2, 2)).toBe(1e16 + 2);
  });
});
