/** How long dispatches take on a device. */
import { CircledastError } from "../core/errors.ts";
import { median } from "../core/statistics.ts";
import { encodeDispatch, type ReadyDispatch } from "./pipelines.ts";
import { collect, stage } from "./readback.ts";

interface TimingOptions {
  /** Times that each dispatch has its turn. The median of an odd number is one of them. */
  readonly rounds?: number;
  /** Milliseconds that a turn should take at least: a dispatch is repeated so often in one submit. */
  readonly turn?: number;
  /** Ends it between two turns: what has been measured is thrown away. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each turn: turns done, and all. */
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

export interface Timing {
  /** Milliseconds of one dispatch: the median of the rounds in which the clock told any. Above 0. */
  readonly ms: number;
  /** How often it was dispatched in all, warming up included: what it did can be checked against that. */
  readonly dispatches: number;
}

/** Most repetitions in one submit. */
export const MOST = 4096;

/** Submits of nothing from whose time it is known what a submit costs the host. */
const EMPTY_SUBMITS = 9;

/** Milliseconds that a device takes for a dispatch done so many times; 0 where it tells none, or went backwards meanwhile. */
type Clock = (dispatch: ReadyDispatch, times: number) => Promise<number>;

/** A clock, and how to free what it takes. */
export interface OpenClock {
  readonly clock: Clock;
  /** Milliseconds between two times that it tells apart: browsers and Dawn tell a device's time in steps of 65.536 µs. */
  readonly step: () => Promise<number>;
  readonly destroy: () => void;
}

/** The device's clock, where it has one, else the host's. */
export async function openClock(device: GPUDevice): Promise<OpenClock> {
  if (device.features.has("timestamp-query")) return deviceClock(device);
  return { clock: await hostClock(device), step: async () => hostStep(), destroy: () => {} };
}

/** Looks at a clock from which its step is told. */
const LOOKS = 16;

/** The shortest time that passes between two different times of the host's clock. */
function hostStep(): number {
  const steps = Array.from({ length: LOOKS }, () => {
    const begun = performance.now();
    let now = begun;
    while (now === begun) now = performance.now();
    return now - begun;
  });
  return Math.min(...steps);
}

/** The greatest step, in milliseconds, of which all these nanoseconds are multiples; 0 where they are too much alike to tell. */
export function stepOf(times: readonly bigint[]): number {
  const different = [...new Set(times)].filter((time) => time > 0n);
  if (different.length < 3) return 0;
  const divisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : divisor(b, a % b));
  return Number(different.reduce(divisor)) / 1e6;
}

/** The host's clock around a submit, less what an empty one takes. */
async function hostClock(device: GPUDevice): Promise<Clock> {
  const submit = async (encodeInto: (pass: GPUComputePassEncoder) => void) => {
    const begun = performance.now();
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    encodeInto(pass);
    pass.end();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - begun;
  };
  const empty: number[] = [];
  for (let i = 0; i < EMPTY_SUBMITS; i++) empty.push(await submit(() => {}));
  const overhead = median(empty);
  return async (dispatch, times) =>
    Math.max(0, (await submit((pass) => encodeDispatch(pass, dispatch, times))) - overhead);
}

/** The device's clock at the beginning and the end of a pass. */
function deviceClock(device: GPUDevice): OpenClock {
  const querySet = device.createQuerySet({ label: "clock", type: "timestamp", count: 2 });
  const usage = GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC;
  const resolved = device.createBuffer({ label: "clock", size: 16, usage });
  const stamps = async (encodeInto: (pass: GPUComputePassEncoder) => void) => {
    const encoder = device.createCommandEncoder();
    const timestampWrites = { querySet, beginningOfPassWriteIndex: 0, endOfPassWriteIndex: 1 };
    const pass = encoder.beginComputePass({ timestampWrites });
    encodeInto(pass);
    pass.end();
    encoder.resolveQuerySet(querySet, 0, 2, resolved, 0);
    const staging = stage(device, encoder, resolved, 0, 16);
    device.queue.submit([encoder.finish()]);
    return new BigUint64Array(await collect(staging));
  };
  return {
    clock: async (dispatch, times) => {
      const [begun, ended] = await stamps((pass) => encodeDispatch(pass, dispatch, times));
      return Math.max(0, Number(ended - begun) / 1e6);
    },
    step: async () => {
      const seen: bigint[] = [];
      for (let i = 0; i < LOOKS / 2; i++) seen.push(...(await stamps(() => {})));
      return stepOf(seen);
    },
    destroy: () => {
      querySet.destroy();
      resolved.destroy();
    },
  };
}

/** How often a dispatch has to be done for a turn of so many milliseconds; found by doing it. The first time, which compiles, is not counted. */
async function calibrate(clock: Clock, dispatch: ReadyDispatch, turn: number) {
  await clock(dispatch, 1);
  let [times, done] = [1, 1];
  for (;;) {
    let ms = await clock(dispatch, times);
    done += times;
    if (ms >= turn && times < MOST) {
      // What took so long may have been the machine: a turn too short for its clock would show no time in any round.
      ms = Math.min(ms, await clock(dispatch, times));
      done += times;
    }
    if (ms >= turn || times === MOST) return { times, done };
    // Short times are coarse: not more than eight times as many at once.
    times = Math.min(MOST, Math.ceil(times * Math.min(8, Math.max(1.25, turn / Math.max(ms, 1e-3)))));
  }
}

function refuseClock(times: number): never {
  throw new CircledastError(
    `clock: ${times} dispatches take no time by it, in every round; some was expected. Try again, or on another adapter.`,
  );
}

/**
 * Times dispatches, each repeated in submits of its own, in interleaved rounds: what disturbs the machine for a while disturbs all of
 * them alike. The device's clock tells the time where it has one (`timestamp-query`), else the host's. What a dispatch costs beside its
 * work is part of its time, as it is in a step. Never waits without letting others run.
 *
 * @returns one timing for each dispatch
 * @throws the signal's reason, should it come before the end; CircledastError where the clock tells no time in any round
 */
export async function timeDispatches(
  device: GPUDevice,
  dispatches: readonly ReadyDispatch[],
  { rounds = 5, turn = 10, signal, onProgress }: TimingOptions = {},
): Promise<Timing[]> {
  const { clock, destroy } = await openClock(device);
  try {
    const turns: { times: number; done: number; samples: number[] }[] = [];
    const total = (1 + rounds) * dispatches.length;
    for (const dispatch of dispatches) {
      signal?.throwIfAborted();
      turns.push({ ...(await calibrate(clock, dispatch, turn)), samples: [] });
      onProgress?.(turns.length, total);
    }
    for (let round = 0; round < rounds; round++) {
      for (const [index, { times, samples }] of turns.entries()) {
        signal?.throwIfAborted();
        const ms = await clock(dispatches[index], times);
        if (ms > 0) samples.push(ms / times);
        onProgress?.((1 + round) * dispatches.length + index + 1, total);
      }
    }
    return turns.map(({ times, done, samples }) => {
      if (samples.length === 0) refuseClock(times);
      return { ms: median(samples), dispatches: done + rounds * times };
    });
  } finally {
    destroy();
  }
}
