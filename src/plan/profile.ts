import type { DeviceTraits } from "../core/device.ts";
import type { Effort } from "../kernels/kernel.ts";

/** What an adapter can do, as far as the time of a dispatch follows from it. */
export interface Profile {
  readonly name: string;
  readonly title: string;
  readonly device: DeviceTraits;
  /** Multiply-adds in f32, each counted as two, a second. */
  readonly flops: number;
  /** Bytes a second between chip and memory. */
  readonly bandwidth: number;
  /** 32-bit words a second that all invocations together load from buffers, most of them from caches. */
  readonly loads: number;
  /** The same of words that are one and the same for a subgroup. */
  readonly uniformLoads: number;
  /** 32-bit words a second from workgroup memory. */
  readonly shared: number;
  /** The same of words that are one and the same for a subgroup. */
  readonly uniformShared: number;
  /** Seconds that a dispatch costs that waits for the one before it. */
  readonly dispatch: number;
  /** Seconds that a barrier costs a workgroup. */
  readonly barrier: number;
  /** Seconds that a program on a processor takes to make a subgroup able to wait at barriers: it is to be left and come back to. */
  readonly waiting?: number;
  /** 32-bit words of workgroup memory that a subgroup sets to 0 a second, where each of them sets all. */
  readonly zeroing?: number;
  /** Invocations under way that keep every unit busy; fewer leave a part of the adapter idle. */
  readonly fill: number;
  /** Of a program on a processor: workgroups that it does at the same time, each of them in one thread, whatever lanes it has. */
  readonly threads?: number;
  /** Registers an invocation may hold without crowding out others or spilling. */
  readonly registers: number;
  /** Whether loads, arithmetic and memory go on at the same time; a program on a processor does one after the other. */
  readonly overlaps: boolean;
}

/** One dispatch, as far as its time follows from it. */
export interface Task {
  readonly flops: number;
  /** Bytes of everything it reads and writes, each once. */
  readonly bytes: number;
  readonly workgroups: number;
  /** Invocations of a workgroup. */
  readonly lanes: number;
  readonly effort: Effort;
}

/** Where the time of a dispatch goes, in seconds. */
export interface Prediction {
  readonly arithmetic: number;
  readonly memory: number;
  readonly loads: number;
  readonly shared: number;
  readonly barriers: number;
  /** Share of the adapter that has something to do. */
  readonly fill: number;
  /** All in all, with the cost of the dispatch itself. */
  readonly seconds: number;
}

/**
 * Seconds of the kind of workgroup that takes longest, however few there are. On a processor, whose threads take one workgroup after the
 * other, it is nothing to reckon with.
 */
function longestKind(profile: Profile, { kinds = [] }: Effort): number {
  if (profile.threads !== undefined) return 0;
  const seconds = kinds.map(({ flops, loads, uniform = 0 }) =>
    Math.max(flops / profile.flops, (loads - uniform) / profile.loads + uniform / profile.uniformLoads),
  );
  // An invocation has its share of a full card.
  return profile.fill * Math.max(0, ...seconds);
}

/** Seconds that workgroups of a program on a processor take before their invocations begin. */
function begun({ device, threads = 1, waiting = 0, zeroing = Infinity }: Profile, task: Task): number {
  const { workgroups, lanes, effort } = task;
  const { barriers = 0, workgroupWords = 0 } = effort;
  const subgroups = (workgroups / Math.min(threads, workgroups)) * Math.ceil(lanes / Math.max(1, device.subgroupSize));
  return subgroups * ((barriers > 0 ? waiting : 0) + workgroupWords / zeroing);
}

/**
 * So many times fewer invocations than keep a card busy still use all of its way to memory: each has several loads under way. At 0.5 µs from
 * memory the profiles' cards want 4 (integrated), 5, 11 and 25 bytes (h100) of each of the invocations that fill them.
 */
const UNDER_WAY = 2;

/** Predicts the time of a dispatch: a roofline with one roof more for what invocations load, under an adapter that may be partly idle. */
export function predict(profile: Profile, task: Task): Prediction {
  const { flops, bytes, workgroups, lanes, effort } = task;
  const { loads: all, uniform = 0, shared: words = 0, uniformShared = 0, registers, barriers: passed = 0 } = effort;
  const { threads } = profile;
  const fill = Math.min(1, threads === undefined ? (workgroups * lanes) / profile.fill : workgroups / threads);
  // Where registers do not suffice, fewer invocations are under way or values go to memory: both cost about in proportion.
  const crowding = Math.max(1, registers / profile.registers);
  const share = fill / crowding;
  const arithmetic = flops / profile.flops / share;
  const memory = bytes / profile.bandwidth / (threads === undefined ? Math.min(1, UNDER_WAY * fill) : 1);
  const loads = ((all - uniform) / profile.loads + uniform / profile.uniformLoads) / share;
  const shared = ((words - uniformShared) / profile.shared + uniformShared / profile.uniformShared) / share;
  // Workgroups side by side wait at the same time, but none for less than its own barriers.
  const barriers = passed * Math.max(1, (workgroups * lanes) / profile.fill) * profile.barrier + begun(profile, task);
  const together = profile.overlaps
    ? Math.max(arithmetic, memory, loads, shared)
    : arithmetic + memory + loads + shared;
  const work = Math.max(together, crowding * longestKind(profile, effort));
  return { arithmetic, memory, loads, shared, barriers, fill, seconds: profile.dispatch + work + barriers };
}
