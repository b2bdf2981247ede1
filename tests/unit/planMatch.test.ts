import { describe, expect, it } from "vitest";
import { patternOf, programOf } from "../../src/compute/patternProgram.ts";
import { kernels } from "../../src/kernels/index.ts";
import { definitionOf } from "../../src/operations/index.ts";
import { ProgramBuilder } from "../../src/operations/program.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { casesOf } from "../../src/verify/kernelCases.ts";

/** The shaders that a program is computed by. */
const shadersOf = (builder: ProgramBuilder) => planProgram(builder).dispatches.map(({ shader }) => shader);

/** Inputs of a dense layer with a bias, and the means to build it bit by bit. */
function layer() {
  const builder = new ProgramBuilder();
  const [x, weight, bias] = [
    builder.persistent("x", [3, 8]),
    builder.persistent("weight", [5, 8]),
    builder.persistent("bias", [5]),
  ];
  const emit = (label: string, op: string, inputs: Record<string, string>) => builder.emit(label, op, inputs).y;
  return { builder, x, weight, bias, emit };
}

describe("a fused kernel", () => {
  it("is found where its operations follow each other", () => {
    const { builder, x, weight, bias, emit } = layer();
    emit("a", "relu", { x: emit("a", "addBias", { x: emit("a", "dense", { x, weight }), bias }) });
    expect(shadersOf(builder)).toEqual(["denseBiasActivation"]);
  });

  it("is found where others stand between its operations", () => {
    const { builder, x, weight, bias, emit } = layer();
    const weighted = emit("a", "dense", { x, weight });
    emit("b", "sigmoid", { x });
    const biased = emit("a", "addBias", { x: weighted, bias });
    emit("c", "relu", { x });
    emit("a", "relu", { x: biased });
    expect(shadersOf(builder).toSorted()).toEqual(["denseBiasActivation", "relu", "sigmoid"]);
  });

  it("is found twice where two rows of its operations alternate", () => {
    const { builder, x, weight, bias, emit } = layer();
    const weighted = ["a", "b"].map((label) => emit(label, "dense", { x, weight }));
    const biased = ["b", "a"].map((label, i) => emit(label, "addBias", { x: weighted[1 - i], bias }));
    for (const [i, label] of ["a", "b"].entries()) emit(label, "relu", { x: biased[1 - i] });
    expect(shadersOf(builder)).toEqual(["denseBiasActivation", "denseBiasActivation"]);
  });

  it("does not hide what another operation reads", () => {
    const { builder, x, weight, bias, emit } = layer();
    const weighted = emit("a", "dense", { x, weight });
    emit("a", "addBias", { x: weighted, bias });
    emit("b", "sigmoid", { x: weighted });
    expect(shadersOf(builder).toSorted()).toEqual(["addBias", "dense", "sigmoid"]);
  });

  it("does not hide what is read from outside", () => {
    const { builder, x, weight, bias, emit } = layer();
    const weighted = emit("a", "dense", { x, weight });
    const biased = emit("a", "addBias", { x: weighted, bias });
    emit("a", "relu", { x: biased });
    builder.results.push(biased);
    expect(shadersOf(builder)).toEqual(["denseBiasActivation", "relu"]);
  });

  it("does not hide what stands between its operations and is read there", () => {
    const builder = new ProgramBuilder();
    const dy = builder.persistent("dy", [2, 4]);
    const weight = builder.persistent("weight", [4, 8]);
    const { dx: g } = builder.emit("a", "denseInputGrad", { dy, weight });
    const { y } = builder.emit("b", "sigmoid", { x: g });
    builder.emit("a", "reluGrad", { dy: g, y });
    expect(shadersOf(builder).slice(1)).toEqual(["sigmoid", "reluGrad"]);
  });

  it("does not jump over an operation that needs one of its own and is needed by another", () => {
    const builder = new ProgramBuilder();
    const x = builder.persistent("x", [3, 4]);
    const label = builder.persistent("label", [3], "u32");
    const ring = { metrics: builder.persistent("metrics", [4, 2]), step: builder.persistent("step", [1], "u32") };
    const { loss } = builder.emit("a", "softmaxCrossEntropy", { x, label });
    // Between the loss and the note of the step, another note of the same loss goes into the same ring.
    builder.emit("b", "record", { loss, prediction: label, label, ...ring });
    const { prediction } = builder.emit("a", "classify", { x });
    builder.emit("a", "softmaxCrossEntropyGrad", { x, label });
    builder.emit("a", "record", { loss, prediction, label, ...ring });
    expect(shadersOf(builder)).toEqual([
      "softmaxCrossEntropy",
      "record",
      "classify",
      "softmaxCrossEntropyGrad",
      "record",
    ]);
  });

  it("goes through a view, unless somebody else reads what stands before it", () => {
    const through = (isRead: boolean) => {
      const builder = new ProgramBuilder();
      const given = (name: string, shape: number[]) =>
        builder.persistent(name, shape, name === "index" ? "u32" : "f32");
      const [x, dy, weight] = [given("x", [2, 8]), given("dy", [2, 5]), given("weight", [5, 8])];
      builder.emit("a", "denseWeightGrad", { x, dy });
      builder.emit("a", "addBiasGrad", { dy });
      const { dx: g } = builder.emit("a", "denseInputGrad", { dy, weight });
      const { y: u } = builder.emit("b", "unflatten", { x: g }, { shape: [2, 2, 2] });
      const { dx: r } = builder.emit("c", "reluGrad", { dy: u, y: given("y", [2, 2, 2, 2]) });
      const window = { input: [4, 4], kernel: [2, 2], stride: [2, 2] };
      builder.emit("d", "maxPool2dGrad", { dy: r, index: given("index", [2, 2, 2, 2]) }, window);
      if (isRead) builder.emit("e", "sigmoid", { x: g });
      return shadersOf(builder);
    };
    expect(through(false)).toEqual(["denseGradsMaxPoolRelu"]);
    expect(through(true)).not.toContain("denseGradsMaxPoolRelu");
  });

  it("does not take a row whose tensors only look alike", () => {
    const { builder, x, weight, bias, emit } = layer();
    const [first, second] = ["a", "b"].map((label) => emit(label, "dense", { x, weight }));
    builder.results.push(first);
    emit("b", "addBias", { x: second, bias });
    expect(shadersOf(builder)).toEqual(["dense", "denseBiasActivation"]);
  });

  it("waits for what its later operations need", () => {
    const { builder, x, weight, emit } = layer();
    const weighted = emit("a", "dense", { x, weight });
    // The bias is computed only after the first operation of the pattern stands in the list.
    const { db } = builder.emit("b", "addBiasGrad", { dy: builder.persistent("dy", [7, 5]) });
    emit("a", "addBias", { x: weighted, bias: db });
    expect(shadersOf(builder)).toEqual(["addBiasGrad", "denseBiasActivation"]);
  });
});

describe("the plain kernels", () => {
  it("cover every operation in every case", () => {
    for (const kernel of kernels) {
      for (const { name, program } of casesOf(kernel)) {
        const plain = planProgram(program, "plain");
        expect(plain.dispatches.length, `${kernel.name}: ${name}`).toBe(
          program.operations.filter(({ op }) => !definitionOf(op).view).length,
        );
      }
    }
  });

  it("do not compute what only renames memory", () => {
    expect(planProgram(programOf(patternOf("flatten"), { x: [2, 3, 4] }), "plain").dispatches).toEqual([]);
  });
});
