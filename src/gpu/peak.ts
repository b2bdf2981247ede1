/** What an adapter can do at best, measured by shaders that do nothing else. */
import { CircledastError } from "../core/errors.ts";
import { measures } from "../kernels/measures.ts";
import type { ShaderModule } from "../kernels/shader.ts";
import type { OpenDevice } from "./device.ts";
import type { ReadyDispatch } from "./pipelines.ts";
import { collect, stage } from "./readback.ts";
import { specialize } from "./specialize.ts";
import { timeDispatches } from "./timing.ts";

/** The roofs under which every dispatch stays. */
export interface Peak {
  /** Multiply-adds in registers, each counted as two operations, a second. */
  readonly flops: number;
  /** Bytes a second that are read from memory and written to it, half of them each. */
  readonly bandwidth: number;
  /** Seconds that a dispatch costs that waits for the one before it. */
  readonly dispatch: number;
}

/** The roofs as people read them. */
export function peakWords({ flops, bandwidth, dispatch }: Peak) {
  return {
    "multiply-adds": `${(flops / 1e9).toPrecision(3)} GFLOP/s`,
    memory: `${(bandwidth / 1e9).toPrecision(3)} GB/s`,
    "a dispatch": `${(1e6 * dispatch).toPrecision(3)} µs`,
  };
}

/** Enough invocations to fill the largest card several times. */
const MULTIPLY_ADD_GROUPS = 4096;

/** Of 8 values of an invocation, in one round of the shader: 32 multiply-adds each. */
const FLOPS_A_ROUND = 2 * 8 * 32;

/** A sum of the shader's after so many rounds; it stays exact below 2²⁴. */
const sumAfter = (rounds: number) => 36 + 256 * rounds;
const MOST_ROUNDS = 2 ** 15;

/** Of each measurement. */
const ROUNDS = 3;

/** Milliseconds of a dispatch beside which what it costs to begin it is nothing. */
const LONG = 10;

/** What is read, and what is written, on a card and on a processor: beyond their caches, and no more than every device allows. */
const CARD_BYTES = 128 * 2 ** 20;
const PROCESSOR_BYTES = 32 * 2 ** 20;

/** Bytes at both ends of what was written that are looked at. */
const SAMPLE_BYTES = 64 * 2 ** 10;

/** A shader with its buffers, in the order of its bindings. */
async function prepare(
  device: GPUDevice,
  shader: ShaderModule,
  constants: Readonly<Record<string, number>>,
  buffers: readonly GPUBuffer[],
  workgroups: number,
): Promise<ReadyDispatch> {
  const module = device.createShaderModule({ label: shader.name, code: specialize(shader, constants) });
  const pipeline = await device.createComputePipelineAsync({ label: shader.name, layout: "auto", compute: { module } });
  const entries = buffers.map((buffer, binding) => ({ binding, resource: { buffer } }));
  const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
  return { pipeline, bindGroup, workgroups: [workgroups, 1, 1] };
}

/** Does something with buffers that are gone afterwards. */
async function withBuffers<T>(
  device: GPUDevice,
  sizes: readonly number[],
  work: (buffers: readonly GPUBuffer[]) => Promise<T>,
): Promise<T> {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
  const buffers = sizes.map((size) => device.createBuffer({ label: "measure", size, usage }));
  try {
    return await work(buffers);
  } finally {
    for (const buffer of buffers) buffer.destroy();
  }
}

async function readBack(device: GPUDevice, buffer: GPUBuffer, offset: number, bytes: number): Promise<ArrayBuffer> {
  const encoder = device.createCommandEncoder();
  const staging = stage(device, encoder, buffer, offset, bytes);
  device.queue.submit([encoder.finish()]);
  return collect(staging);
}

/** @throws CircledastError where a value is not what the shader should have made of it: then its time means nothing */
function checkAll(what: string, values: ArrayLike<number>, expected: (i: number) => number): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] === expected(i)) continue;
    throw new CircledastError(
      `${what}: element ${i} is ${values[i]}; ${expected(i)} was expected. The adapter computes wrongly: run circledast verify.`,
    );
  }
}

function multiplyAdds(device: GPUDevice): Promise<number> {
  const invocations = MULTIPLY_ADD_GROUPS * measures.multiplyAdd.constants.LANES.value;
  return withBuffers(device, [8, 4, 4 * invocations], async (buffers) => {
    const [factors, rounds, sums] = buffers;
    device.queue.writeBuffer(factors, 0, new Float32Array([1, 1]));
    const dispatch = await prepare(device, measures.multiplyAdd, {}, buffers, MULTIPLY_ADD_GROUPS);
    for (let count = 1; ; count *= 4) {
      device.queue.writeBuffer(rounds, 0, new Uint32Array([count]));
      const [{ ms }] = await timeDispatches(device, [dispatch], { rounds: ROUNDS });
      checkAll("multiply-adds", new Float32Array(await readBack(device, sums, 0, sums.size)), () => sumAfter(count));
      if (ms >= LONG || count >= MOST_ROUNDS) return (1000 * invocations * FLOPS_A_ROUND * count) / ms;
    }
  });
}

function streaming(device: GPUDevice, bytes: number): Promise<number> {
  return withBuffers(device, [bytes, bytes], async (buffers) => {
    const [from, to] = buffers;
    const WORDS = bytes / 4;
    const values = Uint32Array.from({ length: WORDS }, (_, i) => i);
    device.queue.writeBuffer(from, 0, values);
    const { LANES, REPEAT } = measures.stream.constants;
    const dispatch = await prepare(device, measures.stream, { WORDS }, buffers, WORDS / (LANES.value * REPEAT.value));
    const [{ ms }] = await timeDispatches(device, [dispatch], { rounds: ROUNDS });
    for (const offset of [0, bytes - SAMPLE_BYTES]) {
      const sample = new Uint32Array(await readBack(device, to, offset, SAMPLE_BYTES));
      checkAll("memory", sample, (i) => offset / 4 + i + 1);
    }
    return (1000 * 2 * bytes) / ms;
  });
}

function dispatching(device: GPUDevice): Promise<number> {
  return withBuffers(device, [4], async (buffers) => {
    const [{ ms, dispatches }] = await timeDispatches(device, [await prepare(device, measures.count, {}, buffers, 1)], {
      rounds: ROUNDS,
    });
    checkAll("dispatches", new Uint32Array(await readBack(device, buffers[0], 0, 4)), () => dispatches);
    return ms / 1000;
  });
}

/**
 * Measures an adapter; takes a second, on the processor a few.
 *
 * @throws CircledastError where it computes wrongly
 */
export async function measurePeak({ device, traits }: OpenDevice): Promise<Peak> {
  return {
    flops: await multiplyAdds(device),
    bandwidth: await streaming(device, traits.software ? PROCESSOR_BYTES : CARD_BYTES),
    dispatch: await dispatching(device),
  };
}
