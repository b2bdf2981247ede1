/** What runs a prepared case: the reference, or an adapter with one choice of kernels. */
import { Executor } from "../../gpu/executor.ts";
import { accepted, checkLimits } from "../../gpu/refusal.ts";
import type { Program } from "../../operations/program.ts";
import { planProgram } from "../../plan/plan.ts";
import { Interpreter } from "../../reference/interpreter.ts";
import type { Bench } from "../check.ts";
import type { Prepared } from "./prepared.ts";

/** A program that is ready to be run. */
interface Machine {
  write(tensor: string, values: ArrayLike<number>): void;
  run(): void;
  read(tensor: string): Promise<ArrayLike<number>>;
  destroy(): void;
}

export interface Engine {
  /** As reports say it. */
  readonly name: string;
  /** The kernels that it runs a program with; of the reference none. */
  kernels(program: Program): readonly string[];
  open(program: Program): Promise<Machine>;
}

export const referenceEngine: Engine = {
  name: "reference",
  kernels: () => [],
  async open(program) {
    const interpreter = new Interpreter(program);
    return {
      write: (tensor, values) => interpreter.array(tensor).data.set(values),
      run: () => interpreter.run(),
      read: async (tensor) => interpreter.array(tensor).data.slice(),
      destroy() {},
    };
  },
};

const arrayOf = { f32: Float32Array, u32: Uint32Array, u8: Uint8Array };

export function adapterEngine(name: string, { device, pipelines }: Bench, choice: "fast" | "plain"): Engine {
  return {
    name,
    kernels: (program) => [...new Set(planProgram(program, choice).dispatches.map(({ shader }) => shader))],
    async open(program) {
      const plan = planProgram(program, choice);
      checkLimits(plan, device.limits);
      const create = () => Executor.create(pipelines, device, program, plan);
      const executor = await accepted(device, create, (refused) => refused.destroy());
      return {
        write: (tensor, values) => executor.write(tensor, arrayOf[program.tensors.get(tensor)!.type].from(values)),
        run: () => executor.submit(),
        read: (tensor) => executor.read(tensor),
        destroy: () => executor.destroy(),
      };
    },
  };
}

/** Values by the names that the case has for them. */
export async function runPrepared(
  { program, rounds }: Prepared,
  engine: Engine,
): Promise<Map<string, ArrayLike<number>>> {
  const results = new Map<string, ArrayLike<number>>();
  const machine = await engine.open(program);
  try {
    for (const { writes, reads } of rounds) {
      for (const [tensor, values] of writes) if (program.tensors.has(tensor)) machine.write(tensor, values);
      machine.run();
      for (const { name, tensor, finish } of reads) {
        const values = await machine.read(tensor);
        results.set(name, finish === undefined ? values : finish(values));
      }
    }
    return results;
  } finally {
    machine.destroy();
  }
}
