/** The settings of a run as facts: everything that can make two runs differ; and the words for them. */

import { writeAmounts } from "../../model/augmentation.ts";
import { readItem, readList, writeItem, writeList } from "../recipe/written.ts";
import { type RunSettings, recipeOf, spelledOut } from "../settings.ts";
import type { Facts } from "./facts.ts";

type Fields = Readonly<Record<string, unknown>>;

export function factsOf(settings: RunSettings): Facts {
  const { preset, seed, batch, epochs, steps, device, kernels } = settings;
  const { layers, loss, initialization, optimizer, schedule, augmentation, order } = spelledOut(recipeOf(settings));
  return new Map([
    ["preset", preset],
    ["layers", writeList(layers)],
    ["loss", writeItem(typeof loss === "string" ? { type: loss } : loss)],
    ["weights", `${initialization}`],
    ["optimizer", writeItem(optimizer)],
    ["schedule", writeItem(schedule)],
    ["pictures", writeAmounts(augmentation!) || "as they are"],
    ["order", `${order}`],
    ["batch", `${batch}`],
    ["length", steps === undefined ? `epochs ${epochs}` : `steps ${steps}`],
    ["seed", `${seed}`],
    ["device", device === "auto" ? "best" : device.toUpperCase()],
    ["kernels", kernels === "tuned" ? "timed" : "predicted"],
  ]);
}

/** The words for a value where another is `other`: of what has fields, those that differ. */
export function wordsFor(name: string, value: string, other: string): string {
  if (name === "preset" || name === "length") return value;
  if (name === "data") return `on ${value}`;
  if (name === "layers") return layersWords(readList(value) as Fields[], readList(other) as Fields[]);
  if (name === "loss" || name === "optimizer" || name === "schedule") {
    return itemWords(readItem(value) as Fields, readItem(other) as Fields);
  }
  if (name === "pictures" && value !== "as they are" && other === "as they are") return "pictures varied";
  return `${name} ${value}`;
}

function itemWords({ type, ...fields }: Fields, { type: otherType, ...others }: Fields): string {
  if (type !== otherType) return `${[type, fields.learningRate].filter((part) => part !== undefined).join(" ")}`;
  const names = [...new Set([...Object.keys(fields), ...Object.keys(others)])];
  const changed = names.filter((name) => JSON.stringify(fields[name]) !== JSON.stringify(others[name]));
  return changed.map((name) => `${name === "learningRate" ? "η" : name} ${valueWords(fields[name])}`).join(", ");
}

function valueWords(value: unknown): string {
  if (value === undefined) return "as usual";
  return Array.isArray(value) ? value.join("×") : `${value}`;
}

/** The layers that differ where they are few; else how many there are. */
function layersWords(layers: readonly Fields[], others: readonly Fields[]): string {
  const changed = layers.filter((layer, i) => writeItem(layer) !== writeItem(others[i] ?? {}));
  if (layers.length !== others.length || changed.length > 2) return `${layers.length} layers`;
  return layers
    .flatMap((layer, i) => (changed.includes(layer) ? [`${layer.type} ${itemWords(layer, others[i])}`] : []))
    .join(", ");
}
