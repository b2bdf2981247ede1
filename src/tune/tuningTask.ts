/** A contest of a program, with what is predicted of it and what has been found out. */
import type { DeviceTraits } from "../core/device.ts";
import { CircledastError } from "../core/errors.ts";
import type { Programs } from "../gpu/programs.ts";
import type { Program } from "../operations/program.ts";
import { inOrder, kernelContests } from "../plan/chooseKernels.ts";
import { type Contest, type Cover, groupName } from "../plan/contest.ts";
import { type Cost, predictedCost } from "../plan/cost.ts";
import type { Storage } from "../plan/halfStorage.ts";
import type { Group } from "../plan/match.ts";
import { planGroups } from "../plan/plan.ts";
import { profileFor } from "../plan/profiles.ts";
import type { Trial } from "./bench.ts";

/** A candidate that is predicted to make the whole so many times as slow as the best one is not timed. */
const HOPELESS = 4;

/** Those that are predicted to make it less than so many times as slow are timed before all others. */
const PROMISING = 1.6;

/** Share of the time of its program that operations must be predicted to take for a choice to be worth its while. */
const SHARE = 0.01;

/** Share of the time of what is predicted to be best that another way must stay below: timing can tell no less. */
const WORTH = 0.97;

/** Seconds that no way takes: what costs so much less is in the cheapest way, if it is in any. */
const REWARD = 1e3;

/** Operations of a program that kernels compete for. */
export interface TuningTask {
  readonly which: keyof Programs<unknown>;
  readonly program: Program;
  readonly contest: Contest;
  readonly predicted: Cost;
  /** What the prediction alone takes. */
  readonly byDefault: Cover;
  /** By name. */
  readonly candidates: ReadonlyMap<string, Group>;
  /** Names of those that are worth timing: the most promising, what is predicted to be best first, and the others. */
  readonly promising: ReadonlySet<string>;
  readonly serious: ReadonlySet<string>;
  /** Whether it is worth timing at all: what takes no time worth speaking of, or has no serious rival, is chosen by prediction. */
  readonly isTimed: boolean;
  /** A candidate in a plan, made when it is first asked for; and those made so far. */
  trial(name: string): Trial;
  readonly trials: ReadonlyMap<string, Trial>;
}

/** The cost of each group asked for once. */
function remembered(cost: Cost): Cost {
  const known = new WeakMap<Group, number>();
  return (group) => {
    const seconds = known.get(group) ?? cost(group);
    known.set(group, seconds);
    return seconds;
  };
}

/** The cheapest way that has a candidate of this name. */
export function cheapestWith(contest: Contest, name: string, nameOf: (group: Group) => string, cost: Cost): Cover {
  const { seconds, groups } = contest.cheapest((group) => cost(group) - (nameOf(group) === name ? REWARD : 0));
  return { seconds: seconds + REWARD, groups };
}

/** A contest, and the way that the prediction alone takes. */
interface Forecast {
  readonly contest: Contest;
  readonly byDefault: Cover;
}

/** The contests of a program. */
export interface CandidatePlanner {
  readonly forecasts: readonly Forecast[];
  readonly predicted: Cost;
  /** A candidate in a plan of the program, the cheapest with it. */
  trialOf(contest: Contest, name: string): Trial;
  /** The same for one of which only the name is known; undefined where there is none. */
  find(name: string): Trial | undefined;
}

/** What is planned for, and how tensors that grow with the batch are kept there. */
export interface Target {
  readonly device: DeviceTraits;
  readonly storage?: Storage | undefined;
}

export function plannerOf(
  which: keyof Programs<unknown>,
  program: Program,
  { device, storage = "f32" }: Target,
): CandidatePlanner {
  const predicted = remembered(predictedCost(program, profileFor(device), storage));
  const nameOf = (group: Group) => groupName(program, group);
  const forecasts = kernelContests(program, device).map(
    (contest): Forecast => ({ contest, byDefault: contest.cheapest(predicted) }),
  );
  const trialOf = (contest: Contest, name: string): Trial => {
    const cover = cheapestWith(contest, name, nameOf, predicted);
    const groups = inOrder(
      program,
      forecasts.flatMap((other) => (other.contest === contest ? cover : other.byDefault).groups),
    );
    const plan = planGroups(program, groups, { storage });
    const dispatch = plan.dispatches[groups.findIndex((group) => nameOf(group) === name)];
    return { which, program, plan, dispatch, name };
  };
  const find = (name: string) => {
    const home = forecasts.find(({ contest }) => contest.candidates().some((group) => nameOf(group) === name));
    return home && trialOf(home.contest, name);
  };
  return { forecasts, predicted, trialOf, find };
}

/** All that kernels compete for in a program; of the forward pass of a single input nothing is timed. */
export function tasksOf(which: keyof Programs<unknown>, program: Program, target: Target): readonly TuningTask[] {
  const { forecasts, predicted, trialOf } = plannerOf(which, program, target);
  const nameOf = (group: Group) => groupName(program, group);
  const whole = forecasts.reduce((sum, { byDefault }) => sum + byDefault.seconds, 0);
  return forecasts.map(({ contest, byDefault }): TuningTask => {
    const candidates = new Map(contest.candidates().map((group) => [nameOf(group), group]));
    const forecast = [...candidates.keys()]
      .map((name) => ({ name, seconds: cheapestWith(contest, name, nameOf, predicted).seconds }))
      .toSorted((a, b) => a.seconds - b.seconds);
    const within = (times: number) =>
      new Set(forecast.filter(({ seconds }) => seconds <= times * byDefault.seconds).map(({ name }) => name));
    const [promising, serious] = [within(PROMISING), within(HOPELESS)];
    // What the prediction takes is serious; where nothing else is, there is nothing to choose.
    const isOpen = serious.size > byDefault.groups.length;
    const isTimed = isOpen && which !== "prediction" && byDefault.seconds >= SHARE * whole;
    const trials = new Map<string, Trial>();
    const trial = (name: string) => {
      const made = trials.get(name) ?? trialOf(contest, name);
      trials.set(name, made);
      return made;
    };
    return { which, program, contest, predicted, byDefault, candidates, promising, serious, isTimed, trial, trials };
  });
}

/**
 * The fastest way by what was measured, of candidates that are not refused. What is predicted to be best stays, unless another way is
 * clearly faster: so noise changes nothing. Where nothing that was timed is left, the best by prediction of the rest.
 *
 * @param measured seconds by name; undefined for what was not timed
 */
export function decide(
  { contest, program, predicted, byDefault }: TuningTask,
  measured: (name: string) => number | undefined,
  isRefused: (name: string) => boolean,
): Cover {
  const nameOf = (group: Group) => groupName(program, group);
  const cost = (group: Group) => (isRefused(nameOf(group)) ? Infinity : (measured(nameOf(group)) ?? Infinity));
  const fastest = contest.cheapest(cost);
  const kept = byDefault.groups.reduce((sum, group) => sum + cost(group), 0);
  if (fastest.seconds < Infinity) return fastest.seconds < WORTH * kept ? fastest : { ...byDefault, seconds: kept };
  const rest = contest.cheapest((group) => (isRefused(nameOf(group)) ? Infinity : predicted(group)));
  if (rest.seconds < Infinity) return rest;
  const { label, op } = program.operations[contest.places[0]];
  throw new CircledastError(
    `${label}.${op}: every kernel for it disagrees with the reference on this adapter; at least the plain one was expected to agree. ` +
      "Run circledast verify, and train with --device cpu.",
  );
}
