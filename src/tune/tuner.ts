/** Gives the candidates their turns, and takes the fastest way that is right. */
import type { Program } from "../operations/program.ts";
import { type Cover, groupName } from "../plan/contest.ts";
import type { Group } from "../plan/match.ts";
import type { Bench, Finding, Ready, Refusal, Timing, Trial } from "./bench.ts";
import { cheapestWith, decide, type TuningTask } from "./tuningTask.ts";

/** How far the tuner is. */
export interface Progress {
  readonly doing: "timing" | "checking";
  readonly done: number;
  readonly total: number;
}

export interface TuneOptions {
  /** Milliseconds of measuring; default: 1000 or, where that is longer, the time that four steps are predicted to take. */
  readonly budget?: number | undefined;
  /** Milliseconds by the clock on the wall after which no further candidate is compiled and filled; default: 30 000. */
  readonly compiling?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Ends it: what has been measured is thrown away. */
  readonly signal?: AbortSignal | undefined;
}

const BUDGET = 1000;
const STEPS = 4;

/** Drivers take from milliseconds to seconds for a kernel: that is no part of measuring, and has a limit of its own. */
const COMPILING = 30_000;

/** Candidates that are compiled at once: more than a driver has threads, not so many that the limit is passed by far. */
const AT_ONCE = 8;

/** Times that each candidate has its turn, in rounds; the least counts: whatever else the machine does makes it longer. */
const ROUNDS = 3;

/** Only those that may still win have further turns: the best way with them takes at most so many times the best of all. */
const CLOSE = 1.5;

/** Milliseconds by which two single dispatches differ though they are the same: the host's clock sees what else the host does. */
const JITTER = 0.5;

/** Milliseconds of a turn: shorter ones the clocks cannot tell, longer ones tell no more. */
const [SHORTEST_TURN, LONGEST_TURN] = [2, 10];

/**
 * Steps of the clock that a turn has at least. It may be told longer or shorter by one: two candidates that take the same time then differ by
 * 2 % at most, which is less than what changes a choice.
 */
const CLOCK_STEPS = 100;

/** Bytes of the candidates that may be ready at once. With more, each is made ready anew for each turn. */
const MEMORY = 2 ** 29;

/** What the same shader would do on arrays of the same size: it is measured, and compared with the reference, once. */
export function workOf({ dispatch: { shader, constants, halves, workgroups, bindings } }: Trial): string {
  return JSON.stringify([
    shader,
    constants,
    halves,
    workgroups,
    Object.entries(bindings).map(([name, { bytes }]) => [name, bytes]),
  ]);
}

function bytesOf({ dispatch, plan }: Trial): number {
  const used = new Set(Object.values(dispatch.bindings).map(({ buffer }) => buffer));
  return plan.buffers.reduce((sum, { label, bytes }) => sum + (used.has(label) ? bytes : 0), 0);
}

/** What was found out about candidates, by name. */
export interface Found {
  /** The way that was taken. */
  readonly cover: Cover | undefined;
  /** Seconds of a dispatch, where it was timed. */
  seconds(name: string): number | undefined;
  /** What the reference says, where it was asked. */
  finding(name: string): Finding | undefined;
}

export class Tuner {
  readonly #bench: Bench;
  readonly #options: TuneOptions;
  readonly #budget: number;
  #turn: number;
  /** What takes longest first, training before judging. */
  readonly tasks: readonly TuningTask[];
  readonly #timed: readonly TuningTask[];
  readonly #total: number;
  /** By work: seconds of a dispatch, and what the reference says of it. */
  readonly #seconds = new Map<string, number>();
  readonly #findings = new Map<string, Finding>();
  readonly #covers = new Map<TuningTask, Cover>();
  /** Milliseconds by the clock on the wall for compiling and filling. */
  #compiled = 0;
  #done = 0;
  spent = 0;

  /** @param programs what there is to choose in each, a training step first */
  constructor(bench: Bench, programs: readonly (readonly TuningTask[])[], options: TuneOptions) {
    this.#bench = bench;
    this.#options = options;
    this.tasks = programs.flatMap((tasks) => tasks.toSorted((a, b) => b.byDefault.seconds - a.byDefault.seconds));
    this.#timed = this.tasks.filter(({ isTimed }) => isTimed);
    this.#total = this.#timed.reduce((sum, { serious }) => sum + serious.size, 0);
    const step = programs[0].reduce((sum, { byDefault }) => sum + byDefault.seconds, 0);
    this.#budget = options.budget ?? Math.max(BUDGET, STEPS * 1000 * step);
    const share = this.#budget / (ROUNDS * Math.max(1, this.#total));
    this.#turn = Math.min(LONGEST_TURN, Math.max(SHORTEST_TURN, share));
  }

  async run(): Promise<void> {
    if (this.#budget > 0) this.#turn = Math.max(this.#turn, CLOCK_STEPS * (await this.#bench.step()));
    for (const which of ["promising", "serious"] as const) {
      for (const task of this.#timed) {
        if (this.spent >= this.#budget || this.#isLate()) break;
        // What is predicted to be best has nothing to be held against.
        if (task[which].size === task.byDefault.groups.length) continue;
        await this.#time(task, task[which]);
      }
    }
    this.#done = this.#total;
    // What there was no time for, or is not worth any, is compared with the reference all the same.
    for (const task of this.tasks) this.#covers.set(task, await this.#choose(task));
  }

  #isLate(): boolean {
    return this.#compiled >= (this.#options.compiling ?? COMPILING);
  }

  async #compiling<T>(work: () => Promise<T>): Promise<T> {
    const begun = this.#bench.now();
    const result = await work();
    this.#compiled += this.#bench.now() - begun;
    return result;
  }

  #advance(doing: Progress["doing"]): void {
    this.#options.signal?.throwIfAborted();
    this.#options.onProgress?.({ doing, done: this.#done, total: this.#total });
  }

  /** Gives candidates their turns; none to one that is seen in a single dispatch to be far behind. */
  async #time(task: TuningTask, names: ReadonlySet<string>): Promise<void> {
    const isNew = (name: string) => !this.#seconds.has(workOf(task.trial(name)));
    const fresh = [...names].filter(isNew);
    if (fresh.length === 0) return;
    // Timed again beside the others: the machine may be busier now.
    const known = task.byDefault.groups.map((group) => groupName(task.program, group)).filter((name) => !isNew(name));
    const trials = [...known, ...fresh].map(task.trial);
    const told = await this.#turns(task, trials, new Set(fresh));
    // A single dispatch tells who is far behind, not who is first.
    const untold = trials.filter((trial) => !told.has(workOf(trial)) && this.#isClose(task, trial));
    for (const trial of untold) if (fresh.includes(trial.name)) this.#seconds.delete(workOf(trial));
  }

  /** @returns the work of those that had a turn of which the clock told the time */
  async #turns(task: TuningTask, trials: readonly Trial[], fresh: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const fitsAtOnce = trials.reduce((sum, trial) => sum + bytesOf(trial), 0) <= MEMORY;
    const isNew = (trial: Trial) => !this.#seconds.has(workOf(trial));
    const told = new Set<string>();
    const ready = new Map<Trial, Ready>();
    try {
      for (let round = 0; round <= ROUNDS; round++) {
        if (round > 1 && this.spent >= this.#budget) return told;
        for (const [index, trial] of trials.entries()) {
          this.#advance("timing");
          // Those that are compiled by now have their turns, or it was for nothing.
          if (round === 0 ? this.#isLate() : isNew(trial) || !this.#isClose(task, trial)) continue;
          if (round === 0 && index % AT_ONCE === 0) {
            await this.#compiling(() => this.#bench.compile(trials.slice(index, index + AT_ONCE)));
          }
          const one = ready.get(trial) ?? (await this.#prepare(trial));
          if (one === undefined) continue;
          ready.set(trial, one);
          const isFresh = fresh.has(trial.name);
          const turn = round > 0 ? await one.time(this.#turn) : one.first;
          if ("reason" in turn) this.#refuse(trial, turn);
          else if (round === 0 && isFresh) this.#note(trial, turn, true);
          else if (round > 0 && turn.ms > 0) {
            this.#note(trial, turn, isFresh && !told.has(workOf(trial)));
            told.add(workOf(trial));
          }
          if (round === 0 && isFresh) this.#done++;
          if (fitsAtOnce && !("reason" in turn)) continue;
          one.destroy();
          ready.delete(trial);
        }
      }
      return told;
    } finally {
      for (const one of ready.values()) one.destroy();
    }
  }

  /** @param anew whether it counts in place of what was noted before: of many dispatches a clock tells more than of one */
  #note(trial: Trial, { ms, dispatches }: Timing, anew: boolean): void {
    this.spent += ms * dispatches;
    const known = anew ? Infinity : (this.#seconds.get(workOf(trial)) ?? Infinity);
    this.#seconds.set(workOf(trial), Math.min(ms / 1000, known));
  }

  /** Undefined where the device does not take it. */
  async #prepare(trial: Trial): Promise<Ready | undefined> {
    if (this.#findings.get(workOf(trial))?.pass === false) return undefined;
    const ready = await this.#compiling(() => this.#bench.prepare(trial));
    if (!("reason" in ready)) return ready;
    this.#refuse(trial, ready);
    return undefined;
  }

  #refuse(trial: Trial, { reason }: Refusal): void {
    this.#findings.set(workOf(trial), { pass: false, worst: Infinity, batch: 0, reason });
    this.#seconds.delete(workOf(trial));
  }

  /** Whether the best way with it is about as fast as the best of all, of what was timed. */
  #isClose(task: TuningTask, { name }: Trial): boolean {
    const { contest, program } = task;
    const { seconds } = this.found(task);
    const nameOf = (group: Group) => groupName(program, group);
    const cost = (group: Group) => seconds(nameOf(group)) ?? Infinity;
    const most = CLOSE * contest.cheapest(cost).seconds + JITTER / 1000;
    return cheapestWith(contest, name, nameOf, cost).seconds <= most;
  }

  /** Takes the fastest way, unless a part of it disagrees with the reference; then the next. */
  async #choose(task: TuningTask): Promise<Cover> {
    const { seconds, finding } = this.found(task);
    for (;;) {
      const cover = decide(task, seconds, (name) => finding(name)?.pass === false);
      const names = cover.groups.map((group) => groupName(task.program, group));
      const next = names.find((name) => finding(name) === undefined);
      if (next === undefined) return cover;
      this.#advance("checking");
      const trial = task.trial(next);
      // The same work may have been checked for another part of the network.
      if (finding(next) === undefined) this.#findings.set(workOf(trial), await this.#bench.check(trial));
    }
  }

  /** What was found out about the candidates of a task, by their names. */
  found(task: TuningTask): Found {
    const of = <T>(known: ReadonlyMap<string, T>, name: string): T | undefined => {
      const trial = task.trials.get(name);
      return trial && known.get(workOf(trial));
    };
    return {
      cover: this.#covers.get(task),
      seconds: (name) => of(this.#seconds, name),
      finding: (name) => of(this.#findings, name),
    };
  }

  /** Names of the groups that a program is to be planned with. */
  choice(tasks: readonly TuningTask[], program: Program): readonly string[] {
    return tasks
      .flatMap((task) => this.#covers.get(task)!.groups)
      .toSorted((a, b) => a.members[0] - b.members[0])
      .map((group) => groupName(program, group));
  }
}
