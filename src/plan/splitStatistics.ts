import type { DeviceTraits } from "../core/device.ts";
import type { Shape } from "../core/shape.ts";
import type { Recipe } from "../model/recipe.ts";
import type { Operation } from "../operations/operation.ts";
import { type Program, ProgramBuilder } from "../operations/program.ts";
import { kernelContests } from "./chooseKernels.ts";
import { type Compiled, compileTraining, type DataSize } from "./compile.ts";
import { predictedCost } from "./cost.ts";
import { profileFor } from "./profiles.ts";

/**
 * One training step for a device; left out, for every one.
 *
 * @throws SpecError or ShapeError where the recipe cannot be built
 */
export function trainingFor(recipe: Recipe, data: DataSize, device?: DeviceTraits): Compiled {
  const program = compileTraining(recipe, data);
  return device === undefined ? program : splitStatistics(program, device);
}

type BuilderEmit = ProgramBuilder["emit"];

/** What is computed of a map for every group of samples, beside what is computed for the batch. */
interface GroupStatistics {
  readonly groups: number;
  readonly mean: string;
  readonly variance: string;
}

/**
 * Sums of batch normalisation over the whole batch have one workgroup for each map, too few to keep a card busy. There they are computed
 * for groups of samples, each of which has maps of its own, and merged by a second operation. How many groups, or whether any, is
 * decided for each layer by what the device's profile predicts; a program on a processor, which is busy with few workgroups, gets the
 * program as it is.
 *
 * @param groupsOf a divisor of the number of samples for an array [N, C, …]: how many groups; 1 for none
 */
export function splitStatistics<P extends Program>(
  program: P,
  device: DeviceTraits,
  groupsOf: (shape: Shape) => number = (shape) => bestGroups(shape, device),
): P {
  if (device.software || program.operations.every(({ op }) => op !== "batchStatistics")) return program;
  const builder = new ProgramBuilder();
  for (const [name, tensor] of program.tensors) builder.tensors.set(name, tensor);
  const emit: BuilderEmit = (...given) => builder.emit(...given);
  const known = new Map<string, GroupStatistics>();
  const groupsFor = remembered(groupsOf);
  for (const operation of program.operations) {
    const { op, label, inputs, outputs, attributes } = operation;
    const { shape } = program.tensors.get(inputs.x) ?? { shape: [] };
    const groups = op === "batchStatistics" ? groupsFor(shape) : 1;
    const statistics = known.get(inputs.mean);
    if (groups > 1) known.set(outputs.mean, groupedStatistics(emit, { label, x: inputs.x, groups, outputs }));
    else if (op === "batchNormParameterGrads" && statistics !== undefined) {
      groupedGrads(emit, { label, inputs, outputs, attributes }, statistics);
    } else builder.operations.push(operation);
  }
  const { tensors, operations } = builder;
  return { ...program, tensors, operations };
}

/** @param outputs names of what it is to be called for the whole batch; left out, what the operations are called by */
function groupedStatistics(
  emit: BuilderEmit,
  { label, x, groups, outputs = {} }: { label: string; x: string; groups: number; outputs?: Operation["outputs"] },
): GroupStatistics & { readonly whole: Operation["outputs"] } {
  const { y } = emit(label, "groupSamples", { x }, { groups });
  const { mean: means, variance: variances } = emit(label, "batchStatistics", { x: y });
  const whole = emit(label, "mergeStatistics", { means, variances }, { groups }, outputs);
  return { groups, mean: whole.groupMean, variance: whole.groupVariance, whole };
}

function groupedGrads(
  emit: BuilderEmit,
  { label, inputs, outputs, attributes }: Omit<Operation, "op" | "outputs"> & Partial<Pick<Operation, "outputs">>,
  { groups, mean, variance }: GroupStatistics,
): void {
  const [dy, x] = [inputs.dy, inputs.x].map((name) => emit(label, "groupSamples", { x: name }, { groups }).y);
  const parts = emit(label, "batchNormParameterGrads", { dy, x, mean, variance }, attributes);
  emit(label, "mergeParameterGrads", { dws: parts.dw, dbs: parts.db }, { groups }, outputs);
}

/** The number of groups with which both sums over an array [N, C, …] are predicted to take the least time; 1, where it is best left whole. */
function bestGroups(shape: Shape, device: DeviceTraits): number {
  const [N] = shape;
  const counts = Array.from({ length: N }, (_, i) => i + 1).filter((groups) => N % groups === 0);
  const times = counts.map((groups) => ({ groups, seconds: predictedSums(shape, groups, device) }));
  return times.reduce((least, other) => (other.seconds < least.seconds ? other : least)).groups;
}

/** Seconds that both sums take in so many groups. */
function predictedSums(shape: Shape, groups: number, device: DeviceTraits): number {
  const builder = new ProgramBuilder();
  const emit: BuilderEmit = (...given) => builder.emit(...given);
  const [x, dy] = ["x", "dy"].map((name) => builder.persistent(name, shape));
  const attributes = { epsilon: 1e-5 };
  const parts = { label: "", inputs: { dy, x }, attributes };
  const perGroup = shape.slice(2).reduce((product, side) => product * side, shape[0] / groups);
  // One value has no variance.
  if (perGroup < 2) return Infinity;
  if (groups > 1) groupedGrads(emit, parts, groupedStatistics(emit, { label: "", x, groups }));
  else emit("", "batchNormParameterGrads", { dy, x, ...emit("", "batchStatistics", { x }) }, attributes);
  const cost = predictedCost(builder, profileFor(device));
  return kernelContests(builder, device).reduce((sum, contest) => sum + contest.cheapest(cost).seconds, 0);
}

/** Layers alike are asked for once. */
function remembered(find: (shape: Shape) => number): (shape: Shape) => number {
  const known = new Map<string, number>();
  return (shape) => {
    const found = known.get(shape.join()) ?? find(shape);
    known.set(shape.join(), found);
    return found;
  };
}
