/** The lists that are convolved, in the address: `#convolution&f=1,2,3&g=1,1&k=1,1,1&form=full&kind=convolution&n=4`. */
import { FORMS, type Form } from "../../operations/convolve.ts";

export const kinds = ["convolution", "correlation"] as const;

export interface Lists {
  readonly f: readonly number[];
  readonly g: readonly number[];
  readonly k: readonly number[];
  readonly form: Form;
  readonly kind: (typeof kinds)[number];
  readonly n: number;
}

/** Most elements of each list, and the highest power. */
export const longest = { f: 9, g: 9, k: 5 } as const;
export const highestPower = 24;

export const defaults: Lists = {
  f: [1, 3, 2, 0, 1, 4, 2],
  g: [1, 2, -1],
  k: [1, 1, 1],
  form: "full",
  kind: "convolution",
  n: 4,
};

const begin = "#convolution";

/** What an address says; what it does not say, or cannot mean, is as always. */
export function readLists(hash: string): Lists {
  const given = new URLSearchParams(hash.slice(begin.length));
  const list = (name: keyof typeof longest): readonly number[] => {
    const numbers = given
      .get(name)
      ?.split(",")
      .map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
    const fits = numbers?.every(isElement) && numbers.length <= longest[name];
    return fits ? numbers! : defaults[name];
  };
  const n = Number(given.get("n"));
  return {
    f: list("f"),
    g: list("g"),
    k: list("k"),
    form: FORMS.find((form) => form === given.get("form")) ?? defaults.form,
    kind: kinds.find((kind) => kind === given.get("kind")) ?? defaults.kind,
    n: Number.isInteger(n) && n >= 1 && n <= highestPower ? n : defaults.n,
  };
}

/** What differs from what it would be anyway. */
export function writeLists(lists: Lists): string {
  const said = (Object.keys(defaults) as (keyof Lists)[]).filter((name) => `${lists[name]}` !== `${defaults[name]}`);
  return [begin, ...said.map((name) => `${name}=${lists[name]}`)].join("&");
}

/** Small enough that a high power of it can still be written. */
export function isElement(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) <= 99;
}
