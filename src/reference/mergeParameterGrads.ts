import type { NdArray, Page } from "./book.ts";
import { each, gamma } from "./bounds.ts";

/** Every C-th element added up, of values that are given for each element. */
function sums(of: ArrayLike<number>, into: NdArray["data"]): void {
  into.fill(0);
  for (let i = 0; i < of.length; i++) into[i % into.length] += of[i];
}

/** dw[c] = Σ_s dws[s·C + c]; db[c] = Σ_s dbs[s·C + c] */
export const mergeParameterGrads: Page = {
  evaluate({ dws, dbs }, { dw, db }) {
    sums(dws.data, dw.data);
    sums(dbs.data, db.data);
  },
  bound({ inputs: { dws, dbs }, errors, outputs: { dw, db }, attributes }) {
    const errorOf = (given: NdArray, off: NdArray, output: NdArray) => {
      const [size, error] = [new Float64Array(output.data.length), new Float64Array(output.data.length)];
      sums(Float64Array.from(given.data, Math.abs), size);
      sums(off.data, error);
      return each(output, (c) => error[c] + gamma((attributes.groups as number) - 1) * (size[c] + error[c]));
    };
    return { dw: errorOf(dws, errors.dws, dw), db: errorOf(dbs, errors.dbs, db) };
  },
};
