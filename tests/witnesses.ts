/** What PyTorch computes, as scripts/witnesses.py has noted it down; and how near to it single and double precision have to come. */
import { decodeSafetensors } from "../src/io/safetensors.ts";
import type { Program } from "../src/operations/program.ts";
import { type Comparison, compare } from "../src/verify/compare.ts";
import { Oracle } from "../src/verify/oracle.ts";

/** Bytes as data URLs, so that a test in a browser has them as one in Node does. */
const files = import.meta.glob<string>("./witnesses/*/*.safetensors", {
  query: "?url&inline",
  import: "default",
  eager: true,
});

interface WitnessFile {
  readonly name: string;
  readonly notes: Readonly<Record<string, string>>;
  readonly arrays: ReadonlyMap<string, { readonly shape: readonly number[]; readonly data: Float64Array }>;
}

/** The files of a folder of tests/witnesses. */
export function witnessFiles(folder: "operations" | "training"): WitnessFile[] {
  const paths = Object.keys(files).filter((path) => path.startsWith(`./witnesses/${folder}/`));
  return paths.map((path) => {
    const bytes = Uint8Array.from(atob(files[path].split(",")[1]), (letter) => letter.charCodeAt(0));
    const { tensors, metadata } = decodeSafetensors(bytes, { types: ["F64"] });
    const name = path.split("/").at(-1)!.replace(".safetensors", "");
    return { name, notes: metadata, arrays: new Map(tensors.map((tensor) => [tensor.name, tensor])) };
  });
}

/**
 * The reference's bounds are on evaluations in f32, and made of its unit roundoff, 2⁻²⁴: products of it, or higher powers. So 2⁻²⁹ of
 * them bounds an evaluation in float64, whose unit is 2⁻⁵³. Twice that is how far two such may be apart: PyTorch's and ours.
 */
const APART = 2 * 2 ** -29;

/** What holds a witness's values, and what share of the f32 bound its numbers may be off. */
export const allowed = {
  /** The reference beside PyTorch. */
  float64: APART,
  /** A device beside PyTorch: as far as from the reference, which may itself be off. */
  f32: 1 + APART,
};

/** Values by the tensor that holds them. */
export type Values = ReadonlyMap<string, ArrayLike<number>>;

/** The reference's numbers and bounds for a program, its inputs being the same in f32. */
export function evaluated(program: Program, inputs: Values): Oracle {
  const oracle = new Oracle(program);
  for (const [tensor, values] of inputs) oracle.set(tensor, values);
  for (const operation of program.operations) oracle.compute(operation);
  return oracle;
}

/** Compares values with PyTorch's, each within a share of its f32 bound. */
export function compareWith(
  tensor: string,
  expected: ArrayLike<number>,
  bounds: ArrayLike<number>,
  share: number,
  actual: ArrayLike<number>,
): Comparison {
  return compare({ tensor, expected, bounds: Array.from(bounds, (bound) => bound * share) }, actual);
}

/** The same values, the greatest of them with the other sign: what a mistake would make of them. */
export function wronged(values: ArrayLike<number>): number[] {
  const sizes = Array.from(values, Math.abs);
  const greatest = sizes.indexOf(Math.max(...sizes));
  return Array.from(values, (value, i) => (i === greatest ? -value : value));
}
