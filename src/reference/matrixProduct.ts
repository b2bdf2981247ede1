import type { Numbers } from "./book.ts";

/** Numbers of a flat array, read as a matrix: element (i, j) is data[start + rows[i] + columns[j]]. Each table has at least one place. */
export interface Matrix {
  readonly data: Numbers;
  readonly start: number;
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** The places 0, step, 2·step, … of `count` rows or columns. */
export function places(count: number, step: number): Int32Array {
  return Int32Array.from({ length: count }, (_, i) => i * step);
}

/** A whole array as a matrix: [rows, columns], row-major. */
export function matrix({ shape: [rows, columns], data }: { shape: readonly number[]; data: Numbers }): Matrix {
  return { data, start: 0, rows: places(rows, columns), columns: places(columns, 1) };
}

/** Aᵀ */
export function transposed({ data, start, rows, columns }: Matrix): Matrix {
  return { data, start, rows: columns, columns: rows };
}

/** A product in parts: part s of A begins s·a, and part s of B s·b places later than the first. */
export interface Parts {
  readonly count: number;
  readonly a: number;
  readonly b: number;
}

const WHOLE: Parts = { count: 1, a: 0, b: 0 };

/**
 * C[i,j] ← C[i,j] + Σ_s Σ_k A_s[i,k] · B_s[k,j]. Each sum over k begins with 0 and its first term; the sums are added to C in turn.
 *
 * Two rows and four columns are computed at a time: their sums stay in registers, and six numbers are read for eight products. What an
 * element is made of, and in which order, does not depend on that. At the edge the last row and the last column stand in for those that
 * are missing: their elements are written more than once, with the same number.
 */
export function addProduct(C: Matrix, A: Matrix, B: Matrix, parts = WHOLE): void {
  // No arrays are taken apart in here: engines make them, and it costs a quarter of the speed.
  const { data: a, start: aStart, rows: aRows, columns: aColumns } = A;
  const { data: b, start: bStart, rows: bRows, columns: bColumns } = B;
  const { data: c, start: cStart, rows: cRows, columns: cColumns } = C;
  const { count, a: aStep, b: bStep } = parts;
  const lastRow = cRows.length - 1;
  const lastColumn = cColumns.length - 1;
  const K = aColumns.length;
  for (let j = 0; j <= lastColumn; j += 4) {
    const j1 = Math.min(j + 1, lastColumn);
    const j2 = Math.min(j + 2, lastColumn);
    const j3 = Math.min(j + 3, lastColumn);
    const d0 = cColumns[j];
    const d1 = cColumns[j1];
    const d2 = cColumns[j2];
    const d3 = cColumns[j3];
    for (let i = 0; i <= lastRow; i += 2) {
      const i1 = Math.min(i + 1, lastRow);
      const c0 = cStart + cRows[i];
      const c1 = cStart + cRows[i1];
      let c00 = c[c0 + d0];
      let c01 = c[c0 + d1];
      let c02 = c[c0 + d2];
      let c03 = c[c0 + d3];
      let c10 = c[c1 + d0];
      let c11 = c[c1 + d1];
      let c12 = c[c1 + d2];
      let c13 = c[c1 + d3];
      let a0 = aStart + aRows[i];
      let a1 = aStart + aRows[i1];
      let b0 = bStart + bColumns[j];
      let b1 = bStart + bColumns[j1];
      let b2 = bStart + bColumns[j2];
      let b3 = bStart + bColumns[j3];
      for (let s = 0; s < count; s++) {
        let s00 = 0;
        let s01 = 0;
        let s02 = 0;
        let s03 = 0;
        let s10 = 0;
        let s11 = 0;
        let s12 = 0;
        let s13 = 0;
        for (let k = 0; k < K; k++) {
          const p = aColumns[k];
          const q = bRows[k];
          const p0 = a[a0 + p];
          const p1 = a[a1 + p];
          const q0 = b[b0 + q];
          const q1 = b[b1 + q];
          const q2 = b[b2 + q];
          const q3 = b[b3 + q];
          s00 += p0 * q0;
          s01 += p0 * q1;
          s02 += p0 * q2;
          s03 += p0 * q3;
          s10 += p1 * q0;
          s11 += p1 * q1;
          s12 += p1 * q2;
          s13 += p1 * q3;
        }
        c00 += s00;
        c01 += s01;
        c02 += s02;
        c03 += s03;
        c10 += s10;
        c11 += s11;
        c12 += s12;
        c13 += s13;
        a0 += aStep;
        a1 += aStep;
        b0 += bStep;
        b1 += bStep;
        b2 += bStep;
        b3 += bStep;
      }
      c[c0 + d0] = c00;
      c[c0 + d1] = c01;
      c[c0 + d2] = c02;
      c[c0 + d3] = c03;
      c[c1 + d0] = c10;
      c[c1 + d1] = c11;
      c[c1 + d2] = c12;
      c[c1 + d3] = c13;
    }
  }
}
