/** What training and judging share: data and device, as the options name them. */
import type { DataSplits } from "../data/dataset.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Storage } from "../plan/halfStorage.ts";
import { type DeviceChoice, openRun, type Run, type RunOptions } from "../train/openRun.ts";
import { loadData } from "./data.ts";
import { dawn } from "./dawn.ts";
import { choice, text } from "./option.ts";

export const placeOptions = {
  data: text("SET", "mnist, points, or a folder of IDX files (default: mnist; points for an input of 2×1×1)"),
  device: choice<DeviceChoice>(
    "NAME",
    ["auto", "gpu", "cpu"],
    "gpu, cpu (the float64 reference), or auto: gpu where there is one (default)",
  ),
  storage: choice<Storage>(
    "TYPE",
    ["f32", "f16"],
    "what kernels keep their results of each sample as: f32 (default), or f16, half the memory; they compute in f32 either way",
  ),
} as const;

/** The set that a network is for, where none is named. */
export function loadChosen(data: string | undefined, { input }: Recipe): Promise<DataSplits> {
  return loadData(data ?? (String(input) === "2,1,1" ? "points" : "mnist"));
}

export interface Chosen extends Pick<RunOptions, "kernels" | "storage" | "fix"> {
  readonly recipe: Recipe;
  readonly data: DataSplits;
  readonly device: DeviceChoice | undefined;
  readonly seed: number;
  readonly length: { readonly epochs: number } | { readonly steps: number };
}

/** @throws as openRun does */
export function openChosen({ device = "auto", ...rest }: Chosen): Promise<Run> {
  return openRun({ ...rest, device, gpu: dawn });
}
