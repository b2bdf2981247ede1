import { ShapeError } from "../core/errors.ts";
import { type Field, wholeNumber } from "../core/fields.ts";
import { formatShape, type Shape, sameShape } from "../core/shape.ts";

/** What the elements are: `f32` numbers (float64 in the reference), `u32` indices, or `u8` packed four to a word. */
export type ElementType = "f32" | "u32" | "u8";

/** Names of tensors, by the role they play in one operation. */
export type Names = Readonly<Record<string, string>>;
/** Shapes of tensors, by the role they play in one operation. */
export type Shapes = Readonly<Record<string, Shape>>;
/** Of an operation, by name: each operation says what each may be. */
export type Attributes = Readonly<Record<string, unknown>>;

/** Appends an operation to the list under construction and returns the names of its outputs. */
export type Emit = (op: string, inputs: Names, attributes?: Attributes) => Names;

/** What a gradient rule may use: the operation's own tensors, and ∂L/∂(first output). */
export interface GradientContext {
  readonly inputs: Names;
  readonly outputs: Names;
  readonly attributes: Attributes;
  /** Shapes of the inputs. */
  readonly shapes: Shapes;
  /** Name of ∂L/∂y; a loss, which ends the chain, does not look at it. */
  readonly dy: string;
  readonly emit: Emit;
}

/**
 * One word of the vocabulary: what is computed, over which arrays, of which shapes, and which operations compute its
 * gradients. How it is computed is said elsewhere: in `src/reference` (float64) and in `src/kernels` (WGSL).
 */
export interface OperationDefinition {
  /** Input roles, in the order of the formula. */
  readonly inputs: readonly string[];
  /** Output roles and their element types; the first is the one that gradients flow through. */
  readonly outputs: Readonly<Record<string, ElementType>>;
  /** What each of its attributes may be, by name, those included that have a default. Absent: it has none. */
  readonly attributes?: Readonly<Record<string, Field<unknown>>>;
  /** Shapes of the outputs. @throws ShapeError where the inputs do not fit each other. */
  readonly shapes: (inputs: Shapes, attributes: Attributes) => Shapes;
  /** ∂L/∂input for each differentiable input, as operations. Absent: nothing flows back. */
  readonly gradient?: (context: GradientContext) => Names;
  /** Floating-point operations of one evaluation (a multiply-add is two). Default: one for each element of the outputs. */
  readonly flops?: (inputs: Shapes, outputs: Shapes) => number;
  /** How many elements of an array one evaluation touches, by role, where these are not all of them. */
  readonly touches?: (inputs: Shapes, outputs: Shapes) => Readonly<Record<string, number>>;
  /** The output is the first input's memory under another shape: nothing is computed. */
  readonly view?: true;
  /** Outputs that are written in place of an input: output role → input role. */
  readonly inPlace?: Readonly<Record<string, string>>;
}

/** An operation at its place in the list: names of tensors filled in. */
export interface Operation {
  readonly op: string;
  /** The layer it belongs to. */
  readonly label: string;
  readonly inputs: Names;
  readonly outputs: Names;
  readonly attributes: Attributes;
}

/** An attribute that tells consumers of random numbers apart: an u32, such as a name gives by `streamNumber`. */
export const stream = wholeNumber(0, 2 ** 32 - 1);

/** Same shape out as in: the rule of everything elementwise. */
export function likeFirst(role: string, ...outputs: string[]): OperationDefinition["shapes"] {
  return (inputs) => Object.fromEntries(outputs.map((output) => [output, inputs[role]]));
}

/** Same shape out as in, of several arrays that must agree. @throws ShapeError where they do not. */
export function likeAll(op: string, roles: readonly string[], output: string): OperationDefinition["shapes"] {
  return (inputs) => {
    const [first, ...others] = roles;
    for (const role of others) expectSame(op, first, inputs[first], role, inputs[role]);
    return { [output]: inputs[first] };
  };
}

/** @throws ShapeError unless there is one of something for each sample of x. */
export function expectOneEach(op: string, x: Shape, role: string, shape: Shape): void {
  if (!sameShape([x[0]], shape)) {
    throw new ShapeError(
      `${op}: ${role} is ${formatShape(shape)}; ${x[0]} was expected, one for each sample. Correct its shape.`,
    );
  }
}

/** @throws ShapeError unless the two arrays agree. */
export function expectSame(op: string, a: string, aShape: Shape, b: string, bShape: Shape): void {
  if (!sameShape(aShape, bShape)) {
    throw new ShapeError(
      `${op}: ${b} is ${formatShape(bShape)}; ${formatShape(aShape)} was expected, the shape of ${a}. ` +
        `Give both the same shape.`,
    );
  }
}

/** @throws ShapeError unless the array has so many axes. */
export function expectAxes(op: string, role: string, shape: Shape, axes: string): void {
  const count = axes.split(", ").length;
  if (shape.length !== count) {
    const isFlat = shape.length === 2 && axes === "N, C, H, W";
    const hint =
      count === 2 ? ", for example by a flatten layer" : isFlat ? ", or put it before the flatten layer" : "";
    throw new ShapeError(
      `${op}: ${role} has ${shape.length} axes (${formatShape(shape)}); ${count} were expected: [${axes}]. ` +
        `Reshape it${hint}.`,
    );
  }
}
