import { elements, formatShape } from "../core/shape.ts";
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
    parameters: program.network.parameters.reduce((sum, { shape }) => sum + elements(shape), 0),
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
  const [divisor, unit] = value >= 1e9 ? [1e9, " G"] : value >= 1e6 ? [1e6, " M"] : value >= 1e3 ? [1e3, " k"] : [1, " "];
  return `${divisor === 1 ? value : (value / divisor).toPrecision(3)}${unit}`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd();
  return [line(header), widths.map((width) => "─".repeat(width)).join("  "), ...rows.map(line)];
}

/** The network, the dispatches of a step and the buffers as tables to read. */
export function formatExplanation(program: Compiled, plan: Plan): string {
  const explanation = explain(program, plan);
  const layers = program.network.layers.map(({ name, type, output, parameters }) => [
    name,
    type,
    formatShape(output),
    String(parameters),
  ]);
  const dispatches = explanation.dispatches.map(({ label, workgroups, flops, bytes, operations }, index) => [
    String(index + 1),
    label,
    formatShape(workgroups),
    `${short(flops)}FLOP`,
    `${short(bytes)}B`,
    operations.join(" · "),
  ]);
  const buffers = explanation.buffers.map(({ label, bytes }) => [label, `${short(bytes)}B`]);
  return [
    ...table(["layer", "kind", "output", "parameters"], layers),
    "",
    ...table(["", "dispatch", "workgroups", "arithmetic", "memory", "operations"], dispatches),
    "",
    ...table(["buffer", "size"], buffers),
    "",
    `${explanation.dispatches.length} dispatches a step, ${short(explanation.flopsPerStep)}FLOP, ` +
      `${short(explanation.bytes)}B in ${explanation.buffers.length} buffers, ${explanation.parameters} parameters`,
  ].join("\n");
}
