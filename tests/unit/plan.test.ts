import { describe, expect, it } from "vitest";
import { shaders } from "../../src/kernels/index.ts";
import { presets } from "../../src/model/presets.ts";
import { type Compiled, compileEvaluation, compilePrediction, compileTraining } from "../../src/plan/compile.ts";
import { explain, formatExplanation } from "../../src/plan/explain.ts";
import { type Plan, planProgram } from "../../src/plan/plan.ts";
import { profiles } from "../../src/plan/profiles.ts";

const mnist = { count: 60_000, shape: [1, 28, 28] } as const;

function trainingOf(name: string): Compiled {
  const recipe = presets[name];
  return compileTraining(recipe, name === "sigmoid2" ? { count: 1000, shape: recipe.input } : mnist);
}

/** What each dispatch covers, in their order. */
function covered(plan: Plan): string[] {
  return plan.dispatches.map(
    ({ label, operations }) => `${label}: ${operations.map(({ label: layer, op }) => `${layer}.${op}`).join(" · ")}`,
  );
}

describe("a training step of lenet at batch 128", () => {
  const program = trainingOf("lenet");
  const plan = planProgram(program);

  it("takes these dispatches, at most 20", () => {
    expect(plan.dispatches.length).toBeLessThanOrEqual(20);
    expect(covered(plan)).toMatchInlineSnapshot(`
      [
        "batch.gatherBatchWords: batch.gatherBatch",
        "conv1.conv2dBiasMaxPoolRelu: conv1.conv2d · conv1.addBias · pool1.maxPool2d · relu1.relu",
        "conv2.conv2dBiasMaxPoolRelu: conv2.conv2d · conv2.addBias · pool2.maxPool2d · relu2.relu",
        "dense1.denseBiasActivation: dense1.dense · dense1.addBias · relu3.relu",
        "dense2.denseBiasActivation: dense2.dense · dense2.addBias · relu4.relu",
        "dense3.denseCrossEntropyHeadBlock: dense3.dense · dense3.addBias · loss.softmaxCrossEntropy · loss.classify · loss.softmaxCrossEntropyGrad · loss.record",
        "dense3.denseGrads: dense3.addBiasGrad · dense3.denseInputGrad · dense3.denseWeightGrad · relu4.reluGrad",
        "dense2.denseGrads: dense2.addBiasGrad · dense2.denseInputGrad · dense2.denseWeightGrad · relu3.reluGrad",
        "dense1.denseGradsMaxPoolRelu: dense1.addBiasGrad · dense1.denseInputGrad · dense1.denseWeightGrad · flatten.unflatten · relu2.reluGrad · pool2.maxPool2dGrad",
        "conv2.conv2dGradsMaxPoolRelu: conv2.addBiasGrad · conv2.conv2dInputGrad · conv2.conv2dWeightGrad · relu1.reluGrad · pool1.maxPool2dGrad",
        "conv1.conv2dParameterGrads: conv1.addBiasGrad · conv1.conv2dWeightGrad",
        "update.momentum: update.momentum",
      ]
    `);
  });

  it("makes pooling's gradient where it is needed on a processor, though the kernel before could take the ReLU's", () => {
    const { device } = profiles.find(({ name }) => name === "lavapipe")!;
    const gradients = covered(planProgram(program, "fast", { device })).filter((line) =>
      /(conv|pool)\d\.\w+Grad/.test(line),
    );
    expect(gradients).toMatchInlineSnapshot(`
      [
        "relu2.conv2dGradsLanesMaxPoolRelu: relu2.reluGrad · pool2.maxPool2dGrad · conv2.addBiasGrad · conv2.conv2dInputGrad · conv2.conv2dWeightGrad",
        "relu1.conv2dParameterGradsLanesMaxPoolRelu: relu1.reluGrad · pool1.maxPool2dGrad · conv1.addBiasGrad · conv1.conv2dWeightGrad",
      ]
    `);
  });

  it.each(["swiftshader", "lavapipe"])("computes the head from its dense layer on in one dispatch on %s", (adapter) => {
    const { device } = profiles.find(({ name }) => name === adapter)!;
    const dispatches = covered(planProgram(program, "fast", { device }));
    expect(dispatches.filter((line) => /CrossEntropy/.test(line))).toMatchInlineSnapshot(`
      [
        "dense3.denseCrossEntropyHeadBroadcast: dense3.dense · dense3.addBias · loss.softmaxCrossEntropy · loss.classify · loss.softmaxCrossEntropyGrad · loss.record",
      ]
    `);
  });

  it("takes as many dispatches on each kind of device as here", () => {
    const counts = profiles.map(({ name, device }) => [
      name,
      planProgram(program, "fast", { device }).dispatches.length,
    ]);
    expect(Object.fromEntries([["any", plan.dispatches.length], ...counts])).toEqual({
      any: 12,
      swiftshader: 12,
      lavapipe: 12,
      integrated: 12,
      m2: 12,
      rx7800xt: 12,
      rtx4070: 12,
      h100: 12,
    });
  });

  it("takes one dispatch for each operation where only plain kernels are chosen", () => {
    const plain = planProgram(program, "plain");
    for (const { operations } of plain.dispatches) expect(operations).toHaveLength(1);
    expect(plain.dispatches).toHaveLength(program.operations.filter(({ op }) => !/flatten/.test(op)).length);
  });

  it("does not compute the gradient with respect to the picture", () => {
    const dead = program.operations.filter(({ label, op }) => label === "conv1" && op === "conv2dInputGrad");
    expect(dead).toEqual([]);
    expect(program.operations.filter(({ op }) => op === "conv2dInputGrad")).toHaveLength(1);
  });

  it("is explained in numbers that add up", () => {
    const { parameters, dispatches, flopsPerStep, buffers, bytes } = explain(program, plan);
    expect(parameters).toBe(44_426);
    expect(flopsPerStep).toBe(dispatches.reduce((sum, { flops }) => sum + flops, 0));
    expect(bytes).toBe(buffers.reduce((sum, other) => sum + other.bytes, 0));
    // Twice the multiply-adds of the first convolution: 128 · 6 · 24 · 24 · 25, its bias and pooling beside it.
    const [conv1] = dispatches.filter(({ label }) => label.startsWith("conv1.conv2d"));
    expect(conv1.flops).toBeGreaterThanOrEqual(2 * 128 * 6 * 576 * 25);
    expect(conv1.flops).toBeLessThan(1.1 * 2 * 128 * 6 * 576 * 25);
  });

  it("costs the same arithmetic however its kernels are chosen", () => {
    const plain = explain(program, planProgram(program, "plain"));
    expect(explain(program, plan).flopsPerStep).toBe(plain.flopsPerStep);
  });

  it("prints a line for each dispatch", () => {
    const text = formatExplanation(program, plan);
    for (const { label } of plan.dispatches) expect(text).toContain(label);
    expect(text).toContain(`${plan.dispatches.length} dispatches a step at batch 128`);
    expect(text).toContain("44,426 parameters");
  });
});

describe("the end of a training step", () => {
  const endOf = (optimizer: object) => {
    const program = compileTraining(
      { ...presets.lenet, optimizer: { ...presets.lenet.optimizer, ...optimizer } },
      mnist,
    );
    const operations = program.operations.filter(({ label }) => label === "update");
    return { program, operations, plan: planProgram(program) };
  };

  it("is the update alone where nothing else is said", () => {
    const { program, operations } = endOf({});
    expect(operations.map(({ op }) => op)).toEqual(["momentum"]);
    expect(program).toMatchObject({ state: ["parameters", "velocity"], judged: "parameters" });
  });

  it("clips the gradient before it, and averages the weights after it", () => {
    const { program, operations, plan } = endOf({ clipNorm: 1, averageDecay: 0.99 });
    expect(operations.map(({ op }) => op)).toEqual(["gradientNorm", "clipByNorm", "momentum", "movingAverage"]);
    const [norm, clip, update, average] = operations;
    expect([norm.inputs.gradient, clip.inputs.gradient]).toEqual(["gradients", "gradients"]);
    expect(clip.inputs.norm).toBe(norm.outputs.norm);
    expect(update.inputs.gradient).toBe(clip.outputs.clipped);
    expect(average).toMatchObject({
      inputs: { parameter: "parameters", step: update.inputs.step },
      attributes: { decay: 0.99 },
    });
    expect(program).toMatchObject({ state: ["parameters", "velocity", "average"], judged: "average" });
    // Partial sums are added where the gradient is read: twice before clipping, and not by the update.
    const readers = plan.dispatches.filter(({ bindings }) => bindings.segments?.buffer === "gradients.segments");
    expect(readers.map(({ shader }) => shader)).toEqual(["gradientNorm", "clipByNorm"]);
  });
});

const plans = Object.keys(presets).flatMap((name) => {
  const training = trainingOf(name);
  const data = name === "sigmoid2" ? { count: 200, shape: presets[name].input } : { ...mnist, count: 10_000 };
  const programs = {
    training,
    evaluation: compileEvaluation(presets[name], data, 50),
    prediction: compilePrediction(presets[name], 1),
  };
  return Object.entries(programs).flatMap(([kind, program]) =>
    (["fast", "plain"] as const).flatMap((choice) =>
      [false, true].map((reuse) => ({
        name: `${name}, ${kind}, ${choice}${reuse ? ", arrays taking turns" : ""}`,
        program,
        plan: planProgram(program, choice, { reuse }),
      })),
    ),
  );
});

describe.each(plans)("the plan of $name", ({ program, plan }) => {
  it("computes every operation once, after what it needs", () => {
    const isComputed = ({ op }: { op: string }) => !/flatten/.test(op);
    const planned = plan.dispatches.flatMap(({ operations }) => operations).filter(isComputed);
    const wanted = program.operations.filter(isComputed);
    expect(new Set(planned)).toEqual(new Set(wanted));
    expect(planned).toHaveLength(wanted.length);
    const rootOf = (name: string) => program.tensors.get(name)!.storage.of;
    const done = new Set([...program.tensors.values()].filter(({ persistent }) => persistent).map(({ name }) => name));
    for (const { operations } of plan.dispatches) {
      for (const { inputs, outputs } of operations) {
        for (const name of Object.values(inputs)) expect(done, name).toContain(rootOf(name));
        for (const name of Object.values(outputs)) done.add(rootOf(name));
      }
    }
  });

  it("leaves in memory whatever somebody reads", () => {
    const writers = new Map(
      plan.dispatches.flatMap((dispatch) =>
        dispatch.operations.flatMap(({ outputs }) => Object.values(outputs).map((name) => [name, dispatch] as const)),
      ),
    );
    const read = plan.dispatches.flatMap((dispatch) =>
      dispatch.operations.flatMap(({ inputs }) => Object.values(inputs).map((name) => ({ name, dispatch }))),
    );
    const outside = program.results.map((name) => ({ name, dispatch: undefined }));
    for (const { name, dispatch } of [...read, ...outside]) {
      const writer = writers.get(name);
      if (writer === undefined || writer === dispatch) continue;
      const { buffer, offset } = plan.places.get(name)!;
      const bound = Object.values(writer.bindings);
      expect(
        bound.some((range) => range.buffer === buffer && range.offset === offset),
        name,
      ).toBe(true);
    }
  });

  it("keeps within the limits that every device has", () => {
    const sizes = new Map(plan.buffers.map(({ label, bytes }) => [label, bytes]));
    for (const { bindings, workgroups } of plan.dispatches) {
      expect(Object.keys(bindings).length).toBeLessThanOrEqual(8);
      for (const count of workgroups) {
        expect(count).toBeGreaterThanOrEqual(1);
        expect(count).toBeLessThanOrEqual(65_535);
      }
      for (const { buffer, offset, bytes } of Object.values(bindings)) {
        expect(offset % 256).toBe(0);
        expect(bytes % 4).toBe(0);
        expect(bytes).toBeGreaterThan(0);
        expect(offset + bytes).toBeLessThanOrEqual(sizes.get(buffer)!);
      }
    }
  });

  it("never binds the same bytes twice where one is written", () => {
    for (const { shader, bindings } of plan.dispatches) {
      const { bindings: declared } = shaders.get(shader)!;
      const ranges = Object.entries(bindings).map(([name, range]) => ({ ...range, access: declared[name].access }));
      for (const [i, a] of ranges.entries())
        for (const b of ranges.slice(i + 1)) {
          if (a.access === "read" && b.access === "read") continue;
          const apart = a.buffer !== b.buffer || a.offset + a.bytes <= b.offset || b.offset + b.bytes <= a.offset;
          expect(apart, `${shader}: ${a.buffer}`).toBe(true);
        }
    }
  });

  it("is plain data", () => {
    expect(structuredClone(plan)).toEqual(plan);
  });
});
