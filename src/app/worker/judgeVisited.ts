/** In the worker: the network of an earlier step is judged on the test set by the run's own engine, which has its parameters meanwhile. */

import { DeviceLostError } from "../../core/errors.ts";
import { waited } from "../../core/waited.ts";
import { nameParameters } from "../../train/parameters.ts";
import type { Message } from "../protocol.ts";
import { judged } from "./evaluation.ts";
import { shown, type WorkerRun } from "./run.ts";

/** Milliseconds in which nothing else is visited: who moves through time is not held up. */
const settled = 400;

/**
 * Judges the network that is visited, unless something else is visited or done meanwhile. Whatever comes, the run is as it was.
 *
 * @param begin has the run do what takes long, unless it does so already
 */
export async function judgeVisited(
  run: WorkerRun,
  begin: (run: WorkerRun, work: (signal: AbortSignal) => Promise<void>) => void,
  send: (message: Message) => void,
): Promise<void> {
  const { visiting } = run;
  await waited(settled);
  if (run.visiting !== visiting || run.stop !== undefined) return;
  begin(run, async (signal) => {
    run.judging = "visited";
    const { session } = run;
    const { parameters, step } = shown(run);
    await session.parameters();
    const { snapshot } = session;
    if (snapshot.step < session.step) throw new DeviceLostError("before its weights were read");
    try {
      session.load(nameParameters(session.network, parameters));
      const onProgress = (done: number, total: number) => send({ type: "judging", done, total });
      send({ type: "judgingEnded", test: await judged(run, step, { signal, onProgress }) });
    } catch (error) {
      send({ type: "judgingEnded" });
      if (!signal.aborted) throw error;
    } finally {
      session.restore(snapshot);
    }
  });
}
