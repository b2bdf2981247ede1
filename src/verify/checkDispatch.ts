import { elements } from "../core/shape.ts";
import { Executor } from "../gpu/executor.ts";
import type { PipelineCache } from "../gpu/pipelines.ts";
import type { OperationName } from "../operations/index.ts";
import type { Names } from "../operations/operation.ts";
import type { Program } from "../operations/program.ts";
import type { Dispatch, Plan } from "../plan/plan.ts";
import type { Arrays, NdArray } from "../reference/book.ts";
import { reference } from "../reference/index.ts";

/** How one output of a dispatch compares with the reference. */
export interface Comparison {
  readonly tensor: string;
  readonly elements: number;
  /** Greatest |actual − expected| / bound; 1 is just allowed. */
  readonly worst: number;
  /** Where that is, and what was found there. */
  readonly at: number;
  readonly actual: number;
  readonly expected: number;
  readonly bound: number;
  /** Elements outside their bound. */
  readonly wrong: number;
}

/** Numbers that f32 and float64 share, deterministic, of both signs. */
export type Fill = (tensor: string, index: number) => number;

/** The reference's values for the tensors that a dispatch touches, with a bound on the error of an f32 evaluation beside each. */
class Oracle {
  readonly #values = new Map<string, NdArray>();
  readonly #errors = new Map<string, NdArray>();
  readonly #program: Program;

  constructor(program: Program) {
    this.#program = program;
  }

  /** Values of a tensor; 0 until set. Views and parts share memory with what they are views and parts of. */
  value(name: string): NdArray {
    return this.#array(this.#values, name);
  }

  error(name: string): NdArray {
    return this.#array(this.#errors, name);
  }

  #array(arrays: Map<string, NdArray>, name: string): NdArray {
    const known = arrays.get(name);
    if (known !== undefined) return known;
    const { shape, type } = this.#program.tensors.get(name)!;
    const length = elements(shape);
    const isIndex = type !== "f32" && arrays === this.#values;
    const array = { shape, data: isIndex ? new Uint32Array(length) : new Float64Array(length) };
    arrays.set(name, array);
    return array;
  }

  arrays(names: Names, of: "value" | "error"): Arrays {
    return Object.fromEntries(Object.entries(names).map(([role, name]) => [role, this[of](name)]));
  }
}

/**
 * Runs one dispatch alone, on given inputs, and compares everything it writes with the composition of the references of the
 * operations it covers, element by element, each within its own derived bound.
 *
 * @param fill values of the tensors that the dispatch reads, rounded to f32 for both
 */
export async function checkDispatch(
  pipelines: PipelineCache,
  device: GPUDevice,
  program: Program,
  plan: Plan,
  dispatch: Dispatch,
  fill: Fill,
): Promise<Comparison[]> {
  const bound = new Set(Object.values(dispatch.bindings).map(({ buffer }) => buffer));
  const single: Plan = {
    dispatches: [dispatch],
    buffers: plan.buffers.filter(({ label }) => bound.has(label)),
    places: plan.places,
  };
  const executor = await Executor.create(pipelines, device, program, single);
  try {
    const oracle = new Oracle(program);
    const written = new Set<string>();
    for (const { inputs } of dispatch.operations) {
      for (const name of Object.values(inputs)) {
        if (written.has(name)) continue;
        written.add(name);
        if (
          dispatch.operations.some(
            ({ outputs, inputs: own }) => Object.values(outputs).includes(name) && !Object.values(own).includes(name),
          )
        )
          continue;
        setInput(oracle, executor, program, name, fill);
      }
    }
    const outputs: string[] = [];
    for (const { op, inputs, outputs: names, attributes } of dispatch.operations) {
      const { evaluate, bound: errorBound } = reference[op as OperationName];
      const [from, to] = [oracle.arrays(inputs, "value"), oracle.arrays(names, "value")];
      const errors = oracle.arrays(inputs, "error");
      evaluate(from, to, attributes);
      const results = errorBound({ inputs: from, errors, outputs: to, attributes, evaluate });
      for (const [role, name] of Object.entries(names)) {
        oracle.error(name).data.set(results[role]);
        outputs.push(name);
      }
    }
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    executor.encode(pass);
    pass.end();
    device.queue.submit([encoder.finish()]);
    const visible = [...new Set(outputs)].filter((name) => writes(plan, dispatch, name));
    const comparisons: Comparison[] = [];
    for (const name of visible) {
      const actual = await executor.read(name);
      comparisons.push(compare(name, actual, oracle.value(name).data, oracle.error(name).data as Float64Array));
    }
    return comparisons;
  } finally {
    executor.destroy();
  }
}

/** Whether the dispatch leaves the tensor in memory; what it keeps in registers is nobody's to see. */
function writes(plan: Plan, dispatch: Dispatch, name: string): boolean {
  const place = plan.places.get(name)!;
  return Object.values(dispatch.bindings).some(
    ({ buffer, offset }) => buffer === place.buffer && offset === place.offset,
  );
}

function setInput(oracle: Oracle, executor: Executor, program: Program, name: string, fill: Fill): void {
  const { type } = program.tensors.get(name)!;
  const { data } = oracle.value(name);
  const isUsed = usedElements(program, name);
  for (let i = 0; i < data.length; i++) {
    const value = fill(name, i);
    data[i] = isUsed(i) ? (type === "f32" ? Math.fround(value) : value) : 0;
  }
  if (type === "u8") executor.write(name, Uint8Array.from(data));
  else executor.write(name, type === "f32" ? Float32Array.from(data) : Uint32Array.from(data));
}

/** Which elements of a flat array belong to one of its parts; all, where it has none. Gaps between parts are 0 everywhere. */
function usedElements(program: Program, name: string): (i: number) => boolean {
  const parts = [...program.tensors.values()].filter(({ storage, name: own }) => storage.of === name && own !== name);
  if (parts.length === 0) return () => true;
  const used = new Uint8Array(elements(program.tensors.get(name)!.shape));
  for (const { storage, shape } of parts) used.fill(1, storage.offset, storage.offset + elements(shape));
  return (i) => used[i] === 1;
}

function compare(
  tensor: string,
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bounds: Float64Array,
): Comparison {
  let worst = -1;
  let at = 0;
  let wrong = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    // Equal values are right even where the bound is 0; anything that is no number is infinitely wrong.
    const share = difference === 0 ? 0 : Number.isFinite(difference) ? difference / bounds[i] : Infinity;
    if (share > 1) wrong++;
    if (share > worst) {
      worst = share;
      at = i;
    }
  }
  return {
    tensor,
    elements: expected.length,
    worst,
    at,
    actual: actual[at],
    expected: expected[at],
    bound: bounds[at],
    wrong,
  };
}
