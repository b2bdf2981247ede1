import { formatShape } from "../core/shape.ts";
import { formatTable } from "../core/table.ts";
import { parameterCount } from "../layers/network.ts";
import type { Compiled } from "./compile.ts";
import type { Plan } from "./plan.ts";

/** A plan as plain data for machines: the form of `explain --json`. */
export interface Explanation {
  readonly parameters: number;
  readonly flopsPerStep: number;
  readonly dispatches: readonly {
    readonly label: string;
    readonly shader: string;
    readonly entry: string;
    readonly operations: readonly string[];
    readonly workgroups: readonly [number, number, number];
    readonly flops: number;
    readonly bytes: number;
  }[];
  readonly buffers: readonly { readonly label: string; readonly bytes: number }[];
  readonly bytes: number;
}

export function explain(program: Compiled, plan: Plan): Explanation {
  return {
    parameters: parameterCount(program.network),
    flopsPerStep: plan.dispatches.reduce((sum, { flops }) => sum + flops, 0),
    dispatches: plan.dispatches.map(({ label, shader, entry, operations, workgroups, flops, bytes }) => ({
      label,
      shader,
      entry,
      operations: operations.map(({ op }) => op),
      workgroups,
      flops,
      bytes,
    })),
    buffers: plan.buffers.map(({ label, bytes }) => ({ label, bytes })),
    bytes: plan.buffers.reduce((sum, { bytes }) => sum + bytes, 0),
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
    ...large.map(({ label, bytes }) => [label, `${short(bytes)}B`]),
    ...(rest.length === 0 ? [] : [[`${rest.length} smaller ones`, `${short(restBytes)}B`]]),
  ];
}

/** The network, the dispatches of a step and the buffers as tables to read. */
export function formatExplanation(program: Compiled, plan: Plan): string {
  const explanation = explain(program, plan);
  const { dispatches, flopsPerStep, buffers, bytes: total, parameters } = explanation;
  const layers = program.network.layers.map((layer) => [
    layer.name,
    layer.type,
    formatShape(layer.output),
    layer.parameters === 0 ? "" : count(layer.parameters),
  ]);
  const steps = dispatches.map(({ label, workgroups, flops, bytes, operations }, index) => [
    String(index + 1),
    label,
    formatShape(workgroups),
    `${short(flops)}FLOP`,
    `${((100 * flops) / flopsPerStep).toFixed(1)} %`,
    `${short(bytes)}B`,
    operations.join(" · "),
  ]);
  return [
    formatTable(["layer", "kind", "output", "parameters"], layers, new Set(["parameters"])),
    "",
    formatTable(
      ["", "dispatch", "workgroups", "arithmetic", "share", "memory", "operations"],
      steps,
      new Set(["", "arithmetic", "share", "memory"]),
    ),
    "",
    formatTable(["buffer", "size"], bufferRows(explanation), new Set(["size"])),
    "",
    `${dispatches.length} dispatches a step at batch ${program.batch}: ${short(flopsPerStep)}FLOP; ` +
      `${short(total)}B in ${buffers.length} buffers; ${count(parameters)} parameters.`,
  ].join("\n");
}
