/** What each pass over a training step does and saves. */
import { elements } from "../core/shape.ts";
import type { Recipe } from "../model/recipe.ts";
import { definitionOf } from "../operations/index.ts";
import type { Program } from "../operations/program.ts";
import { chooseKernels, type KernelChoice } from "./chooseKernels.ts";
import { type CompileOptions, compileTraining, type DataSize } from "./compile.ts";
import { stagesOf } from "./dependencies.ts";
import type { Storage } from "./halfStorage.ts";
import { type Plan, type PlanOptions, planGroups } from "./plan.ts";
import { plannedBytes, reuseBuffers } from "./reuse.ts";
import { sideBySide } from "./sideBySide.ts";
import { splitStatistics } from "./splitStatistics.ts";

/** A pass, and the step as it is after it. */
export interface PassFigures {
  /** `written`: the step before all passes, each operation by its plain kernel and each array in a buffer of its own. */
  readonly pass:
    | "written"
    | "poolFirst"
    | "removeDead"
    | "splitStatistics"
    | "fusion"
    | "storage"
    | "sideBySide"
    | "reuse";
  readonly did: string;
  readonly dispatches: number;
  /** Dispatches of a stage wait for none of each other. */
  readonly stages: number;
  /** Arithmetic, a multiply-add counted as two. */
  readonly flops: number;
  /** Bytes that all dispatches together read and write. */
  readonly traffic: number;
  /** Bytes of all buffers. */
  readonly memory: number;
}

/** Plans a step again and again, with one pass more each time. The last plan is that of `planProgram` with `reuse`. */
export function explainPasses(recipe: Recipe, data: DataSize, options: PlanOptions = {}): readonly PassFigures[] {
  const compile = (...without: NonNullable<CompileOptions["without"]>) => compileTraining(recipe, data, { without });
  const planned = (program: Program, choice: KernelChoice, storage: Storage = "f32") =>
    planGroups(program, chooseKernels(program, choice, options), { ...options, storage });
  const written = compile("poolFirst", "removeDead");
  const pooled = compile("removeDead");
  const living = compile();
  const split = options.device ? splitStatistics(living, options.device) : living;
  const fused = planned(split, "fast");
  const stored = planned(split, "fast", options.storage);
  const beside = sideBySide(split, stored);
  const reused = reuseBuffers(split, beside);
  return [
    figuresOf("written", planned(written, "plain"), "a dispatch for each operation, a buffer for each array"),
    figuresOf("poolFirst", planned(pooled, "plain"), pooledFirst(written, pooled)),
    figuresOf("removeDead", planned(living, "plain"), removed(pooled, living)),
    ...(split === living ? [] : [figuresOf("splitStatistics", planned(split, "plain"), grouped(living, split))]),
    figuresOf("fusion", fused, `${fused.dispatches.length} kernels for ${operationsIn(fused)} operations`),
    ...(options.storage === "f16" ? [figuresOf("storage", stored, keptAsHalf(stored))] : []),
    figuresOf("sideBySide", beside, moved(stored, beside)),
    figuresOf("reuse", reused, inTurns(reused)),
  ];
}

function figuresOf(pass: PassFigures["pass"], plan: Plan, did: string): PassFigures {
  const { dispatches } = plan;
  return {
    pass,
    did,
    dispatches: dispatches.length,
    stages: new Set(stagesOf(dispatches)).size,
    flops: dispatches.reduce((sum, { flops }) => sum + flops, 0),
    traffic: dispatches.reduce((sum, { bytes }) => sum + bytes, 0),
    memory: plannedBytes(plan),
  };
}

const NOTHING = "nothing";

/** Views are passed on the way, but not computed. */
function operationsIn({ dispatches }: Plan): number {
  return dispatches.flatMap(({ operations }) => operations).filter(({ op }) => !definitionOf(op).view).length;
}

/** Labels of the ReLUs that have less to do, and by how many elements less. */
function pooledFirst(before: Program, after: Program): string {
  const sizes = ({ operations, tensors }: Program) =>
    new Map(
      operations.flatMap(({ op, label, outputs }) =>
        op === "relu" ? [[label, elements(tensors.get(outputs.y)!.shape)]] : [],
      ),
    );
  const [large, small] = [sizes(before), sizes(after)];
  const fewer = [...large].filter(([label, size]) => small.get(label)! < size);
  if (fewer.length === 0) return NOTHING;
  const saved = fewer.reduce((sum, [label, size]) => sum + size - small.get(label)!, 0);
  return `${fewer.map(([label]) => label).join(", ")} behind their pooling: ${saved.toLocaleString("en-US")} elements fewer`;
}

function removed(before: Program, after: Program): string {
  const gone = before.operations.filter((operation) => {
    const [first] = Object.values(operation.outputs);
    return !after.operations.some(({ outputs }) => Object.values(outputs).includes(first));
  });
  return gone.length === 0 ? NOTHING : `without ${gone.map(({ label, op }) => `${label}.${op}`).join(", ")}`;
}

/** The operations that were parted. */
function grouped(before: Program, after: Program): string {
  const parted = before.operations.filter((operation) => !after.operations.includes(operation));
  return `${parted.map(({ label, op }) => `${label}.${op}`).join(", ")} in groups of samples, for a busy card`;
}

function moved(before: Plan, after: Plan): string {
  const places = after.dispatches.filter((dispatch, place) => before.dispatches[place] !== dispatch).length;
  return places === 0 ? NOTHING : `${places} dispatches moved`;
}

function keptAsHalf({ buffers, places }: Plan): string {
  return `${buffers.filter(({ label }) => places.get(label)?.half !== undefined).length} arrays as f16`;
}

function inTurns({ buffers }: Plan): string {
  const shared = buffers.filter(({ holds }) => holds !== undefined);
  const arrays = shared.reduce((sum, { holds }) => sum + holds!.length, 0);
  return shared.length === 0 ? NOTHING : `${arrays} arrays in ${shared.length} buffers`;
}
