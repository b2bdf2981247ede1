/** Compares systems on one workload: first whether they do the same work, then how fast, in turns. */
import { median } from "../../../core/statistics.ts";
import { note, showProgress } from "../../printEvents.ts";
import { disagreement, imagesPerSecond, type Slice } from "./figures.ts";
import type { System } from "./system.ts";

export interface Effort {
  readonly rounds: number;
  /** Of a system's turn. */
  readonly seconds: number;
  /** Ends it after the turn under way. */
  readonly signal?: AbortSignal;
}

/** How a system fared. */
export interface Outcome {
  readonly name: string;
  readonly adapter: string;
  /** From opening it to the result of its first step; absent where it failed at that. */
  readonly firstStepMs?: number;
  /** One a round; none where it failed. */
  readonly slices: readonly Slice[];
  /** Why it was not timed. */
  readonly error?: string;
}

/**
 * Steps behind the first whose losses are compared, and the seconds after which fewer will do. The least is two: the first update is g or, of
 * Adam, g / |g|, whatever momentum, β₁ and β₂ are; only the loss behind the second depends on them.
 */
const CHECK = { least: 2, most: 5, seconds: 10 };

/** Seconds before the first round that do not count: buffers are made, pages get to full speed. A long check has seen to that. */
const WARM_UP = 0.5;

/**
 * @param systems ours first: what it fails at is thrown, and what another fails at is noted
 * @param optimizer of the steps; undefined for inference
 * @throws the signal's reason, should it come before the end
 */
export async function compare(
  systems: readonly System[],
  optimizer: string | undefined,
  { rounds, seconds, signal }: Effort,
): Promise<Outcome[]> {
  const errors = new Map<System, string>();
  const firstSteps = new Map<System, number>();
  /** A peer's turn: its failure is its own. */
  const attempt = async <T>(system: System, work: () => Promise<T>): Promise<T | undefined> => {
    signal?.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal?.throwIfAborted();
      errors.set(system, error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  const start = async (system: System) => {
    showProgress(`Checking ${system.name}`);
    const begun = performance.now();
    const { values, ms } = await system.first();
    firstSteps.set(system, ms);
    const more = optimizer === undefined ? [] : await system.check(CHECK);
    if (performance.now() - begun < CHECK.seconds * 1000) await system.run(WARM_UP);
    return [...values, ...more];
  };
  const [us, ...peers] = systems;
  const ours = await start(us);
  for (const peer of peers) {
    const values = await attempt(peer, () => start(peer));
    const wrong = values && disagreement(ours, values, optimizer);
    if (wrong !== undefined) errors.set(peer, wrong);
  }
  const slices = new Map<System, Slice[]>(systems.map((system) => [system, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const system of systems.filter((one) => !errors.has(one))) {
      showProgress(`Round ${round} of ${rounds}: ${system.name}`);
      const slice = await attempt(system, () => system.run(seconds));
      if (slice !== undefined) slices.get(system)!.push(slice);
    }
  }
  for (const [system, error] of errors) note(`${system.name} is not timed: ${error}`);
  return systems.map((system) => {
    const error = errors.get(system);
    const { name, adapter } = system;
    if (error !== undefined) return { name, adapter, slices: [], error };
    return { name, adapter, firstStepMs: firstSteps.get(system)!, slices: slices.get(system)! };
  });
}

/** Of several settings of one system the one that is fastest, under the name that they share. */
export function best(outcomes: readonly Outcome[], prefix: string): Outcome[] {
  const speed = ({ slices }: Outcome) => (slices.length === 0 ? 0 : median(imagesPerSecond(slices)));
  const settings = outcomes.filter(({ name }) => name.startsWith(prefix));
  const [first] = settings.toSorted((a, b) => speed(b) - speed(a));
  return outcomes.filter((outcome) => outcome === first || !settings.includes(outcome));
}
