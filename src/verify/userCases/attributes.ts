/** Reads attributes as other libraries write them. One that is not asked for is unsupported: it might have changed the result. */
import type { Padding2d, Size2d } from "../../operations/spatial.ts";
import { Unsupported } from "./unsupported.ts";

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

export class AttributeReader {
  readonly #values: Readonly<Record<string, unknown>>;
  readonly #unread: Set<string>;
  /** Read by operations before the one that reads now. */
  readonly #spent = new Set<string>();

  constructor(values: Readonly<Record<string, unknown>>) {
    this.#values = values;
    this.#unread = new Set(Object.keys(values));
  }

  /** @throws Unsupported where there is an attribute that nobody has read */
  finish(): void {
    const [name] = this.#unread;
    if (name !== undefined) throw new Unsupported(`attribute ${name}`);
  }

  /** Another operation reads from now on; none knows which of two an attribute is meant for. */
  next(): void {
    for (const name of Object.keys(this.#values)) if (!this.#unread.has(name)) this.#spent.add(name);
  }

  take(name: string): unknown {
    if (this.#spent.has(name)) throw new Unsupported(`two operations that read attribute ${name}`);
    this.#unread.delete(name);
    return this.#values[name];
  }

  #refuse(name: string, value: unknown): never {
    throw new Unsupported(`attribute ${name} ${JSON.stringify(value)}`);
  }

  /** Under the first of its names that is there. */
  number(names: readonly string[]): number | undefined {
    for (const name of names) {
      const value = this.take(name);
      if (value === undefined) continue;
      return typeof value === "number" ? value : this.#refuse(name, value);
    }
    return undefined;
  }

  /** A list of so many numbers. */
  numbers(name: string, count: number): readonly number[] | undefined {
    const value = this.take(name);
    if (value === undefined) return undefined;
    const isList = Array.isArray(value) && value.length === count && value.every((item) => typeof item === "number");
    return isList ? value : this.#refuse(name, value);
  }

  flag(name: string, fallback: boolean): boolean {
    const value = this.take(name) ?? fallback;
    return typeof value === "boolean" ? value : this.#refuse(name, value);
  }

  word<const T extends string>(name: string, choices: readonly T[], fallback: T): T {
    const value = this.take(name) ?? fallback;
    return choices.find((one) => one === value) ?? this.#refuse(name, value);
  }

  /** An attribute of which we have one value alone. */
  only(name: string, ...allowed: readonly unknown[]): void {
    const value = this.take(name);
    if (value !== undefined && !allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) {
      this.#refuse(name, value);
    }
  }

  /** A side, or [height, width]. */
  size(name: string, fallback: Size2d): Size2d;
  size(name: string): Size2d | undefined;
  size(name: string, fallback?: Size2d): Size2d | undefined {
    const value = this.take(name);
    if (value === undefined) return fallback;
    if (isWhole(value)) return [value, value];
    if (Array.isArray(value) && value.length === 2 && value.every(isWhole)) return [value[0], value[1]];
    return this.#refuse(name, value);
  }

  /**
   * A number for all sides, [above and below, left and right], [top, bottom, left, right], an object with these four, or a word.
   *
   * @param same what "same" means here; undefined where it means nothing
   */
  padding(same?: Padding2d): Padding2d {
    const value = this.take("padding") ?? 0;
    if (value === "valid") return [0, 0, 0, 0];
    if (value === "same" && same !== undefined) return same;
    if (isWhole(value)) return [value, value, value, value];
    if (Array.isArray(value) && value.every(isWhole)) {
      if (value.length === 2) return [value[0], value[0], value[1], value[1]];
      if (value.length === 4) return [value[0], value[1], value[2], value[3]];
    }
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      const { top = 0, bottom = 0, left = 0, right = 0, ...others } = value as Readonly<Record<string, unknown>>;
      const sides = [top, bottom, left, right];
      if (Object.keys(others).length === 0 && sides.every(isWhole)) return sides as unknown as Padding2d;
    }
    return this.#refuse("padding", value);
  }
}
