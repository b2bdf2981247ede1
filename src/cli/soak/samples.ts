/** What a long run holds and how long its steps take, looked at again and again; and whether any of it grows. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { median } from "../../core/statistics.ts";
import type { TrainEvent } from "../../train/events.ts";
import { type Growth, growthOf } from "./growth.ts";
import type { WatchedGpu } from "./watchedGpu.ts";

export interface Sample {
  readonly seconds: number;
  readonly steps: number;
  /** Devices lost so far. */
  readonly lost: number;
  /** Bytes of the process that are in memory, and of JavaScript's objects after garbage was collected: those in its heap, and arrays beside it. */
  readonly resident: number;
  readonly heap: number;
  readonly arrays: number;
  /** On the device, as it was asked for: buffers, their bytes, and devices that nobody has given back; the least since the sample before. */
  readonly buffers: number;
  readonly bufferBytes: number;
  readonly devices: number;
  /** Milliseconds of a step since the sample before; absent where none was done in peace. */
  readonly stepMs?: { readonly median: number; readonly p99: number };
}

/** Collects garbage, with or without Node's flag for it. */
function collector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc") as () => void;
}

export class Samples {
  readonly all: Sample[] = [];
  readonly #gpu: WatchedGpu;
  readonly #collect = collector();
  readonly #begun = performance.now();
  #last = performance.now();
  #isQuiet = false;
  #stepMs: number[] = [];
  #steps = 0;
  #least: WatchedGpu["live"] | undefined;
  lost = 0;

  constructor(gpu: WatchedGpu) {
    this.#gpu = gpu;
  }

  /** A slice is told of as it ends; the time since the one before is its own, unless something else was done meanwhile. */
  onEvent(event: TrainEvent): void {
    const now = performance.now();
    this.#look();
    if (event.event === "step") {
      this.#steps = event.step;
      const each = (now - this.#last) / event.losses.length;
      if (this.#isQuiet) this.#stepMs.push(...event.losses.map(() => each));
    }
    if (event.event === "recovered") this.lost++;
    this.#isQuiet = event.event === "step";
    this.#last = performance.now();
  }

  /** While the test set is judged, or a copy read back, there is more for a moment. */
  #look(): void {
    const { live } = this.#gpu;
    if (this.#least === undefined || live.bytes < this.#least.bytes) this.#least = live;
  }

  take(): void {
    this.#look();
    const { devices, buffers, bytes } = this.#least!;
    this.#least = undefined;
    this.#collect();
    const { rss, heapUsed, external } = process.memoryUsage();
    const sorted = this.#stepMs.toSorted((a, b) => a - b);
    this.#stepMs = [];
    this.#isQuiet = false;
    this.all.push({
      seconds: (performance.now() - this.#begun) / 1000,
      ...{ steps: this.#steps, lost: this.lost, resident: rss, heap: heapUsed, arrays: external },
      ...{ buffers, bufferBytes: bytes, devices },
      ...(sorted.length > 0 && { stepMs: { median: median(sorted), p99: sorted[Math.floor(0.99 * sorted.length)] } }),
    });
  }
}

/** Bytes that a run keeps of each step, its loss: a number in an array that grows by half when it is full, and its copy in the checkpoint being written. */
const RECORD = 8 * 1.5 * 2;

/** Shares of themselves by which figures may rise in the second half without telling: what allocators keep, and how even the machine is. */
const SHARES = { resident: 0.03, heap: 0.05, arrays: 0.05, stepMs: 0.05, stepMsP99: 0.25 };

/** What is looked at, by the name it has in the results. */
export type Verdicts = Readonly<Record<string, Growth>>;

/**
 * How each figure goes over the second half of the samples, when all is warm. Buffers, their bytes and devices may not rise at all: by less
 * than one half.
 */
export function verdictsOn(samples: readonly Sample[]): Verdicts {
  const half = samples.slice(Math.floor(samples.length / 2));
  const [first, last] = [half[0], half[half.length - 1]];
  const record = RECORD * (last.steps - first.steps);
  const over = (value: (sample: Sample) => number | undefined, bound: (middle: number) => number) => {
    const points = half.flatMap((sample): [number, number][] => {
      const y = value(sample);
      return y === undefined ? [] : [[sample.seconds, y]];
    });
    return growthOf(points, bound(median(points.map(([, y]) => y))));
  };
  const share = (name: keyof typeof SHARES, more: number) => (middle: number) => SHARES[name] * middle + more;
  const all = {
    resident: over(({ resident }) => resident, share("resident", record)),
    heap: over(({ heap }) => heap, share("heap", record)),
    arrays: over(({ arrays }) => arrays, share("arrays", record)),
    buffers: over(
      ({ buffers }) => buffers,
      () => 0.5,
    ),
    bufferBytes: over(
      ({ bufferBytes }) => bufferBytes,
      () => 0.5,
    ),
    devices: over(
      ({ devices }) => devices,
      () => 0.5,
    ),
    stepMs: over(({ stepMs }) => stepMs?.median, share("stepMs", 0)),
    stepMsP99: over(({ stepMs }) => stepMs?.p99, share("stepMsP99", 0)),
  };
  // Of a short run too little may be known.
  return Object.fromEntries(Object.entries(all).filter(([, { slope }]) => !Number.isNaN(slope)));
}
