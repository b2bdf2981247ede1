import type { DeviceTraits } from "../core/device.ts";
import { type Kernel, MAX_GROUPS, type Site, siteOf } from "../kernels/kernel.ts";
import type { Pattern, PatternOperation } from "../kernels/pattern.ts";
import type { Operation } from "../operations/operation.ts";
import { overlap, type Program } from "../operations/program.ts";

/** Operations of a program that one kernel computes, and what the variables of its pattern stand for. */
export interface Group {
  readonly kernel: Kernel;
  /** Places in the program's list, ascending. */
  readonly members: readonly number[];
  /** Tensor of each variable. */
  readonly variables: ReadonlyMap<string, string>;
  readonly site: Site;
}

/** Extends `variables` by what a pattern's operation says of one of the program; undefined where they contradict. */
function unify(
  pattern: PatternOperation,
  operation: Operation,
  variables: ReadonlyMap<string, string>,
): Map<string, string> | undefined {
  if (pattern.op !== operation.op) return undefined;
  const extended = new Map(variables);
  const pairs = [
    ...Object.entries(pattern.inputs).map(([role, variable]) => [variable, operation.inputs[role]]),
    ...Object.entries(pattern.outputs).map(([role, variable]) => [variable, operation.outputs[role]]),
  ];
  for (const [variable, tensor] of pairs) {
    if ((extended.get(variable) ?? tensor) !== tensor) return undefined;
    extended.set(variable, tensor);
  }
  return extended;
}

/** An assignment of a pattern's operations to places of the program, in part or whole. */
interface Assignment {
  readonly members: readonly number[];
  readonly variables: ReadonlyMap<string, string>;
}

/** Assigns the pattern's remaining operations one by one: each must share a variable with those assigned already. */
function complete(
  program: Program,
  remaining: Pattern,
  assigned: Assignment,
  isFree: (place: number) => boolean,
): Assignment | undefined {
  if (remaining.length === 0) return assigned;
  const { members, variables } = assigned;
  const isLinked = ({ inputs, outputs }: PatternOperation) =>
    [...Object.values(inputs), ...Object.values(outputs)].some((variable) => variables.has(variable));
  const next = remaining.find(isLinked);
  if (next === undefined) return undefined;
  const rest = remaining.filter((other) => other !== next);
  // Earlier places have been covered, or had their chance.
  for (let place = members[0] + 1; place < program.operations.length; place++) {
    if (!isFree(place) || members.includes(place)) continue;
    const extended = unify(next, program.operations[place], variables);
    if (extended === undefined) continue;
    const whole = complete(program, rest, { members: [...members, place], variables: extended }, isFree);
    if (whole !== undefined) return whole;
  }
  return undefined;
}

/** Finds the pattern with one of its operations at place `start` and the others anywhere after it. */
function findPattern(
  program: Program,
  pattern: Pattern,
  start: number,
  isFree: (place: number) => boolean,
): Assignment | undefined {
  for (const anchor of pattern) {
    const variables = unify(anchor, program.operations[start], new Map());
    if (variables === undefined) continue;
    const rest = pattern.filter((other) => other !== anchor);
    const found = complete(program, rest, { members: [start], variables }, isFree);
    if (found !== undefined) return { ...found, members: found.members.toSorted((x, y) => x - y) };
  }
  return undefined;
}

/** Whether operation b must come after operation a, which stands before it in the list. */
export function dependsOn(program: Program, a: Operation, b: Operation): boolean {
  const tensors = (names: Readonly<Record<string, string>>) =>
    Object.values(names).map((name) => program.tensors.get(name)!);
  const touch = (some: ReturnType<typeof tensors>, others: typeof some) =>
    some.some((x) => others.some((y) => overlap(x, y)));
  const [aReads, aWrites, bReads, bWrites] = [a.inputs, a.outputs, b.inputs, b.outputs].map(tensors);
  return touch(aWrites, bReads) || touch(aReads, bWrites) || touch(aWrites, bWrites);
}

/** Whether the members can run as one: nothing between them both needs one of them and is needed by another. */
function canRunAsOne(program: Program, members: readonly number[]): boolean {
  const tainted: number[] = [];
  for (let place = members[0] + 1; place <= members.at(-1)!; place++) {
    const operation = program.operations[place];
    const isMember = members.includes(place);
    if (isMember && tainted.some((other) => dependsOn(program, program.operations[other], operation))) return false;
    const sources = [...tainted, ...members.filter((member) => member < place)];
    if (!isMember && sources.some((other) => dependsOn(program, program.operations[other], operation)))
      tainted.push(place);
  }
  return true;
}

/** Whether what the kernel keeps to itself is nobody else's business: tensors that it computes but does not write. */
function hidesNothing(
  program: Program,
  kernel: Kernel,
  pattern: Pattern,
  members: readonly number[],
  variables: ReadonlyMap<string, string>,
) {
  const written = new Set(Object.keys(kernel.shader.bindings));
  const hidden = pattern.flatMap(({ outputs }) => Object.values(outputs)).filter((variable) => !written.has(variable));
  return hidden.every((variable) => {
    const tensor = variables.get(variable)!;
    if (program.results.includes(tensor) || program.tensors.get(tensor)!.persistent) return false;
    return program.operations.every(
      ({ inputs }, place) => members.includes(place) || !Object.values(inputs).includes(tensor),
    );
  });
}

/** Whether what is left as partial sums is read by nobody but an update, which knows how to add them. */
function sumsAreUpdates(program: Program, kernel: Kernel, site: Site, variables: ReadonlyMap<string, string>) {
  const left = Object.keys(kernel.partials(site)).map((variable) => variables.get(variable)!);
  return program.operations.every(({ inputs }) => !Object.values(inputs).some((tensor) => left.includes(tensor)));
}

/** Whether the kernel's workgroups are no more than every device allows; plain kernels fold theirs into rows. */
function fitsGrid(kernel: Kernel, site: Site): boolean {
  return kernel.workgroups(site, kernel.constants(site)).every((count) => count <= MAX_GROUPS);
}

/** Finds a pattern of the kernel that begins at place `start`, where it can be used there. */
export function matchKernel(
  program: Program,
  kernel: Kernel,
  start: number,
  isFree: (place: number) => boolean,
  device: DeviceTraits,
): Group | undefined {
  for (const pattern of kernel.patterns) {
    const found = findPattern(program, pattern, start, isFree);
    if (found === undefined) continue;
    const { members, variables } = found;
    if (!hidesNothing(program, kernel, pattern, members, variables) || !canRunAsOne(program, members)) continue;
    const shapes = new Map([...variables].map(([variable, name]) => [variable, program.tensors.get(name)!.shape]));
    const attributes = new Map(
      members.map((place) => [program.operations[place].op, program.operations[place].attributes]),
    );
    const site = siteOf(shapes, attributes, device);
    const isUsable = kernel.applies(site) && fitsGrid(kernel, site) && sumsAreUpdates(program, kernel, site, variables);
    if (isUsable) return { kernel, members, variables, site };
  }
  return undefined;
}
