import { describe, expect, it } from "vitest";
import { permutation } from "../../src/core/random.ts";
import { elements } from "../../src/core/shape.ts";
import { Executor } from "../../src/gpu/executor.ts";
import { initializeParameters } from "../../src/layers/initialize.ts";
import { presets } from "../../src/model/presets.ts";
import { optimizerOf } from "../../src/optimizers/index.ts";
import { compileTraining } from "../../src/plan/compile.ts";
import { planProgram } from "../../src/plan/plan.ts";
import { scheduleOf } from "../../src/train/schedule.ts";
import { compare } from "../../src/verify/compare.ts";
import { Oracle } from "../../src/verify/oracle.ts";
import { device, pipelines } from "../device.ts";
import { splitsFor } from "../pictures.ts";

const STEPS = 10;

describe.each(Object.keys(presets))("the first steps of %s", (name) => {
  const recipe = { ...presets[name], batch: 8 };
  const { train } = splitsFor(recipe);
  const program = compileTraining(recipe, train);
  const plan = planProgram(program);

  it("agree", async () => {
    const executor = await Executor.create(pipelines, device, program, plan);
    const oracle = new Oracle(program);
    const give = (tensor: string, values: Float32Array | Uint32Array | Uint8Array) => {
      executor.write(tensor, values);
      oracle.set(tensor, values);
    };
    const optimizer = optimizerOf(recipe.optimizer);
    const rate = scheduleOf(recipe);
    give("images", train.images);
    give("labels", train.labels);
    give("order", permutation(train.count, 1, 0).slice(0, elements(program.tensors.get("order")!.shape)));
    give("parameters", initializeParameters(program.network.parameters, 1));
    const rows = Array.from({ length: STEPS }, (_, i) => optimizer.row(rate(i, STEPS), i + 1));
    const schedule = new Float32Array(elements(program.tensors.get("schedule")!.shape));
    schedule.set(rows.flat());
    give("schedule", schedule);
    give("step", new Uint32Array(1));
    for (let step = 0; step < STEPS; step++) {
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      executor.encode(pass);
      pass.end();
      device.queue.submit([encoder.finish()]);
      const t = performance.now();
      for (const operation of program.operations) oracle.compute(operation);
      const time = performance.now() - t;
      const check = async (tensor: string) => {
        const actual = await executor.read(tensor);
        return compare({ tensor, expected: oracle.value(tensor).data, bounds: oracle.bound(tensor).data as Float64Array }, actual);
      };
      let open = 0;
      let all = 0;
      for (const { op, inputs, outputs } of program.operations) {
        if (op === "maxPool2d") {
          const b = oracle.bound(outputs.index).data;
          all += b.length;
          for (const v of b) open += Number(v > 0);
        }
        if (op === "reluGrad") {
          const b = oracle.bound(inputs.y).data;
          const y = oracle.value(inputs.y).data;
          all += b.length;
          for (const [i, v] of b.entries()) open += Number(v > 0 && y[i] <= v);
        }
      }
      console.log(name, step, time.toFixed(0), "open", open, all);
      const m = await check("metrics");
      console.log("loss", m.worst, m.expected, m.bound);
      for (const { name: own, shape, offset } of program.network.parameters) {
        const g = Float64Array.from(oracle.value("gradients").data).subarray(offset, offset + elements(shape));
        const b = Float64Array.from(oracle.bound("gradients").data).subarray(offset, offset + elements(shape));
        const a = (await executor.read("gradients")).subarray(offset, offset + elements(shape));
        const r = compare({ tensor: own, expected: g, bounds: b }, a);
        console.log(own.padEnd(15), "worst", r.worst.toExponential(2), "bound/grad", (b.reduce((s, v) => s + v, 0) / g.reduce((s, v) => s + Math.abs(v), 0)).toExponential(2));
      }
      const p = await check("parameters");
      console.log("params", p.worst);
      for (const tensor of ["parameters", ...program.optimizerState]) oracle.set(tensor, await executor.read(tensor));
      oracle.bound("metrics").data.fill(0);
    }
    executor.destroy();
  });
});
