import { formatDuration } from "../core/duration.ts";
import { formatShape } from "../core/shape.ts";
import { formatTable } from "../core/table.ts";
import { parameterCount } from "../layers/network.ts";
import type { Compiled } from "./compile.ts";
import { stagesOf } from "./dependencies.ts";
import type { PassFigures } from "./passes.ts";
import type { Dispatch, Plan } from "./plan.ts";
import { type Prediction, type Profile, predict } from "./profile.ts";
import { plannedBytes } from "./reuse.ts";
import { waterfall } from "./waterfall.ts";

/** A plan as plain data for machines: the form of `explain --json`. */
export interface Explanation {
  readonly parameters: number;
  readonly flopsPerStep: number;
  readonly dispatches: readonly {
    readonly label: string;
    readonly shader: string;
    readonly entry: string;
    readonly operations: readonly string[];
    /** From 1. Dispatches of a stage wait for none of each other. */
    readonly stage: number;
    readonly workgroups: readonly [number, number, number];
    readonly flops: number;
    readonly bytes: number;
    /** Milliseconds on the adapter that was asked for, and what takes them. */
    readonly predictedMs?: number;
    readonly limit?: Limit;
  }[];
  readonly buffers: readonly {
    readonly label: string;
    readonly bytes: number;
    /** Arrays that take turns in it, in the order of the step. */
    readonly holds?: readonly string[];
  }[];
  readonly bytes: number;
  /** What each pass did, and the step as it was after it. */
  readonly passes?: readonly PassFigures[];
  /** Where an adapter was asked for: its name, and what a step takes there. */
  readonly adapterProfile?: string;
  readonly predictedMsPerStep?: number;
}

/** What the time of a dispatch goes into. */
type Limit = "dispatch" | "arithmetic" | "memory" | "loads" | "workgroup memory" | "barriers";

/** Predicts a dispatch of a plan. */
export function predictDispatch(profile: Profile, { workgroups, ...dispatch }: Dispatch): Prediction {
  return predict(profile, { ...dispatch, workgroups: workgroups.reduce((product, count) => product * count, 1) });
}

function limitOf({ dispatch }: Profile, { arithmetic, memory, loads, shared, barriers }: Prediction): Limit {
  const shares: readonly (readonly [Limit, number])[] = [
    ["dispatch", dispatch],
    ["arithmetic", arithmetic],
    ["memory", memory],
    ["loads", loads],
    ["workgroup memory", shared],
    ["barriers", barriers],
  ];
  return shares.reduce((greatest, share) => (share[1] > greatest[1] ? share : greatest))[0];
}

/**
 * @param profile an adapter for which times are predicted
 * @param passes what explainPasses gives
 */
export function explain(
  program: Compiled,
  plan: Plan,
  profile?: Profile,
  passes?: readonly PassFigures[],
): Explanation {
  const stages = stagesOf(plan.dispatches);
  const predicted = (dispatch: Dispatch) => {
    if (profile === undefined) return {};
    const prediction = predictDispatch(profile, dispatch);
    return { predictedMs: prediction.seconds * 1000, limit: limitOf(profile, prediction) };
  };
  const step = (name: string, of: Profile) => ({
    adapterProfile: name,
    predictedMsPerStep: waterfall(
      stages.map((stage) => ({ stage })),
      plan.dispatches.map((dispatch) => predictDispatch(of, dispatch).seconds * 1000),
    ).total,
  });
  return {
    parameters: parameterCount(program.network),
    flopsPerStep: plan.dispatches.reduce((sum, { flops }) => sum + flops, 0),
    dispatches: plan.dispatches.map((dispatch, place) => {
      const { label, shader, entry, operations, workgroups, flops, bytes } = dispatch;
      const ops = operations.map(({ op }) => op);
      const stage = stages[place] + 1;
      return { label, shader, entry, operations: ops, stage, workgroups, flops, bytes, ...predicted(dispatch) };
    }),
    buffers: plan.buffers.map(({ label, bytes, holds }) => ({ label, bytes, ...(holds && { holds }) })),
    bytes: plannedBytes(plan),
    ...(passes && { passes }),
    ...(profile && step(profile.name, profile)),
  };
}

/** Numbers as people read them: 1.46 M. */
function short(value: number): string {
  const [divisor, unit] =
    value >= 1e9 ? [1e9, " G"] : value >= 1e6 ? [1e6, " M"] : value >= 1e3 ? [1e3, " k"] : [1, " "];
  return `${divisor === 1 ? value : (value / divisor).toPrecision(3)}${unit}`;
}

const count = (value: number) => value.toLocaleString("en-US");

/** Buffers smaller than this share of all are added up in one line. */
const SMALL = 0.005;

function bufferRows({ buffers, bytes: total }: Explanation): string[][] {
  const bySize = buffers.toSorted((a, b) => b.bytes - a.bytes);
  const large = bySize.filter(({ bytes }) => bytes >= SMALL * total);
  const rest = bySize.slice(large.length);
  const restBytes = rest.reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    ...large.map(({ label, bytes, holds = [label] }) => [
      holds.length > 1 ? `${label} and ${holds.length - 1} more in turn` : label,
      `${short(bytes)}B`,
    ]),
    ...(rest.length === 0 ? [] : [[`${rest.length} smaller ones`, `${short(restBytes)}B`]]),
  ];
}

/** A row for each pass; of its figures those that it changed, and by how much. */
function passRows(passes: readonly PassFigures[]): string[][] {
  return passes.map(({ pass, did, ...figures }, row) => {
    const before = row === 0 ? undefined : passes[row - 1];
    const cell = (figure: keyof typeof figures, unit?: string) => {
      const value = figures[figure];
      const words = (of: number) => (unit === undefined ? count(of) : `${short(of)}${unit}`);
      if (before === undefined) return words(value);
      const saved = before[figure] - value;
      return saved === 0 ? "" : `${words(value)} (${saved > 0 ? "−" : "+"}${words(Math.abs(saved))})`;
    };
    return [
      pass === "written" ? "as written" : pass,
      cell("dispatches"),
      cell("stages"),
      cell("flops", "FLOP"),
      cell("traffic", "B"),
      cell("memory", "B"),
      did,
    ];
  });
}

/** The network, the dispatches of a step, the buffers and the passes as tables to read; parameters as of explain. */
export function formatExplanation(
  program: Compiled,
  plan: Plan,
  profile?: Profile,
  passes?: readonly PassFigures[],
): string {
  const explanation = explain(program, plan, profile, passes);
  const { dispatches, flopsPerStep, buffers, bytes: total, parameters } = explanation;
  const layers = program.network.layers.map((layer) => [
    layer.name,
    layer.type,
    formatShape(layer.output),
    layer.parameters === 0 ? "" : count(layer.parameters),
  ]);
  const steps = dispatches.map(({ label, stage, workgroups, flops, bytes, operations, predictedMs, limit }, index) => [
    String(index + 1),
    String(stage),
    label,
    formatShape(workgroups),
    `${short(flops)}FLOP`,
    `${((100 * flops) / flopsPerStep).toFixed(1)} %`,
    `${short(bytes)}B`,
    ...(predictedMs === undefined ? [] : [formatDuration(predictedMs), limit!]),
    operations.join(" · "),
  ]);
  const predictedColumns = profile ? ["predicted", "mostly"] : [];
  const { predictedMsPerStep: ms } = explanation;
  return [
    formatTable(["layer", "kind", "output", "parameters"], layers, new Set(["parameters"])),
    "",
    formatTable(
      ["", "stage", "dispatch", "workgroups", "arithmetic", "share", "memory", ...predictedColumns, "operations"],
      steps,
      new Set(["", "stage", "arithmetic", "share", "memory", "predicted"]),
    ),
    "",
    formatTable(["buffer", "size"], bufferRows(explanation), new Set(["size"])),
    "",
    ...(passes
      ? [
          formatTable(
            ["pass", "dispatches", "stages", "arithmetic", "traffic", "buffers", "did"],
            passRows(passes),
            new Set(["dispatches", "stages", "arithmetic", "traffic", "buffers"]),
          ),
          "",
        ]
      : []),
    `${dispatches.length} dispatches a step at batch ${program.batch}: ${short(flopsPerStep)}FLOP; ` +
      `${short(total)}B in ${buffers.length} buffers; ${count(parameters)} parameters.`,
    ...(profile && ms !== undefined
      ? [
          `Predicted for ${profile.title}: ${formatDuration(ms)} a step, ${count(Math.round((1000 * program.batch) / ms))} images/s. ` +
            "Nothing was measured.",
        ]
      : []),
  ].join("\n");
}
