/** What operations have to do whatever kernel does it: arithmetic, and memory touched. */
import { elements } from "../core/shape.ts";
import { definitionOf } from "../operations/index.ts";
import type { Operation } from "../operations/operation.ts";
import { type Program, shapesOf } from "../operations/program.ts";

/** Arithmetic of an operation, a multiply-add counted as two. */
export function flopsOf(program: Program, { op, inputs, outputs }: Operation): number {
  const [inputShapes, outputShapes] = [shapesOf(program.tensors, inputs), shapesOf(program.tensors, outputs)];
  const { flops } = definitionOf(op);
  return flops ? flops(inputShapes, outputShapes) : elements(Object.values(outputShapes)[0]);
}

/** Bytes that operations touch of a tensor: all of them, unless they say otherwise. */
export function bytesTouched(program: Program, operations: readonly Operation[], name: string, all: number): number {
  const width = program.tensors.get(name)!.type === "u8" ? 1 : 4;
  const counts = operations.flatMap(({ op, inputs, outputs }) => {
    const touched = definitionOf(op).touches?.(shapesOf(program.tensors, inputs), shapesOf(program.tensors, outputs));
    const roles = Object.entries({ ...inputs, ...outputs }).filter(([, tensor]) => tensor === name);
    return roles.map(([role]) => (touched?.[role] ?? all) * width);
  });
  return Math.min(all, counts.length === 0 ? all : Math.max(...counts));
}
