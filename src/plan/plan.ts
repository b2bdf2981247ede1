import { elements } from "../core/shape.ts";
import { SEGMENTS } from "../kernels/kernel.ts";
import { alignParameters, PARAMETER_ALIGNMENT } from "../layers/flat.ts";
import type { Program, Tensor } from "../operations/program.ts";
import { type ChooseOptions, chooseKernels, type KernelChoice } from "./chooseKernels.ts";
import { workOf } from "./cost.ts";
import type { Dispatch, Place, Plan, PlannedBuffer, Range } from "./dispatch.ts";
import { type Halves, halvesOf, widthOf } from "./halfStorage.ts";
import type { Group } from "./match.ts";
import { reuseBuffers } from "./reuse.ts";
import { sideBySide } from "./sideBySide.ts";

export type { Dispatch, Place, Plan } from "./dispatch.ts";

/** Bytes of a tensor, a multiple of 4. */
function byteLength(tensor: Tensor, halves: Halves): number {
  return Math.ceil((elements(tensor.shape) * widthOf(tensor, halves)) / 4) * 4;
}

export interface PlanOptions extends ChooseOptions {
  /** Inputs that come as partial sums, and of how many. */
  readonly given?: ReadonlyMap<string, number>;
  /** Whether arrays take turns in a buffer. Then a step leaves only what outlives it and its results. */
  readonly reuse?: boolean;
}

/** The name of the group that a dispatch computes, as {@link PlanOptions} `only` has it: a kernel, and its operations. */
export function dispatchName({ shader, operations }: Dispatch): string {
  return `${shader}(${operations.map(({ label, op }) => `${label}.${op}`).join(", ")})`;
}

/** How many partial sums each tensor is left as. */
function partialsOf(groups: readonly Group[]): Map<string, number> {
  return new Map(
    groups.flatMap(({ kernel, site, variables }) =>
      Object.entries(kernel.partials(site)).map(([variable, count]): [string, number] => [
        variables.get(variable)!,
        count,
      ]),
    ),
  );
}

/** Lays every array into a buffer of its own; parts that are left as partial sums take their room one after the other. */
function layOut(program: Program, partials: ReadonlyMap<string, number>, halves: Halves) {
  const places = new Map<string, Place>();
  const bytes = new Map<string, number>();
  const tensors = [...program.tensors.values()];
  for (const root of tensors.filter(({ name, storage }) => storage.of === name)) {
    const buffer = root.name;
    const parts = tensors.filter(({ name, storage }) => storage.of === buffer && name !== buffer);
    const isPartial = [root, ...parts].some(({ name }) => partials.has(name));
    if (!isPartial) {
      bytes.set(buffer, byteLength(root, halves));
      const half = halves.get(buffer);
      for (const tensor of [root, ...parts]) {
        const offset = tensor.storage.offset * widthOf(tensor, halves);
        const place = { buffer, offset, bytes: byteLength(tensor, halves), partials: 1, stride: 0 };
        places.set(tensor.name, half === undefined ? place : { ...place, half });
      }
      continue;
    }
    let end = 0;
    for (const part of parts.length > 0 ? parts.toSorted((a, b) => a.storage.offset - b.storage.offset) : [root]) {
      const count = partials.get(part.name) ?? 1;
      const stride = alignParameters(elements(part.shape));
      places.set(part.name, { buffer, offset: end * 4, bytes: count * stride * 4, partials: count, stride });
      end += count * stride;
    }
    bytes.set(buffer, end * 4);
    if (parts.length > 0) places.set(buffer, { buffer, offset: 0, bytes: end * 4, partials: 1, stride: 0 });
  }
  return { places, bytes };
}

/** The table by which an update finds its gradients: for each 64 parameters the first element, number and distance of the partial sums. */
function segmentsOf(program: Program, root: string, places: ReadonlyMap<string, Place>): Uint32Array {
  const chunks = elements(program.tensors.get(root)!.shape) / PARAMETER_ALIGNMENT;
  const table = new Uint32Array(Math.ceil(chunks) * 4);
  const { partials: count, stride: distance } = places.get(root)!;
  for (let chunk = 0; chunk < chunks; chunk++) table.set([chunk * PARAMETER_ALIGNMENT, count, distance, 0], chunk * 4);
  for (const { name, shape, storage } of program.tensors.values()) {
    if (storage.of !== root || name === root) continue;
    const { offset, partials, stride } = places.get(name)!;
    for (let done = 0; done < elements(shape); done += PARAMETER_ALIGNMENT) {
      table.set([offset / 4 + done, partials, stride, 0], ((storage.offset + done) / PARAMETER_ALIGNMENT) * 4);
    }
  }
  return table;
}

/**
 * Chooses a kernel for every operation and a place for every tensor.
 *
 * @param choice which kernels to choose from; `plain` gives one dispatch for each operation
 */
export function planProgram(program: Program, choice: KernelChoice = "fast", options: PlanOptions = {}): Plan {
  const plan = sideBySide(program, planGroups(program, chooseKernels(program, choice, options), options));
  return options.reuse ? reuseBuffers(program, plan) : plan;
}

/** Gives every tensor a place where the groups, in their order, are to compute the program. */
export function planGroups(
  program: Program,
  groups: readonly Group[],
  { given = new Map(), storage = "f32" }: Pick<PlanOptions, "given" | "storage"> = {},
): Plan {
  const halves = storage === "f16" ? halvesOf(program) : new Map<string, number>();
  const { places, bytes } = layOut(program, new Map([...given, ...partialsOf(groups)]), halves);
  const buffers: PlannedBuffer[] = [...bytes].map(([label, size]) => ({ label, bytes: size }));
  const segments = (root: string): Range => {
    const label = `${root}.segments`;
    if (!buffers.some((buffer) => buffer.label === label)) {
      const content = segmentsOf(program, root, places);
      buffers.push({ label, bytes: content.byteLength, content });
    }
    return { buffer: label, offset: 0, bytes: buffers.find((buffer) => buffer.label === label)!.bytes };
  };
  const dispatches = groups.map((group): Dispatch => {
    const { kernel, variables } = group;
    const bindings = Object.fromEntries(
      Object.keys(kernel.shader.bindings).map((name): [string, Range] => {
        if (name === SEGMENTS) return [name, segments(variables.get("gradient")!)];
        const { buffer, offset, bytes: size } = places.get(variables.get(name)!)!;
        return [name, { buffer, offset, bytes: size }];
      }),
    );
    const halfBindings = Object.keys(bindings).flatMap((name): [string, number][] => {
      const half = places.get(variables.get(name) ?? "")?.half;
      return half === undefined ? [] : [[name, half]];
    });
    const work = workOf(program, group, (binding) => bindings[binding].bytes);
    return {
      label: `${work.operations[0].label}.${kernel.name}`,
      shader: kernel.name,
      entry: kernel.entry,
      bindings,
      halves: Object.fromEntries(halfBindings),
      ...work,
    };
  });
  // What a kernel keeps in registers needs no memory.
  const used = new Set(dispatches.flatMap(({ bindings }) => Object.values(bindings).map(({ buffer }) => buffer)));
  const isKept = (label: string) => used.has(label) || program.tensors.get(label)!.persistent;
  return { dispatches, buffers: buffers.filter(({ label }) => isKept(label)), places };
}
