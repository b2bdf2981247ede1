import { describe, expect, it } from "vitest";
import { patternOf, programOf } from "../../src/compute/patternProgram.ts";
import { elements } from "../../src/core/shape.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { definitionOf, type OperationName, operations } from "../../src/operations/index.ts";
import { ProgramBuilder, shapesOf } from "../../src/operations/program.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { Interpreter } from "../../src/reference/interpreter.ts";
import { plausible } from "../../src/verify/fill.ts";
import type { Given } from "../cases/case.ts";
import { operationCases } from "../cases/index.ts";
import { pairs, worstDifference } from "../differences.ts";
import { oddNetworks, smallNetworks } from "../networks.ts";

/** How far central differences in float64 may be from a right gradient, relative. */
const TOLERANCE = 1e-7;

const isLoss = (op: string) => ["softmaxCrossEntropy", "squaredError", "binaryCrossEntropyWithLogits"].includes(op);

/** The operation with its gradients after it, and L = Σ dy·y for a dy drawn at random; of a loss L = its mean over the samples. */
function differentiated(op: OperationName, given: Given) {
  const program = programOf(patternOf(op), given);
  const definition = definitionOf(op);
  const [{ inputs, outputs, attributes }] = program.operations;
  const y = outputs[Object.keys(definition.outputs)[0]];
  const { shape } = program.tensors.get(y)!;
  const gradients = definition.gradient!({
    inputs,
    outputs,
    attributes,
    shapes: shapesOf(program.tensors, inputs),
    dy: program.persistent("dy", shape),
    emit: (name, names, more) => program.emit("gradient", name, names, more),
  });
  const interpreter = new Interpreter(program);
  const fill = plausible(program, 2);
  // Where a maximum is chosen or a sign decides, no two values may be as near to each other as the differences reach.
  const spread = (value: number, i: number) => (/maxPool2d|relu/i.test(op) ? value + (i + 1) * 2 ** -12 : value);
  for (const name of [...Object.values(inputs), "dy"]) {
    const { data } = interpreter.array(name);
    const { type } = program.tensors.get(name)!;
    for (let i = 0; i < data.length; i++) data[i] = type === "f32" ? spread(fill(name, i), i) : fill(name, i);
  }
  if (isLoss(op)) interpreter.array("dy").data.fill(1 / shape[0]);
  interpreter.run();
  const dy = interpreter.array("dy").data;
  const loss = () => {
    interpreter.runRange(0, 1);
    return (interpreter.array(y).data as Float64Array).reduce((sum, value, i) => sum + value * dy[i], 0);
  };
  return { interpreter, inputs, gradients, loss };
}

const differentiable = (Object.keys(operations) as OperationName[]).filter((op) => definitionOf(op).gradient);

/** In training, mean and variance of batch normalisation are not its own: what is differentiated is the composition below. */
const isAlone = ({ training }: Given) => training !== true;

describe.each(differentiable)("%s", (op) => {
  it.each(operationCases[op].cases.filter(({ given }) => !("scale" in given) && isAlone(given)))(
    "has its gradient: $name",
    ({ given }) => {
      const { interpreter, inputs, gradients, loss } = differentiated(op, given);
      for (const [role, gradient] of Object.entries(gradients)) {
        const x = interpreter.array(inputs[role]).data as Float64Array;
        const claimed = interpreter.array(gradient).data.slice();
        expect(claimed).toHaveLength(x.length);
        expect(worstDifference(pairs(x, claimed, loss)), role).toBeLessThan(TOLERANCE);
      }
    },
  );
});

describe.each(Object.entries({ ...smallNetworks, ...oddNetworks }))("the network %s", (_, recipe) => {
  it("has its gradients with respect to all parameters", () => {
    const program = compileTraining(recipe, { count: recipe.batch, shape: recipe.input });
    const interpreter = new Interpreter(program);
    const fill = plausible(program, 3);
    const { data: images } = interpreter.array("images");
    for (let i = 0; i < images.length; i++) images[i] = fill("images", i);
    const classes = Math.max(2, program.network.features);
    interpreter.array("labels").data.forEach((_, i, labels) => {
      labels[i] = i % classes;
    });
    interpreter.array("order").data.forEach((_, i, order) => {
      order[i] = i;
    });
    const start = Float64Array.from(initializeParameters(program.network.parameters, 4));
    const loss = () => {
      interpreter.array("parameters").data.set(start);
      interpreter.array("step").data[0] = 0;
      interpreter.run();
      return interpreter.array("metrics").data[0];
    };
    loss();
    const gradients = interpreter.array("gradients").data.slice();
    for (const { name, shape, offset } of program.network.parameters) {
      const end = offset + elements(shape);
      const found = pairs(start.subarray(offset, end), gradients.subarray(offset, end), loss);
      expect(worstDifference(found), name).toBeLessThan(TOLERANCE);
      expect(Math.max(...found.map(({ claimed }) => Math.abs(claimed))), `${name} has an influence`).toBeGreaterThan(0);
    }
  });
});

describe("batch normalisation by the statistics of its own batch", () => {
  it.each([{ x: [3, 4, 5, 2] }, { x: [2, 1] }, { x: [1, 3, 1, 2] }, { x: [7, 5] }, { x: [2, 3, 4, 3], epsilon: 0.5 }])(
    "has its gradients, through mean and variance too: $x",
    ({ x: shape, epsilon = 1e-5 }) => {
      const builder = new ProgramBuilder();
      const maps = [shape[1]];
      const x = builder.persistent("x", shape);
      const [weight, bias] = ["weight", "bias"].map((name) => builder.persistent(name, maps));
      const { mean, variance } = builder.emit("bn", "batchStatistics", { x });
      const attributes = { epsilon, training: true };
      const inputs = { x, mean, variance, weight, bias };
      const outputs = builder.emit("bn", "batchNorm", inputs, attributes);
      const gradients = definitionOf("batchNorm").gradient!({
        inputs,
        outputs,
        attributes,
        shapes: shapesOf(builder.tensors, inputs),
        dy: builder.persistent("dy", shape),
        emit: (name, names, more) => builder.emit("gradient", name, names, more),
      });
      const interpreter = new Interpreter(builder);
      const fill = plausible(builder, 5);
      for (const name of [x, weight, bias, "dy"]) {
        const { data } = interpreter.array(name);
        for (let i = 0; i < data.length; i++) data[i] = fill(name, i);
      }
      interpreter.run();
      const { data: dy } = interpreter.array("dy");
      const loss = () => {
        interpreter.runRange(0, 2);
        return (interpreter.array(outputs.y).data as Float64Array).reduce((sum, value, i) => sum + value * dy[i], 0);
      };
      expect(Object.keys(gradients)).toEqual(["x", "weight", "bias"]);
      for (const [role, gradient] of Object.entries(gradients)) {
        const claimed = interpreter.array(gradient).data.slice();
        const found = pairs(interpreter.array(role).data as Float64Array, claimed, loss);
        expect(worstDifference(found), role).toBeLessThan(TOLERANCE);
      }
    },
  );
});
