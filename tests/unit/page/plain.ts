import type { Formula } from "../../../src/app/look/math.ts";

/** A formula on one line: a^b for what stands above, a_b for what stands below. */
export function plain([tag, ...children]: Formula): string {
  const [base, second, third] = children.map((child) => (typeof child === "string" ? child : plain(child)));
  if (tag === "msup") return `${base}^${second}`;
  if (tag === "msub") return `${base}_${second}`;
  if (tag === "msubsup") return `${base}^${third}_${second}`;
  if (tag === "mfrac") return `${base}/${second}`;
  return children.map((child) => (typeof child === "string" ? child : plain(child))).join("");
}
