/** The passes after the choice of kernels: the order of dispatches, and arrays that take turns in a buffer. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { elements } from "../../src/core/shape.ts";
import { shaders } from "../../src/kernels/index.ts";
import { presets } from "../../src/model/presets.ts";
import type { Recipe } from "../../src/model/recipe.ts";
import { type Program, ProgramBuilder } from "../../src/operations/program.ts";
import { chooseKernels } from "../../src/plan/chooseKernels.ts";
import { compileEvaluation, compilePrediction, compileTraining } from "../../src/plan/compile.ts";
import { ancestorsOf, predecessorsOf, stagesOf } from "../../src/plan/dependencies.ts";
import { explainPasses } from "../../src/plan/passes.ts";
import { type Plan, planGroups, planProgram } from "../../src/plan/plan.ts";
import { plannedBytes } from "../../src/plan/reuse.ts";
import { flopsOf } from "../../src/plan/work.ts";
import { oddNetworks, smallNetworks } from "../networks.ts";

const dataFor = ({ input, batch }: Recipe) => ({ count: 2 * batch, shape: input });

const choices = ["fast", "plain"] as const;

/** The steps of a network, each with fast and with plain kernels. */
function programsOf(recipe: Recipe): Program[] {
  const data = dataFor(recipe);
  return [
    compileTraining(recipe, data),
    compileEvaluation(recipe, data, recipe.batch),
    compilePrediction(recipe, recipe.batch),
  ];
}

/**
 * Programs of additions, ReLUs and sigmoids of arrays of three sizes, in many patterns of who reads what. Of each size an array may outlive
 * the step: then it is changed last, as parameters are, so that the next step waits for this one.
 */
const anyProgram: fc.Arbitrary<Program> = fc
  .record({
    steps: fc.array(
      fc.record({
        op: fc.constantFrom("add", "sigmoid", "relu"),
        size: fc.nat(2),
        a: fc.nat(2),
        b: fc.nat(9),
        isResult: fc.nat(9).map((one) => one === 0),
      }),
      { minLength: 1, maxLength: 24, size: "max" },
    ),
    isTrained: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
  })
  .map(({ steps, isTrained }) => {
    const builder = new ProgramBuilder();
    const bySize = [3, 100, 1000].map((length) => [builder.persistent(`state${length}`, [length])]);
    for (const { op, size, a, b, isResult } of steps) {
      const arrays = bySize[size];
      const [x, other] = [a, b].map((back) => arrays[Math.max(0, arrays.length - 1 - back)]);
      const { y } = builder.emit(`size${size}`, op, op === "add" ? { a: x, b: other } : { x });
      arrays.push(y);
      if (isResult) builder.results.push(y);
    }
    for (const [size, arrays] of bySize.entries()) {
      if (isTrained[size] && arrays.length > 1)
        builder.emit("update", "relu", { x: arrays.at(-1)! }, {}, { y: arrays[0] });
    }
    return { tensors: builder.tensors, operations: builder.operations, results: builder.results };
  });

/** For each dispatch which array it finds or puts where. The arrays are those of the plan in which each has a buffer of its own. */
function bindingsOf(own: Plan, reused: Plan) {
  return own.dispatches.map(({ shader, bindings, label }, place) =>
    Object.entries(bindings).map(([name, { buffer }]) => ({
      label,
      array: buffer,
      buffer: reused.dispatches[place].bindings[name].buffer,
      writes: shaders.get(shader)!.bindings[name].access === "read_write",
    })),
  );
}

/** Goes through two steps and looks in every buffer for what should be there. */
function expectRightContents(program: Program, own: Plan, reused: Plan): void {
  const contents = new Map<string, string>();
  const isComputed = ({ array }: { array: string }) => program.tensors.get(array)?.persistent === false;
  for (let step = 0; step < 2; step++) {
    for (const all of bindingsOf(own, reused)) {
      const computed = all.filter(isComputed);
      for (const { array, buffer, writes, label } of computed) {
        if (!writes) expect(contents.get(buffer), `${label} reads ${array}`).toBe(array);
      }
      for (const { array, buffer, writes } of computed) if (writes) contents.set(buffer, array);
    }
    for (const name of program.results) {
      const array = own.places.get(name)!.buffer;
      expect(contents.get(reused.places.get(name)!.buffer), `result ${name}`).toBe(array);
    }
  }
}

/** Two steps in a row. */
const twice = ({ dispatches }: Plan) => [...dispatches, ...dispatches];

function expectSoundReuse(program: Program): void {
  for (const choice of choices) {
    const [own, reused] = [false, true].map((reuse) => planProgram(program, choice, { reuse }));
    expectRightContents(program, own, reused);
    expect(ancestorsOf(twice(reused)), "nothing waits that did not wait before").toEqual(ancestorsOf(twice(own)));
    for (const all of bindingsOf(own, reused)) {
      const arrays = new Map(all.map(({ buffer, array }) => [buffer, array]));
      for (const { buffer, array, label } of all) expect(arrays.get(buffer), label).toBe(array);
    }
    expect(plannedBytes(reused)).toBeLessThanOrEqual(plannedBytes(own));
    for (const { buffer, offset, bytes } of reused.dispatches.flatMap(({ bindings }) => Object.values(bindings))) {
      const { bytes: size } = reused.buffers.find(({ label }) => label === buffer)!;
      expect(offset + bytes, buffer).toBeLessThanOrEqual(size);
    }
  }
}

describe("arrays that take turns in a buffer", () => {
  it.each(Object.entries({ ...presets, ...smallNetworks, ...oddNetworks }))(
    "are there when they are read, and nobody waits for it, in %s",
    (_, recipe) => {
      for (const program of programsOf(recipe)) expectSoundReuse(program);
    },
  );

  it("are so in any program", () => {
    fc.assert(fc.property(anyProgram, expectSoundReuse));
    const shared = fc
      .sample(anyProgram, { numRuns: 100, seed: 1 })
      .filter((program) => planProgram(program, "plain", { reuse: true }).buffers.some(({ holds }) => holds));
    expect(shared.length, "programs in which arrays take turns").toBeGreaterThan(20);
  });

  it("take less memory in every training step", () => {
    for (const recipe of Object.values(presets)) {
      const program = compileTraining(recipe, dataFor(recipe));
      const [own, reused] = [false, true].map((reuse) => plannedBytes(planProgram(program, "plain", { reuse })));
      expect(reused, recipe.name).toBeLessThan(own);
    }
  });

  it("are none that outlive the step or are its results", () => {
    for (const recipe of Object.values(presets)) {
      for (const program of programsOf(recipe)) {
        const { buffers } = planProgram(program, "plain", { reuse: true });
        for (const { holds = [] } of buffers) {
          for (const array of holds) expect(program.tensors.get(array), array).toMatchObject({ persistent: false });
          for (const array of holds.slice(0, -1)) expect(program.results).not.toContain(array);
        }
      }
    }
  });
});

describe("the order of dispatches", () => {
  /** As the kernels were chosen, and as they are planned. */
  function orders(program: Program, choice: "fast" | "plain") {
    const chosen = planGroups(program, chooseKernels(program, choice)).dispatches;
    const planned = planProgram(program, choice).dispatches;
    const placeOf = chosen.map((dispatch) =>
      planned.findIndex(
        ({ label, operations }) => label === dispatch.label && operations[0] === dispatch.operations[0],
      ),
    );
    return { chosen, planned, placeOf };
  }

  function expectSoundOrder(program: Program): void {
    for (const choice of choices) {
      const { chosen, planned, placeOf } = orders(program, choice);
      expect(placeOf.toSorted((a, b) => a - b)).toEqual([...chosen.keys()]);
      for (const [later, before] of predecessorsOf(chosen, "bytes").entries()) {
        for (const earlier of before) expect(placeOf[earlier], chosen[earlier].label).toBeLessThan(placeOf[later]);
      }
      expect(Math.max(0, ...stagesOf(planned))).toBeLessThanOrEqual(Math.max(0, ...stagesOf(chosen)));
    }
  }

  it.each(Object.entries({ ...presets, ...oddNetworks }))(
    "keeps what touches the same bytes in order in %s",
    (_, recipe) => {
      for (const program of programsOf(recipe)) expectSoundOrder(program);
    },
  );

  it("does so in any program", () => {
    fc.assert(fc.property(anyProgram, expectSoundOrder));
  });

  it("has stages of dispatches that wait for none of each other", () => {
    const program = compileTraining(presets.deep, dataFor(presets.deep));
    const { dispatches } = planProgram(program, "plain");
    const stages = stagesOf(dispatches);
    for (const [later, before] of predecessorsOf(dispatches).entries()) {
      for (const earlier of before) expect(stages[earlier]).toBeLessThan(stages[later]);
    }
    const neighbours = stages.filter((stage, place) => stage === stages[place - 1]);
    expect(neighbours.length).toBeGreaterThanOrEqual(5);
  });

  it("puts both ways of a residual layer side by side", () => {
    const way = ["conv2d", "tanh", "conv2d", "tanh", "conv2d"].map((type) =>
      type === "conv2d" ? { type, filters: 2, kernel: 1 } : { type },
    );
    const recipe: Recipe = {
      ...presets.lenet,
      layers: [{ type: "residual", layers: way, shortcut: way }, { type: "flatten" }, { type: "dense", units: 3 }],
    };
    const program = compilePrediction(recipe, 2);
    const { chosen, planned } = orders(program, "plain");
    const stages = (dispatches: typeof chosen) => new Set(stagesOf(dispatches)).size;
    // Convolutions, biases and tanh of both ways, their sum, and the dense layer.
    expect(stages(planned)).toBe(8 + 1 + 2);
    expect(stages(chosen)).toBeGreaterThan(stages(planned));
  });

  it("updates running statistics while something else runs", () => {
    const program = compileTraining(presets.deep, dataFor(presets.deep));
    const { dispatches } = planProgram(program);
    const stages = stagesOf(dispatches);
    const updates = dispatches.flatMap(({ shader }, place) => (shader === "updateStatistics" ? [stages[place]] : []));
    expect(updates).toHaveLength(2);
    for (const stage of updates) expect(stages.filter((other) => other === stage)).toHaveLength(2);
  });
});

describe("what the passes do to a step of lenet", () => {
  const data = { count: 60_000, shape: presets.lenet.input };
  const passes = explainPasses(presets.lenet, data);
  const [written, poolFirst, removeDead, fusion, , reuse] = passes;
  const program = compileTraining(presets.lenet, data);

  it("is told in their order", () => {
    const names = ["written", "poolFirst", "removeDead", "fusion", "sideBySide", "reuse"];
    expect(passes.map(({ pass }) => pass)).toEqual(names);
  });

  it("is that of the plan in the end", () => {
    const plan = planProgram(program, "fast", { reuse: true });
    expect(reuse).toMatchObject({
      dispatches: plan.dispatches.length,
      stages: new Set(stagesOf(plan.dispatches)).size,
      flops: plan.dispatches.reduce((sum, { flops }) => sum + flops, 0),
      traffic: plan.dispatches.reduce((sum, { bytes }) => sum + bytes, 0),
      memory: plannedBytes(plan),
    });
  });

  it("leaves ReLUs a quarter of their elements, forward and backward", () => {
    const elementsBehind = 128 * (6 * 24 * 24 + 16 * 8 * 8);
    expect(poolFirst.did).toContain(`${((elementsBehind * 3) / 4).toLocaleString("en-US")} elements fewer`);
    expect(written.flops - poolFirst.flops).toBe(2 * ((elementsBehind * 3) / 4));
    expect(poolFirst.dispatches).toBe(written.dispatches);
  });

  it("removes the gradient with respect to the picture", () => {
    expect(removeDead.did).toBe("without conv1.conv2dInputGrad");
    expect(removeDead.dispatches).toBe(poolFirst.dispatches - 1);
    const whole = compileTraining(presets.lenet, data, { without: ["removeDead"] });
    const [dead] = whole.operations.filter(({ label, op }) => label === "conv1" && op === "conv2dInputGrad");
    expect(poolFirst.flops - removeDead.flops).toBe(flopsOf(whole, dead));
    const picture = elements(whole.tensors.get(dead.outputs.dx)!.shape) * 4;
    expect(poolFirst.memory - removeDead.memory).toBe(picture);
  });

  it("computes the same in fewer dispatches and less traffic", () => {
    expect(fusion.flops).toBe(removeDead.flops);
    expect(fusion.dispatches).toBeLessThan(removeDead.dispatches / 2);
    expect(fusion.traffic).toBeLessThan(removeDead.traffic);
    expect(fusion.did).toBe(`${fusion.dispatches} kernels for ${removeDead.dispatches} operations`);
  });

  it("is told of passes that find nothing to do", () => {
    const layers = [{ type: "flatten" }, { type: "dense", units: 10 }];
    const found = explainPasses({ ...presets.lenet, layers }, data);
    expect(found.find(({ pass }) => pass === "poolFirst")!.did).toBe("nothing");
    expect(found.find(({ pass }) => pass === "sideBySide")!.did).toBe("nothing");
  });
});

describe("the memory of a training step", () => {
  /** Bytes of what every step computes anew. */
  const bytesAt = (recipe: Recipe, batch: number) => {
    const program = compileTraining({ ...recipe, batch }, { count: 60_000, shape: recipe.input });
    const { buffers } = planProgram(program, "plain", { reuse: true });
    return plannedBytes({ buffers: buffers.filter(({ label }) => program.tensors.get(label)?.persistent === false) });
  };

  it.each(Object.entries(presets))("grows with the batch, and no faster, in %s", (_, recipe) => {
    for (const batch of [32, 64, 128, 256]) {
      const [one, two] = [bytesAt(recipe, batch), bytesAt(recipe, 2 * batch)];
      expect(two).toBeLessThanOrEqual(2 * one);
      expect(two).toBeGreaterThan(one);
    }
  });
});
