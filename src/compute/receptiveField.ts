import type { Shape } from "../core/shape.ts";
import { buildNetwork } from "../layers/network.ts";
import type { ModelSpec } from "../model/recipe.ts";
import { convolutionOf, extentOf } from "../operations/convolution.ts";
import type { Operation } from "../operations/operation.ts";
import { ProgramBuilder } from "../operations/program.ts";
import type { Padding2d, Size2d } from "../operations/spatial.ts";
import { windowOf } from "../operations/window.ts";

/** Which pixels of the input an output sees: of output (p, q) the rows start + p·stride to start + p·stride + size − 1, columns likewise. */
export interface ReceptiveField {
  /** Height and width. */
  readonly size: Size2d;
  /** By how many pixels of the input the fields of neighbouring outputs lie apart; 0 where all outputs have the same field. */
  readonly stride: Size2d;
  /** Row and column at which the field of output (0, 0) begins; below 0 where it begins in the padding. */
  readonly start: Size2d;
}

/** The receptive field of a layer's outputs. */
export interface LayerField extends ReceptiveField {
  readonly name: string;
  readonly type: string;
}

/** One axis of a receptive field. */
interface Span {
  readonly size: number;
  readonly stride: number;
  readonly start: number;
}

type Field = readonly [rows: Span, columns: Span];

/** How an operation looks at its input: from −before on, every `step`, `extent` places. Undefined: at the same place only. */
function windowOfOperation({ op, attributes }: Operation, weight: Shape | undefined) {
  if (op === "conv2d") {
    const { stride, padding, dilation } = convolutionOf(attributes);
    return { extent: extentOf(weight!.slice(2) as unknown as Size2d, dilation), step: stride, padding };
  }
  if (op !== "maxPool2d" && op !== "avgPool2d") return undefined;
  const { kernel, stride, padding } = windowOf(attributes);
  return { extent: kernel, step: stride, padding };
}

const alongAxes = (span: (axis: 0 | 1) => Span): Field => [span(0), span(1)];

/** What a window over places of this field sees. */
function through(field: Field, extent: Size2d, step: Size2d, padding: Padding2d): Field {
  return alongAxes((axis) => {
    const { size, stride, start } = field[axis];
    return {
      size: size + (extent[axis] - 1) * stride,
      stride: stride * step[axis],
      start: start - padding[2 * axis] * stride,
    };
  });
}

/** What a map's places see together. */
function together(field: Field, [, , ...map]: Shape): Field {
  return alongAxes((axis) => {
    const { size, stride, start } = field[axis];
    return { size: size + ((map[axis] ?? 1) - 1) * stride, stride: 0, start };
  });
}

/** What either sees: of two branches that are added. */
function either(a: Field, b: Field): Field {
  return alongAxes((axis) => {
    const start = Math.min(a[axis].start, b[axis].start);
    const end = Math.max(a[axis].start + a[axis].size, b[axis].start + b[axis].size);
    return { size: end - start, stride: a[axis].stride, start };
  });
}

/**
 * The receptive field of every layer of a network, from its convolutions and poolings; after `flatten`, an output sees what all its
 * inputs see.
 *
 *     size ← size + (extent − 1)·stride          start ← start − padding·stride          stride ← stride·step
 *
 * with extent = (K − 1)·dilation + 1. What a field has outside the input is padding. In training, batch normalisation lets every output
 * depend on all pixels of the batch besides; this is not counted.
 *
 * @throws SpecError or ShapeError, naming the layer, where the network cannot be built
 */
export function receptiveField(spec: ModelSpec): readonly LayerField[] {
  const builder = new ProgramBuilder();
  const input = builder.persistent("input", [1, ...spec.input]);
  const { layers } = buildNetwork(builder, spec, input, "evaluation");
  const own = { size: 1, stride: 1, start: 0 };
  const fields = new Map<string, Field>([[input, [own, own]]]);
  const byLayer = new Map<string, Field>();
  for (const operation of builder.operations) {
    const { op, label, inputs, outputs } = operation;
    const shapeOf = (name: string) => builder.tensors.get(name)!.shape;
    const seen = Object.values(inputs).flatMap((name) => {
      const field = fields.get(name);
      if (field === undefined) return [];
      return [op === "flatten" ? together(field, shapeOf(name)) : field];
    });
    if (seen.length === 0) continue;
    const window = windowOfOperation(operation, inputs.weight === undefined ? undefined : shapeOf(inputs.weight));
    const before = seen.reduce(either);
    const after = window === undefined ? before : through(before, window.extent, window.step, window.padding);
    for (const name of Object.values(outputs)) fields.set(name, after);
    byLayer.set(label, after);
  }
  let field = fields.get(input)!;
  return layers.map(({ name, type }) => {
    // A layer that computes nothing, such as a dropout outside training, sees what the one before it sees.
    field = byLayer.get(name) ?? field;
    const [rows, columns] = field;
    return {
      name,
      type,
      size: [rows.size, columns.size],
      stride: [rows.stride, columns.stride],
      start: [rows.start, columns.start],
    };
  });
}
