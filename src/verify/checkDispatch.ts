import { elements } from "../core/shape.ts";
import { Executor } from "../gpu/executor.ts";
import type { PipelineCache } from "../gpu/pipelines.ts";
import type { Program } from "../operations/program.ts";
import { inputsOf, outputsOf } from "../plan/boundary.ts";
import type { Dispatch, Plan } from "../plan/plan.ts";
import { aloneWithMargins, inMoreRows, strayed } from "./alone.ts";
import { type Comparison, compare, type Expectation } from "./compare.ts";
import { checked, type DispatchCheck } from "./dispatchCheck.ts";
import { type Fill, plausible } from "./fill.ts";
import { storable, storedBounds } from "./halfBounds.ts";
import { Oracle } from "./oracle.ts";

/** What is checked, and where. */
export interface Subject {
  readonly device: GPUDevice;
  readonly pipelines: PipelineCache;
  readonly program: Program;
  readonly plan: Plan;
}

/** A tensor as two runs of a dispatch left it, and as it should be. */
export interface Measured extends Expectation {
  readonly actual: ArrayLike<number>;
  readonly again: ArrayLike<number>;
}

/** What a dispatch reads, and what it should make of it. */
export interface Task {
  readonly given: readonly { readonly name: string; readonly values: Float32Array | Uint32Array | Uint8Array }[];
  readonly written: readonly Expectation[];
}

/**
 * Evaluates the composition of the references of the operations that a dispatch covers.
 *
 * @param fill values of the tensors that the dispatch reads, rounded for both to what they are kept as
 * @param isExact whether f32 computes all of it without error
 */
export function taskOf(
  { program, plan }: Omit<Subject, "device" | "pipelines">,
  dispatch: Dispatch,
  fill: Fill,
  isExact = false,
): Task {
  const oracle = new Oracle(program);
  const halfOf = (name: string) => plan.places.get(name)!.half;
  const given = inputsOf(dispatch).map((name) => ({
    name,
    values: storable(valuesOf(program, name, fill), halfOf(name)),
  }));
  for (const { name, values } of given) oracle.set(name, values);
  for (const operation of dispatch.operations) oracle.compute(operation);
  const written = outputsOf(plan, dispatch).map((tensor) => {
    const expected = oracle.value(tensor).data;
    const bounds = isExact ? new Float64Array(expected.length) : oracle.bound(tensor).data;
    return { tensor, expected, bounds: storedBounds(expected, bounds, halfOf(tensor)) };
  });
  return { given, written };
}

/**
 * Runs one dispatch alone, twice on the same inputs; the second time with its workgroups in more rows, if it counts them row by row.
 *
 * @returns every tensor that the dispatch writes. What it writes behind the end of one is appended: no value is right there.
 */
export async function runTask(subject: Subject, dispatch: Dispatch, { given, written }: Task): Promise<Measured[]> {
  const { device, pipelines, program, plan } = subject;
  const alone = aloneWithMargins(plan, dispatch);
  const run = async (form: Plan) => {
    const executor = await Executor.create(pipelines, device, program, form);
    try {
      // What is not written must not look right because it was 0.
      for (const { tensor } of written) executor.write(tensor, spoiled(program, tensor));
      for (const { name, values } of given) executor.write(name, values);
      executor.submit();
      const read = async ({ tensor, expected }: Expectation) =>
        [
          await executor.read(tensor),
          await strayed(executor, tensor, { used: expected.length, place: plan.places.get(tensor)! }),
        ] as const;
      return await Promise.all(written.map(read));
    } finally {
      executor.destroy();
    }
  };
  const [first, second] = [await run(alone), await run(inMoreRows(alone))];
  return written.map((expectation, i): Measured => {
    const [[actual, beyond], [again, beyondAgain]] = [first[i], second[i]];
    const strays = [...beyond, ...beyondAgain];
    if (strays.length === 0) return { ...expectation, actual, again };
    const behind = (values: ArrayLike<number>, words: readonly number[]) => [...Array.from(values), ...words];
    return {
      tensor: expectation.tensor,
      expected: behind(
        expectation.expected,
        strays.map(() => Number.NaN),
      ),
      bounds: behind(
        expectation.bounds,
        strays.map(() => 0),
      ),
      actual: behind(actual, strays),
      again: behind(again, strays),
    };
  });
}

/** What a dispatch makes of the values of a fill, and what it should. */
export function measureDispatch(subject: Subject, dispatch: Dispatch, fill: Fill): Promise<Measured[]> {
  return runTask(subject, dispatch, taskOf(subject, dispatch, fill));
}

/** Compares everything that a dispatch writes with the reference, element by element, each within its own derived bound. */
export async function checkDispatch(subject: Subject, dispatch: Dispatch, fill: Fill): Promise<Comparison[]> {
  const measured = await measureDispatch(subject, dispatch, fill);
  return measured.map((result) => compare(result, result.actual, result.again));
}

/** Checks every dispatch of a plan by itself, one after the other. */
export async function* checkProgram(subject: Subject, seed = 1): AsyncGenerator<DispatchCheck> {
  for (const dispatch of subject.plan.dispatches) {
    yield checked(dispatch, await checkDispatch(subject, dispatch, plausible(subject.program, seed)));
  }
}

/** An empty array for a tensor, as the host writes it. */
function emptyFor(program: Program, name: string): Float32Array | Uint32Array | Uint8Array {
  const { shape, type } = program.tensors.get(name)!;
  const length = elements(shape);
  if (type === "f32") return new Float32Array(length);
  return type === "u32" ? new Uint32Array(length) : new Uint8Array(length);
}

/** Values for a tensor; gaps between the parts of a flat array are 0. */
export function valuesOf(program: Program, name: string, fill: Fill) {
  const isUsed = usedElements(program, name);
  return emptyFor(program, name).map((_, i) => (isUsed(i) ? fill(name, i) : 0));
}

/** What no kernel computes. */
export function spoiled(program: Program, name: string) {
  return emptyFor(program, name).fill(program.tensors.get(name)!.type === "f32" ? Number.NaN : 0xdeadbeef);
}

/** Which elements of a flat array belong to one of its parts; all, where it has none. */
function usedElements(program: Program, name: string): (i: number) => boolean {
  const parts = [...program.tensors.values()].filter(({ storage, name: own }) => storage.of === name && own !== name);
  if (parts.length === 0) return () => true;
  const used = new Uint8Array(elements(program.tensors.get(name)!.shape));
  for (const { storage, shape } of parts) used.fill(1, storage.offset, storage.offset + elements(shape));
  return (i) => used[i] === 1;
}
