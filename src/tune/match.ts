/** Gives the candidates their turns, and takes the fastest way that is right. */
import type { Program } from "../operations/program.ts";
import { type Cover, groupName } from "../plan/contest.ts";
import type { Group } from "../plan/match.ts";
import type { Bench, Entry, Finding, Ready, Refusal, Turn } from "./bench.ts";
import { cheapestWith, decide, type Rivalry } from "./rivalry.ts";

/** How far the tuner is. */
export interface Progress {
  readonly doing: "timing" | "checking";
  readonly done: number;
  readonly total: number;
}

export interface TuneOptions {
  /** Milliseconds of measuring; default: 400 or, where that is longer, the time that four steps are predicted to take. */
  readonly budget?: number | undefined;
  readonly onProgress?: ((progress: Progress) => void) | undefined;
  /** Ends it: what has been measured is thrown away. */
  readonly signal?: AbortSignal | undefined;
}

const BUDGET = 400;
const STEPS = 4;

/** With compiling, and whatever else the machine does meanwhile, nothing is compiled after so many times the budget. */
const PATIENCE = 10;

/** Times that each candidate has its turn, in rounds; the least counts: whatever else the machine does makes it longer. */
const ROUNDS = 3;

/** Only those that may still win have further turns: the best way with them takes at most so many times the best of all. */
const CLOSE = 1.5;

/** Milliseconds by which two single dispatches differ though they are the same: the host's clock sees what else the host does. */
const JITTER = 0.5;

/** Milliseconds of a turn: shorter ones the clocks cannot tell, longer ones tell no more. */
const [SHORTEST_TURN, LONGEST_TURN] = [2, 10];

/** Bytes of the candidates that may be ready at once. With more, each is made ready anew for each turn. */
const MEMORY = 2 ** 29;

/** What the same shader would do on arrays of the same size: it is measured, and compared with the reference, once. */
export function workOf({ dispatch: { shader, constants, halves, workgroups, bindings } }: Entry): string {
  return JSON.stringify([
    shader,
    constants,
    halves,
    workgroups,
    Object.entries(bindings).map(([name, { bytes }]) => [name, bytes]),
  ]);
}

function bytesOf({ dispatch, plan }: Entry): number {
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

export class Match {
  readonly #bench: Bench;
  readonly #options: TuneOptions;
  readonly #budget: number;
  readonly #turn: number;
  /** What takes longest first, training before judging. */
  readonly rivalries: readonly Rivalry[];
  readonly #timed: readonly Rivalry[];
  readonly #total: number;
  /** By work: seconds of a dispatch, and what the reference says of it. */
  readonly #seconds = new Map<string, number>();
  readonly #findings = new Map<string, Finding>();
  readonly #covers = new Map<Rivalry, Cover>();
  /** When by the clock on the wall no further candidate is begun. */
  #end = Infinity;
  #done = 0;
  spent = 0;

  /** @param programs what there is to choose in each, a training step first */
  constructor(bench: Bench, programs: readonly (readonly Rivalry[])[], options: TuneOptions) {
    this.#bench = bench;
    this.#options = options;
    this.rivalries = programs.flatMap((rivalries) =>
      rivalries.toSorted((a, b) => b.byDefault.seconds - a.byDefault.seconds),
    );
    this.#timed = this.rivalries.filter(({ isTimed }) => isTimed);
    this.#total = this.#timed.reduce((sum, { serious }) => sum + serious.size, 0);
    const step = programs[0].reduce((sum, { byDefault }) => sum + byDefault.seconds, 0);
    this.#budget = options.budget ?? Math.max(BUDGET, STEPS * 1000 * step);
    const share = this.#budget / (ROUNDS * Math.max(1, this.#total));
    this.#turn = Math.min(LONGEST_TURN, Math.max(SHORTEST_TURN, share));
  }

  async run(): Promise<void> {
    this.#end = this.#bench.now() + PATIENCE * this.#budget;
    for (const which of ["promising", "serious"] as const) {
      for (const rivalry of this.#timed) {
        if (this.spent >= this.#budget || this.#isLate()) break;
        // What is predicted to be best has nothing to be held against.
        if (rivalry[which].size === rivalry.byDefault.groups.length) continue;
        await this.#time(rivalry, rivalry[which]);
      }
    }
    this.#done = this.#total;
    // What there was no time for, or is not worth any, is compared with the reference all the same.
    for (const rivalry of this.rivalries) this.#covers.set(rivalry, await this.#choose(rivalry));
  }

  #isLate(): boolean {
    return this.#bench.now() > this.#end;
  }

  #advance(doing: Progress["doing"]): void {
    this.#options.signal?.throwIfAborted();
    this.#options.onProgress?.({ doing, done: this.#done, total: this.#total });
  }

  /** Gives candidates their turns; none to one that is seen in a single dispatch to be far behind. */
  async #time(rivalry: Rivalry, names: ReadonlySet<string>): Promise<void> {
    const isNew = (name: string) => !this.#seconds.has(workOf(rivalry.entry(name)));
    const fresh = [...names].filter(isNew);
    if (fresh.length === 0) return;
    // Timed again beside the others: the machine may be busier now.
    const known = rivalry.byDefault.groups
      .map((group) => groupName(rivalry.program, group))
      .filter((name) => !isNew(name));
    const entries = [...known, ...fresh].map(rivalry.entry);
    const told = await this.#turns(rivalry, entries, new Set(fresh));
    // A single dispatch tells who is far behind, not who is first.
    const untold = entries.filter((entry) => !told.has(workOf(entry)) && this.#isClose(rivalry, entry));
    for (const entry of untold) if (fresh.includes(entry.name)) this.#seconds.delete(workOf(entry));
  }

  /** @returns the work of those that had a turn of which the clock told the time */
  async #turns(rivalry: Rivalry, entries: readonly Entry[], fresh: ReadonlySet<string>): Promise<ReadonlySet<string>> {
    const fitsAtOnce = entries.reduce((sum, entry) => sum + bytesOf(entry), 0) <= MEMORY;
    const isNew = (entry: Entry) => !this.#seconds.has(workOf(entry));
    const told = new Set<string>();
    const ready = new Map<Entry, Ready>();
    try {
      for (let round = 0; round <= ROUNDS; round++) {
        if (round > 1 && (this.spent >= this.#budget || this.#isLate())) return told;
        for (const entry of entries) {
          this.#advance("timing");
          // Those that are compiled by now have a turn, or it was for nothing.
          if (round === 0 ? this.#isLate() : isNew(entry) || !this.#isClose(rivalry, entry)) continue;
          const one = ready.get(entry) ?? (await this.#prepare(entry));
          if (one === undefined) continue;
          ready.set(entry, one);
          const isFresh = fresh.has(entry.name);
          const turn = round > 0 ? await one.time(this.#turn) : one.first;
          if ("reason" in turn) this.#refuse(entry, turn);
          else if (round === 0 && isFresh) this.#note(entry, turn, true);
          else if (round > 0 && turn.ms > 0) {
            this.#note(entry, turn, isFresh && !told.has(workOf(entry)));
            told.add(workOf(entry));
          }
          if (round === 0 && isFresh) this.#done++;
          if (fitsAtOnce && !("reason" in turn)) continue;
          one.destroy();
          ready.delete(entry);
        }
      }
      return told;
    } finally {
      for (const one of ready.values()) one.destroy();
    }
  }

  /** @param anew whether it counts in place of what was noted before: of many dispatches a clock tells more than of one */
  #note(entry: Entry, { ms, dispatches }: Turn, anew: boolean): void {
    this.spent += ms * dispatches;
    const known = anew ? Infinity : (this.#seconds.get(workOf(entry)) ?? Infinity);
    this.#seconds.set(workOf(entry), Math.min(ms / 1000, known));
  }

  /** Undefined where the device does not take it. */
  async #prepare(entry: Entry): Promise<Ready | undefined> {
    if (this.#findings.get(workOf(entry))?.pass === false) return undefined;
    const ready = await this.#bench.prepare(entry);
    if (!("reason" in ready)) return ready;
    this.#refuse(entry, ready);
    return undefined;
  }

  #refuse(entry: Entry, { reason }: Refusal): void {
    this.#findings.set(workOf(entry), { pass: false, worst: Infinity, batch: 0, reason });
    this.#seconds.delete(workOf(entry));
  }

  /** Whether the best way with it is about as fast as the best of all, of what was timed. */
  #isClose(rivalry: Rivalry, { name }: Entry): boolean {
    const { contest, program } = rivalry;
    const { seconds } = this.found(rivalry);
    const nameOf = (group: Group) => groupName(program, group);
    const cost = (group: Group) => seconds(nameOf(group)) ?? Infinity;
    const most = CLOSE * contest.cheapest(cost).seconds + JITTER / 1000;
    return cheapestWith(contest, name, nameOf, cost).seconds <= most;
  }

  /** Takes the fastest way, unless a part of it disagrees with the reference; then the next. */
  async #choose(rivalry: Rivalry): Promise<Cover> {
    const { seconds, finding } = this.found(rivalry);
    for (;;) {
      const cover = decide(rivalry, seconds, (name) => finding(name)?.pass === false);
      const names = cover.groups.map((group) => groupName(rivalry.program, group));
      const next = names.find((name) => finding(name) === undefined);
      if (next === undefined) return cover;
      this.#advance("checking");
      const entry = rivalry.entry(next);
      // The same work may have been checked for another part of the network.
      if (finding(next) === undefined) this.#findings.set(workOf(entry), await this.#bench.check(entry));
    }
  }

  /** What was found out about the candidates of a rivalry, by their names. */
  found(rivalry: Rivalry): Found {
    const of = <T>(known: ReadonlyMap<string, T>, name: string): T | undefined => {
      const entry = rivalry.entries.get(name);
      return entry && known.get(workOf(entry));
    };
    return {
      cover: this.#covers.get(rivalry),
      seconds: (name) => of(this.#seconds, name),
      finding: (name) => of(this.#findings, name),
    };
  }

  /** Names of the groups that a program is to be planned with. */
  choice(rivalries: readonly Rivalry[], program: Program): readonly string[] {
    return rivalries
      .flatMap((rivalry) => this.#covers.get(rivalry)!.groups)
      .toSorted((a, b) => a.members[0] - b.members[0])
      .map((group) => groupName(program, group));
  }
}
