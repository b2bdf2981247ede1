/** A recipe while it is being changed: what it would be, and what of it does not fit. Pure. */

import { SpecError } from "../../../core/errors.ts";
import { describeBeginning, describeLayers } from "../../../layers/describe.ts";
import { layers as kinds } from "../../../layers/index.ts";
import type { BuiltLayer } from "../../../layers/network.ts";
import type { Field } from "../../../model/fields.ts";
import type { LayerSpec, Recipe } from "../../../model/recipe.ts";
import { checkRecipe } from "../../../train/checkRecipe.ts";
import { checkSize } from "../checkSize.ts";

type List = readonly LayerSpec[];

export const kindNames = Object.keys(kinds);

/** What a field may start as, the first that it accepts. */
const starts: readonly unknown[] = [3, 0.5, [{ type: "relu" }]];
/** Where another number is more like what people use. */
const usual: Readonly<Record<string, unknown>> = { filters: 8, units: 10, size: 2 };

/** What a field means when nothing is said of it; nothing where it has to be said. */
export function defaultOf(name: string, field: Field<unknown>): { readonly value: unknown } | undefined {
  try {
    return { value: field("", name, undefined) };
  } catch {
    return undefined;
  }
}

/** A layer of this kind with as little said of it as possible. */
export function newLayer(type: string): LayerSpec {
  const required = Object.entries(kinds[type].fields).filter(([name, field]) => !defaultOf(name, field));
  return { type, ...Object.fromEntries(required.map(([name, field]) => [name, startOf(name, field)])) };
}

function startOf(name: string, field: Field<unknown>): unknown {
  return [usual[name], ...starts].find((value) => {
    try {
      field("", name, value);
      return value !== undefined;
    } catch {
      return false;
    }
  });
}

/** The layer that most often stands behind this one, which gives this shape. */
export function followerOf(type: string | undefined, shape: readonly number[]): LayerSpec {
  if (type === "conv2d" || type === "dense") return newLayer("relu");
  return newLayer(shape.length === 3 ? "conv2d" : "dense");
}

export function inserted(list: List, at: number, layer: LayerSpec): List {
  return list.toSpliced(at, 0, layer);
}

export function removed(list: List, at: number): List {
  return list.toSpliced(at, 1);
}

/** The list with a layer moved by so many places; the same list where it would leave it. */
export function moved(list: List, at: number, by: number): List {
  const to = at + by;
  return to < 0 || to >= list.length ? list : list.toSpliced(at, 1).toSpliced(to, 0, list[at]);
}

/** The list with a layer of another kind at a place, which keeps what both kinds have. */
export function withKind(list: List, at: number, type: string): List {
  const kept = Object.entries(list[at]).filter(([name]) => Object.hasOwn(kinds[type].fields, name));
  return list.with(at, { ...newLayer(type), ...Object.fromEntries(kept) });
}

/** The same with a field of its own, or without. */
export function withField<T extends object>(spec: T, name: string, value: unknown): T {
  const { [name as keyof T]: _, ...rest } = spec;
  return (value === undefined ? rest : { ...spec, [name]: value }) as T;
}

export interface Judged {
  /** The layers up to the first that does not fit. */
  readonly built: readonly BuiltLayer[];
  readonly parameters: number;
  /** Why the layer behind them does not fit. */
  readonly layer?: string;
  /** What else is in the way; absent where the recipe can be trained. */
  readonly whole?: string;
}

/**
 * @param outputs as many as the data have classes, or 1 for two of them
 */
export function judge(recipe: Recipe, outputs: number): Judged {
  const { built, refused } = describeBeginning(recipe);
  const parameters = built.reduce((sum, layer) => sum + layer.parameters, 0);
  if (refused !== undefined) return { built, parameters, layer: refused[0].toUpperCase() + refused.slice(1) };
  const whole = complaint(recipe, built, outputs);
  return { built, parameters, ...(whole === undefined ? {} : { whole }) };
}

function complaint(recipe: Recipe, built: readonly BuiltLayer[], outputs: number): string | undefined {
  const last = built.at(-1)?.output ?? [];
  if (last.length === 1 && last[0] < outputs && !(last[0] === 1 && outputs === 2)) {
    return `The last layer gives ${last[0]} numbers; ${outputs} are needed, one for each class. Give it ${outputs} units.`;
  }
  try {
    checkSize(recipe);
    checkRecipe(recipe);
    return undefined;
  } catch (error) {
    if (error instanceof SpecError) return error.message;
    throw error;
  }
}

/** As many outputs as a preset's network has: its data have that many classes. */
export function outputsOf(preset: Recipe): number {
  return describeLayers(preset).at(-1)!.output[0];
}
