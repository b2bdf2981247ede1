/** Cases of kind forward and gradient: operations one after the other, and their gradients. */
import { elements, type Shape } from "../../core/shape.ts";
import { ProgramBuilder } from "../../operations/program.ts";
import { differentiate } from "../../plan/differentiate.ts";
import { removeDead } from "../../plan/removeDead.ts";
import { AttributeReader } from "./attributes.ts";
import { classesIn } from "./classes.ts";
import { separable } from "./losses.ts";
import type { Prepared, Reading } from "./prepared.ts";
import type { GivenArray, UserCase } from "./readCases.ts";
import type { Reduction, Site } from "./site.ts";
import { translations } from "./translations.ts";
import { Unsupported } from "./unsupported.ts";

const GRAD = "outputGrad";

/** Inputs by their names in the case, as tensors of a program. */
class Inputs {
  readonly #case: UserCase;
  readonly #builder: ProgramBuilder;
  readonly #shapeOf: (array: GivenArray) => Shape;
  readonly writes = new Map<string, ArrayLike<number>>();

  constructor(userCase: UserCase, builder: ProgramBuilder, shapeOf: (array: GivenArray) => Shape) {
    this.#case = userCase;
    this.#builder = builder;
    this.#shapeOf = shapeOf;
  }

  find(names: readonly string[]): [name: string, array: GivenArray] | undefined {
    const name = names.find((one) => Object.hasOwn(this.#case.inputs, one));
    if (name === undefined) return undefined;
    if (this.writes.has(name)) throw new Unsupported(`two operations that read ${name}`);
    return [name, this.#case.inputs[name]];
  }

  declare(names: readonly string[]): string | undefined {
    const found = this.find(names);
    if (found === undefined) return undefined;
    const [name, array] = found;
    this.writes.set(name, array.data);
    return this.#builder.persistent(name, this.#shapeOf(array));
  }

  constant(name: string, shape: Shape, value: number): string {
    this.writes.set(name, new Float32Array(elements(shape)).fill(value));
    return this.#builder.persistent(name, shape);
  }

  classes(names: readonly string[], count: number): string | undefined {
    const found = this.find(names);
    if (found === undefined) return undefined;
    const data = classesIn(found[1], count);
    this.writes.set(found[0], data);
    return this.#builder.persistent(found[0], [data.length], "u32");
  }

  /** @throws Unsupported where the case has an input that nobody reads */
  finish(): void {
    const left = Object.keys(this.#case.inputs).find((name) => !this.writes.has(name));
    if (left !== undefined) throw new Unsupported(`input ${left}`);
  }
}

function present<T>(value: T | undefined, names: readonly string[]): T {
  if (value === undefined) throw new Unsupported(`no input ${names[0]}`);
  return value;
}

/**
 * The program of a case.
 *
 * @throws Unsupported where it asks for what we do not have; ShapeError or SpecError where its parts do not fit
 */
export function prepareChain(userCase: UserCase): Prepared {
  const ops = userCase.op.split("+");
  const unknown = ops.find((op) => !Object.hasOwn(translations, op));
  if (unknown !== undefined) throw new Unsupported(`operation ${unknown}`);
  // Nothing mixes samples or outputs there.
  const isApart = ops.length === 1 && separable.includes(ops[0]) && userCase.attributes.reduction === "none";
  const builder = new ProgramBuilder();
  const inputs = new Inputs(userCase, builder, ({ shape }) => (isApart ? [elements(shape), 1] : shape));
  const attributes = new AttributeReader(userCase.attributes);
  const leaves = new Map<string, string>();
  let reduction: Reduction | undefined;
  let x = present(inputs.declare(["input"]), ["input"]);
  for (const op of ops) {
    if (reduction !== undefined) throw new Unsupported("an operation after a loss");
    const own = attributesOf(userCase, op, attributes);
    const site: Site = {
      attributes: own,
      x,
      shape: (tensor) => builder.tensors.get(tensor)!.shape,
      input: (...names) => inputs.declare(names),
      inputOr: (name, shape, value) => inputs.declare([name]) ?? inputs.constant(name, shape, value),
      required: (...names) => present(inputs.declare(names), names),
      labels: (...names) => present(inputs.classes(names, builder.tensors.get(x)!.shape[1]), names),
      emit: (ours, roles, given) => builder.emit(op, ours, roles, given),
      leaves: (name, tensor) => leaves.set(name, tensor),
      reduce: (given) => {
        reduction = given;
      },
    };
    x = translations[op](site);
    own.next();
    if (own !== attributes) own.finish();
  }
  attributes.finish();
  inputs.finish();
  const names = Object.keys(userCase.expected);
  const grads = names.some((name) => name.endsWith("Grad"))
    ? gradientsOf(userCase, builder, inputs.writes, x, reduction)
    : undefined;
  const reads = names.map((name): Reading => {
    if (name === "output") return outputReading(builder, x, reduction);
    const kept = leaves.get(name);
    if (kept !== undefined) return { name, tensor: kept };
    const gradient = grads?.(name);
    if (gradient === undefined) throw new Unsupported(`expected ${name}`);
    return gradient;
  });
  builder.results.push(...reads.map(({ tensor }) => tensor));
  return { program: removeDead(builder), rounds: [{ writes: inputs.writes, reads }] };
}

/** The attributes of an operation: those under its name, where there are some, else all. */
function attributesOf({ attributes }: UserCase, op: string, all: AttributeReader): AttributeReader {
  const own = attributes[op];
  if (typeof own !== "object" || own === null || Array.isArray(own)) return all;
  all.take(op);
  return new AttributeReader(own as Readonly<Record<string, unknown>>);
}

function outputReading({ tensors }: ProgramBuilder, tensor: string, reduction: Reduction | undefined): Reading {
  const name = "output";
  if (reduction === undefined) return { name, tensor, shape: tensors.get(tensor)!.shape };
  const { kind, samples, divisor } = reduction;
  if (kind === "none") return { name, tensor };
  const share = kind === "mean" ? 1 / (samples * divisor) : 1;
  return { name, tensor, finish: (losses) => [Array.from(losses).reduce((sum, loss) => sum + loss, 0) * share] };
}

/** Appends the gradients; what comes back finds one by the case's name for it. */
function gradientsOf(
  { outputGrad, op }: UserCase,
  builder: ProgramBuilder,
  writes: Map<string, ArrayLike<number>>,
  output: string,
  reduction: Reduction | undefined,
): (name: string) => Reading | undefined {
  if (reduction === undefined) {
    if (outputGrad === undefined) throw new Unsupported("a gradient without outputGrad");
    const { shape } = builder.tensors.get(output)!;
    if (outputGrad.data.length !== elements(shape))
      throw new Unsupported("an outputGrad of another size than the output");
    writes.set(GRAD, outputGrad.data);
    builder.persistent(GRAD, shape);
  }
  const gradients = differentiate(builder, output, reduction === undefined ? GRAD : output);
  return (name) => {
    const tensor = gradients.get(name.replace(/Grad$/, ""));
    if (tensor === undefined || !name.endsWith("Grad")) return undefined;
    if (reduction === undefined) return { name, tensor, shape: builder.tensors.get(tensor)!.shape };
    return { name, tensor, finish: scaled(reduction, outputGrad?.data ?? [1], op.split("+").length === 1) };
  };
}

/** From the gradient of the mean over samples to that of what the case reduces the losses to. */
function scaled(
  { kind, samples, divisor }: Reduction,
  grad: readonly number[],
  isApart: boolean,
): (values: ArrayLike<number>) => readonly number[] {
  if (kind !== "none" || grad.every((one) => one === grad[0])) {
    const factor = grad[0] * (kind === "mean" ? 1 / divisor : samples);
    return (values) => Array.from(values, (value) => value * factor);
  }
  // Each sample's loss has a weight of its own. It goes with its row, where nothing has mixed the samples.
  if (!isApart) throw new Unsupported("outputGrad of several numbers after several operations");
  return (values) =>
    Array.from(values, (value, i) => value * samples * grad[Math.floor((i * samples) / values.length)]);
}
