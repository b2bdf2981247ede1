import { describe, expect, it } from "vitest";
import { BadCase } from "../../src/verify/userCases/badCase.ts";
import { referenceEngine, runPrepared } from "../../src/verify/userCases/engines.ts";
import { readCases, type UserCase } from "../../src/verify/userCases/readCases.ts";
import { prepareCase } from "../../src/verify/userCases/runCases.ts";

const control = {
  id: "r",
  op: "relu",
  kind: "gradient",
  attributes: {},
  inputs: { input: { shape: [2], data: [-1, 2] } },
  outputShape: [2],
  outputGrad: { shape: [2], data: [3, 4] },
  expected: { output: [0, 2], inputGrad: [0, 4] },
  tolerance: { absolute: 0, relative: 0 },
};

const read = (changes: object) => readCases("cases.json", JSON.stringify([{ ...control, ...changes }]));
const prepare = (changes: object) => prepareCase(read(changes)[0]).prepared;

async function computed(changes: Partial<UserCase> | object) {
  const prepared = prepare(changes);
  if (typeof prepared === "string") throw new Error(prepared);
  return Object.fromEntries(
    [...(await runPrepared(prepared, referenceEngine))].map(([name, values]) => [name, Array.from(values)]),
  );
}

describe("a file of cases", () => {
  it.each<[string, string]>([
    ["[", "cases.json: it is no JSON"],
    ["{}", "cases.json: it is {}; a list of cases"],
    ["[]", "cases.json: it is []; a list of cases"],
    ["[3]", "cases.json: case 1 is 3; an object was expected"],
  ])("%s is refused", (text, message) => {
    expect(() => readCases("cases.json", text)).toThrow(message);
  });

  it.each<[object, string]>([
    [{ id: "" }, 'case 1 (): id is ""; a name was expected'],
    [{ op: 3 }, "case 1 (r): op is 3; the name of an operation was expected"],
    [{ kind: "backward" }, 'case 1 (r): kind is "backward"; one of forward, gradient, optimizer was expected'],
    [{ inputs: undefined, input: {} }, "case 1 (r): inputs is missing; an object such as"],
    [{ attributes: [] }, "case 1 (r): attributes is []; an object was expected"],
    [{ inputs: { input: [1] } }, "case 1 (r): inputs.input is [1]; an array such as"],
    [{ inputs: { input: { shape: [0], data: [] } } }, "inputs.input.shape is [0]; a list of positive whole numbers"],
    [{ inputs: { input: { shape: [3], data: [1, 2] } } }, 'inputs.input.data is "2 numbers"; 3 for its shape 3'],
    [{ inputs: { input: { shape: [1], data: ["1"] } } }, 'inputs.input.data is ["1"]; a flat list of numbers'],
    [{ outputGrad: {} }, "case 1 (r): outputGrad.shape is missing"],
    [{ expected: {} }, "case 1 (r): expected is {}; an object such as"],
    [{ expected: { output: [[1]] } }, "case 1 (r): expected.output is [[1]]; a flat list of numbers"],
    [{ expected: { output: [1] } }, 'expected.output is "1 numbers"; 2 numbers for outputShape 2'],
    [{ tolerance: undefined }, "case 1 (r): tolerance is missing"],
    [{ tolerance: { absolute: -1 } }, "tolerance.absolute is -1; a number from 0 on"],
  ])("with %j is refused", (changes, message) => {
    expect(() => read(changes)).toThrow(message);
  });

  it("may say more of a case than is read", () => {
    expect(read({ note: "from a paper", seed: 3, source: { page: 7 } })).toEqual([control]);
  });

  it("with an id twice is refused", () => {
    expect(() => readCases("cases.json", JSON.stringify([control, control]))).toThrow('a second case is "r"');
  });
});

describe("a case", () => {
  it("gives output and gradients", async () => {
    expect(await computed({})).toEqual({ output: [0, 2], inputGrad: [0, 4] });
  });

  it("whose op is a+b does b after a", async () => {
    const inputs = { input: { shape: [2], data: [-1, 0] } };
    const of = (op: string) => ({ op, inputs, expected: { output: [0, 0] } });
    expect((await computed(of("relu+sigmoid"))).output).toEqual([0.5, 0.5]);
    expect((await computed(of("sigmoid+relu"))).output[0]).toBeLessThan(0.5);
  });

  it("finds the attributes of each operation under its name", async () => {
    const attributes = { leakyRelu: { slope: 3 }, gelu: { approximate: "tanh" } };
    const expected = { output: [0, 0] };
    const inputs = { input: { shape: [2], data: [-1, 0] } };
    const { output } = await computed({ op: "leakyRelu+gelu", attributes, inputs, expected });
    expect(output[0]).toBeCloseTo(-0.00363739, 6);
  });

  it("of a loss has dL = 1 where no outputGrad is given, and reduces as it says", async () => {
    const inputs = { input: { shape: [2, 2], data: [1, 2, 3, 4] }, target: { shape: [2, 2], data: [0, 0, 0, 0] } };
    const loss = (reduction: string, length = 1) => ({
      op: "meanSquaredError",
      attributes: { reduction },
      inputs,
      outputShape: undefined,
      outputGrad: undefined,
      expected: { output: Array(length).fill(0), inputGrad: [0, 0, 0, 0] },
    });
    expect(await computed(loss("mean"))).toEqual({ output: [7.5], inputGrad: [0.5, 1, 1.5, 2] });
    expect(await computed(loss("sum"))).toEqual({ output: [30], inputGrad: [2, 4, 6, 8] });
    expect(await computed(loss("none", 4))).toEqual({ output: [1, 4, 9, 16], inputGrad: [2, 4, 6, 8] });
  });

  it("of batchNorm has bias 0, scale 1, mean 0 and variance 1 where they are absent", async () => {
    const inputs = { input: { shape: [1, 1, 1, 2], data: [-3, 5] } };
    const of = {
      op: "batchNorm",
      attributes: { epsilon: 3 },
      inputs,
      outputShape: undefined,
      expected: { output: [0] },
    };
    expect(await computed(of)).toEqual({ output: [-1.5, 2.5] });
  });

  const array = (...data: number[]) => ({ shape: [data.length], data });
  const optimizer = {
    op: "sgdMomentum",
    kind: "optimizer",
    attributes: { learningRate: 0.5, momentum: 0.5 },
    inputs: { parameter: array(1), gradient1: array(1), gradient2: array(2) },
    expected: { parameter1: [0], parameter2: [0] },
  };

  it("of an optimizer gives the parameters after one update and after two", async () => {
    expect(await computed(optimizer)).toEqual({ parameter1: [0.5], parameter2: [-0.75] });
    const attributes = { ...optimizer.attributes, nesterov: true };
    expect(await computed({ ...optimizer, attributes })).toEqual({ parameter1: [0.25], parameter2: [-1.375] });
  });

  it.each(["sgd", "adam", "adamW", "rmsProp"])(
    "of %s may have switches and numbers that change nothing",
    async (op) => {
      const of = (more: object) => ({ ...optimizer, op, attributes: { learningRate: 0.5, ...more } });
      const same = { nesterov: false, momentum: 0, dampening: 0, amsgrad: false, centered: false, maximize: false };
      expect(await computed(of(same))).toEqual(await computed(of({})));
      expect(prepare(of({ nesterov: true }))).toBe("attribute nesterov true");
      expect(prepare(of({ dampening: 0.5 }))).toBe("attribute dampening 0.5");
      if (op !== "rmsProp") expect(prepare(of({ momentum: 0.5 }))).toBe("attribute momentum 0.5");
    },
  );

  it.each(["gradient1", "gradient2"])("whose %s is of another length than the parameter contradicts itself", (name) => {
    const three = { parameter: array(1, 1, 1), gradient1: array(1, 1, 1), gradient2: array(1, 1, 1) };
    const of = (gradient: object) => prepare({ ...optimizer, inputs: { ...three, [name]: gradient } });
    expect(() => of(array(1, 1))).toThrow(`r: ${name} has 2 numbers; 3, as many as parameter, were expected`);
    expect(() => of(array(1, 1, 1, 1))).toThrow(BadCase);
    expect(of(array(1, 1, 1))).not.toBeTypeOf("string");
  });

  it("takes targets as classes or as rows of one 1", async () => {
    const of = (target: object) => ({
      op: "softmaxCrossEntropy",
      inputs: { input: { shape: [2, 3], data: [0, 1, 2, 3, 4, 5] }, target },
      outputShape: [],
      outputGrad: undefined,
      expected: { output: 0 },
    });
    const classes = await computed(of({ shape: [2], data: [2, 0] }));
    expect(await computed(of({ shape: [2, 3], data: [0, 0, 1, 1, 0, 0] }))).toEqual(classes);
    expect(() => prepare(of({ shape: [2], data: [3, 0] }))).toThrow("a target is 3; a class from 0 to 2 was expected");
    expect(prepare(of({ shape: [2, 3], data: [0, 0.5, 0.5, 1, 0, 0] }))).toContain("several classes");
  });
});

describe("a case that we cannot do is unsupported", () => {
  const dense = { input: { shape: [1, 1], data: [1] }, weight: { shape: [1, 1], data: [1] } };
  it.each<[string, object]>([
    ["operation fft", { op: "fft" }],
    ["operation fft", { op: "relu+fft" }],
    ["attribute inplace", { attributes: { inplace: true } }],
    ["input mask", { inputs: { ...control.inputs, mask: { shape: [1], data: [1] } } }],
    ["no input input", { inputs: {} }],
    ["expected indices", { expected: { indices: [1] } }],
    ["expected weightGrad", { expected: { weightGrad: [1] } }],
    ["a gradient without outputGrad", { outputGrad: undefined }],
    [
      "two operations that read weight",
      { op: "dense+dense", inputs: dense, expected: { output: [1] }, outputShape: [1] },
    ],
    [
      "an operation after a loss",
      { op: "meanSquaredError+relu", inputs: { ...control.inputs, target: control.inputs.input } },
    ],
    ["pooling without kernel", { op: "maxPool" }],
    ['attribute approximate "fast"', { op: "gelu", attributes: { approximate: "fast" } }],
    ["attribute axis 0", { op: "softmax", attributes: { axis: 0 } }],
    ["optimizer lion", { op: "lion", kind: "optimizer" }],
    ["attribute betas 0.9", { op: "adam", kind: "optimizer", attributes: { betas: 0.9 } }],
    ["attribute betas null", { op: "adam", kind: "optimizer", attributes: { betas: null } }],
    ["attribute betas [0.9]", { op: "adam", kind: "optimizer", attributes: { betas: [0.9] } }],
    ['attribute betas [0.9,"x"]', { op: "adamW", kind: "optimizer", attributes: { betas: [0.9, "x"] } }],
    ["attribute amsgrad true", { op: "adam", kind: "optimizer", attributes: { amsgrad: true } }],
  ])("%s", (reason, changes) => {
    expect(prepare(changes)).toContain(reason);
  });

  it("where two operations may mean the same attribute", () => {
    const attributes = { kernel: [1, 1] };
    const inputs = { input: { shape: [1, 1, 1, 2], data: [1, 2] } };
    expect(prepare({ op: "maxPool+avgPool", attributes, inputs })).toContain(
      "two operations that read attribute kernel",
    );
  });

  it("where we refuse its shapes", () => {
    expect(prepare({ op: "softmax" })).toContain("softmax: x has 1 axes");
  });
});
