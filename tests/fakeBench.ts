import { programsOf } from "../src/gpu/programs.ts";
import { presets } from "../src/model/presets.ts";
import { chooseKernels } from "../src/plan/chooseKernels.ts";
import { groupName } from "../src/plan/contest.ts";
import type { Group } from "../src/plan/match.ts";
import { profiles } from "../src/plan/profiles.ts";
import type { Bench, Finding, Refusal, Trial } from "../src/tune/bench.ts";
import { tunePrograms } from "../src/tune/tunePrograms.ts";
import type { Candidate } from "../src/tune/tuning.ts";
import { tasksOf } from "../src/tune/tuningTask.ts";

export const { device } = profiles.find(({ name }) => name === "rtx4070")!;
export const recipe = { ...presets.quick, batch: 32 };
export const size = { count: 64, shape: recipe.input };
export const programs = programsOf(recipe, { train: size, test: size });

const nameIn = (group: Group) => groupName(programs.training, group);

/** What there is to choose for the convolution: its default does all at one go, so does a rival, and others do it in parts. */
export const tasks = tasksOf("training", programs.training, { device }).filter(({ isTimed }) => isTimed);
export const first = tasks.find(({ contest }) =>
  contest.places.some((place) => programs.training.operations[place].op === "conv2d"),
)!;
export const byDefault = nameIn(first.byDefault.groups[0]);
const doesAll = (name: string) => first.candidates.get(name)!.members.length === first.contest.places.length;
export const rival = [...first.serious].find((name) => name !== byDefault && doesAll(name))!;
export const parts = [...first.serious].filter((name) => !doesAll(name));

interface Truth {
  /** Milliseconds of candidates of a training step; of others as predicted, a thousandfold. */
  readonly ms?: Readonly<Record<string, number>>;
  readonly wrong?: (name: string) => boolean;
  readonly notTaken?: (name: string) => boolean;
  /** What the device takes, and then refuses in a turn. */
  readonly failsInTurn?: (name: string) => boolean;
  /** What a clock says of turns, in place of `ms`. */
  readonly turnMs?: Readonly<Record<string, number>>;
  /** Milliseconds between two times that the clock tells, and what it says it is. */
  readonly ticks?: number;
  readonly step?: number;
  /** Whose turns begin just before a tick: all others' begin with one. */
  readonly isLate?: (name: string) => boolean;
}

/** A device on which kernels take the time that is said, and compute what is said. */
export class FakeBench implements Bench {
  readonly #truth: Truth;
  readonly checked: string[] = [];
  readonly turns: string[] = [];
  readonly compiled: string[] = [];
  readonly prepared: string[] = [];
  #now = 0;

  constructor(truth: Truth = {}) {
    this.#truth = truth;
  }

  async step(): Promise<number> {
    return this.#truth.step ?? 0;
  }

  async compile(trials: readonly Trial[]): Promise<void> {
    this.compiled.push(...trials.map(({ name }) => name));
  }

  async prepare({ which, program, name }: Trial) {
    this.prepared.push(name);
    if (this.#truth.notTaken?.(name)) return { reason: "too many registers" } satisfies Refusal;
    const known = tasksIn(which, program).find((task) => task.candidates.has(name))!;
    const predicted = 1000 * known.predicted(known.candidates.get(name)!);
    const ms = (which === "training" ? this.#truth.ms?.[name] : undefined) ?? 1000 * predicted;
    const time = async (turn: number) => {
      if (which === "training") this.turns.push(name);
      if (this.#truth.failsInTurn?.(name)) return { reason: "no memory is left" } satisfies Refusal;
      const { ticks } = this.#truth;
      if (ticks !== undefined) {
        const dispatches = Math.ceil(turn / ms);
        const begun = this.#truth.isLate?.(name) ? 0.999 * ticks : 0;
        const told = ticks * (Math.floor((begun + dispatches * ms) / ticks) - Math.floor(begun / ticks));
        return { ms: told / dispatches, dispatches };
      }
      return { ms: (which === "training" ? this.#truth.turnMs?.[name] : undefined) ?? ms, dispatches: 1 };
    };
    return { first: { ms, dispatches: 1 }, time, destroy: () => {} };
  }

  /** Whoever is asked often enough sees the time go by. */
  now(): number {
    this.#now += 1;
    return this.#now;
  }

  async check({ which, name }: Trial): Promise<Finding> {
    if (which === "training") this.checked.push(name);
    return this.#truth.wrong?.(name) ? { pass: false, worst: 7, batch: 2 } : { pass: true, worst: 0.5, batch: 2 };
  }
}

const known = new Map<unknown, ReturnType<typeof tasksOf>>();
function tasksIn(which: Trial["which"], program: Trial["program"]) {
  const found = known.get(program) ?? tasksOf(which, program, { device });
  known.set(program, found);
  return found;
}

export const tune = (truth: Truth, options: Parameters<typeof tunePrograms>[3] = {}, bench = new FakeBench(truth)) =>
  tunePrograms(programs, { device }, bench, { budget: 1e9, ...options });

export const predictedNames = (which: keyof typeof programs) =>
  chooseKernels(programs[which], "fast", { device }).map((group) => groupName(programs[which], group));

export function candidateOf(
  contested: readonly { readonly candidates: readonly Candidate[] }[],
  name: string,
): Candidate {
  return contested.flatMap(({ candidates }) => candidates).find((candidate) => candidate.name === name)!;
}
