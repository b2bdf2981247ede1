import type { DeviceTraits } from "../core/device.ts";
import { elements, type Shape } from "../core/shape.ts";
import type { Attributes } from "../operations/operation.ts";
import { type Pattern, parsePattern } from "./pattern.ts";
import type { ShaderModule } from "./shader.ts";

/** A place where a kernel's pattern was found: shapes and attributes filled in. */
export interface Site {
  /** Shape of the tensor that a variable of the pattern stands for. */
  shape(variable: string): Shape;
  /** Number of its elements. */
  size(variable: string): number;
  /** Attributes of the pattern's operation of that name. */
  attributes(op: string): Attributes;
  /** Whether the pattern that was found has this operation. */
  has(op: string): boolean;
  /** The device that is planned for. */
  readonly device: DeviceTraits;
}

/** What a dispatch asks of its device beside arithmetic and memory: from this its time is predicted. */
export interface Effort {
  /** 32-bit words that all invocations together load from buffers, each counted, whether or not a cache has it. */
  readonly loads: number;
  /** How many of these are the same for all lanes of a subgroup. */
  readonly uniform?: number;
  /** 32-bit words that all invocations together load from workgroup memory. */
  readonly shared?: number;
  /** How many of these are the same for all lanes of a subgroup. */
  readonly uniformShared?: number;
  /** 32-bit words of workgroup memory that a workgroup has; they are 0 when it begins. */
  readonly workgroupWords?: number;
  /** 32-bit registers of an invocation where it holds most: accumulators and what stands beside them. */
  readonly registers: number;
  /** Barriers that a workgroup passes. */
  readonly barriers?: number;
  /** Where workgroups are of several kinds, what an invocation of each does: where there are few of one kind, the others are of no help. */
  readonly kinds?: readonly { readonly flops: number; readonly loads: number; readonly uniform?: number }[];
}

/** What a kernel covers, where it applies, and how it is dispatched. */
export interface KernelOptions<S extends ShaderModule> {
  /** Patterns it computes, the operations of each in order. The shader's bindings are named as their variables. */
  readonly covers: readonly (readonly string[])[];
  /** Whether it can do this site; left out, it can do every one. */
  readonly applies?: (site: Site) => boolean;
  /** Values of the shader's constants; one left out keeps its default. */
  readonly constants: (site: Site) => Partial<Record<keyof S["constants"], number>>;
  /** Number of invocations, of which workgroups are made in one line; or the workgroups themselves. */
  readonly invocations?: (site: Site) => number;
  readonly workgroups?: (site: Site) => readonly [number, number, number];
  /** What it asks of its device; left out, as a plain kernel does: two loads for each multiply-add, one for each byte or word else. */
  readonly effort?: (site: Site) => Effort;
  /** For an output left as partial sums, to be added in their order: how many. */
  readonly partials?: (site: Site) => Readonly<Record<string, number>>;
}

/** A shader and the operations it computes. */
export interface Kernel {
  readonly name: string;
  readonly shader: ShaderModule;
  readonly entry: string;
  readonly patterns: readonly Pattern[];
  readonly applies: (site: Site) => boolean;
  readonly constants: (site: Site) => Readonly<Record<string, number>>;
  readonly workgroups: (site: Site, constants: Readonly<Record<string, number>>) => readonly [number, number, number];
  /** Invocations of a workgroup. */
  readonly lanes: (constants: Readonly<Record<string, number>>) => number;
  readonly effort: ((site: Site) => Effort) | undefined;
  readonly partials: (site: Site) => Readonly<Record<string, number>>;
}

/** Most workgroups of one dimension that every device allows. */
export const MAX_GROUPS = 65_535;

/** So many workgroups in a line, folded into rows where a line would be too long; kernels count them row by row. */
export function foldWorkgroups(count: number): readonly [number, number, number] {
  const rows = Math.ceil(count / MAX_GROUPS);
  return [Math.ceil(count / rows), rows, 1];
}

/** Declares a kernel: the names of constants are checked against the shader's by the compiler, those of bindings at once. */
export function kernel<S extends ShaderModule>(shader: S, options: KernelOptions<S>): Kernel {
  const patterns = options.covers.map(parsePattern);
  const variables = new Set(
    patterns.flatMap((pattern) =>
      pattern.flatMap(({ inputs, outputs }) => [...Object.values(inputs), ...Object.values(outputs)]),
    ),
  );
  for (const name of Object.keys(shader.bindings)) {
    if (name !== SEGMENTS && !variables.has(name)) throw new Error(`${shader.name}: no pattern has a variable ${name}`);
  }
  const [entry, { workgroupSize }] = Object.entries(shader.entries)[0];
  const constants = options.constants as (site: Site) => Readonly<Record<string, number>>;
  const lanes = (values: Readonly<Record<string, number>>) =>
    workgroupSize
      .map((size) => (typeof size === "number" ? size : (values[size] ?? shader.constants[size].value)))
      .reduce((product, size) => product * size, 1);
  return {
    name: shader.name,
    shader,
    entry,
    patterns,
    constants,
    applies: (site) => hasFeatures(shader, site.device) && (options.applies?.(site) ?? true),
    lanes,
    effort: options.effort,
    partials: options.partials ?? (() => ({})),
    workgroups: (site, values) => {
      if (options.workgroups) return options.workgroups(site);
      return foldWorkgroups(Math.ceil(options.invocations!(site) / lanes(values)));
    },
  };
}

/** Whether a device has what the shader asks for. */
function hasFeatures({ features }: ShaderModule, { subgroupSize, f16 }: DeviceTraits): boolean {
  return features.every((feature) => (feature === "subgroups" ? subgroupSize > 0 : f16));
}

/** The binding through which an update finds the partial sums of each gradient; the plan provides its buffer. */
export const SEGMENTS = "segments";

/** Shape and attributes by variable and operation, for the places where patterns are matched. */
export function siteOf(
  shapes: ReadonlyMap<string, Shape>,
  attributes: ReadonlyMap<string, Attributes>,
  device: DeviceTraits,
): Site {
  return {
    shape: (variable) => shapes.get(variable)!,
    size: (variable) => elements(shapes.get(variable)!),
    attributes: (op) => attributes.get(op)!,
    has: (op) => attributes.has(op),
    device,
  };
}
