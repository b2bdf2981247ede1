/** In the worker: the search for a learning rate, on an engine of its own that nothing else sees. */
import { suggestRate, findRate as tryRates } from "../../train/rateFinder.ts";
import type { Message } from "../protocol.ts";
import { messageOf } from "./failure.ts";
import type { WorkerRun } from "./run.ts";

/** Least milliseconds between two messages. */
const PATIENCE = 100;

let underway: AbortController | undefined;

/** Ends the search under way, if there is one; it tells nothing more. */
export function stopFinding(): void {
  underway?.abort();
}

/** Searches with the recipe and the seed of a run, which is left as it is. */
export async function findRate(
  { recipe, data, settings, session }: WorkerRun,
  send: (message: Message) => void,
): Promise<void> {
  stopFinding();
  underway = new AbortController();
  const { signal } = underway;
  try {
    let told = 0;
    const sweep = await tryRates({
      recipe,
      data,
      seed: settings.seed,
      device: session.engine.device.kind,
      gpu: navigator.gpu,
      signal,
      onProgress(soFar) {
        if (signal.aborted || performance.now() - told < PATIENCE) return;
        told = performance.now();
        send({ type: "rate", search: { sweep: soFar, isOver: false } });
      },
    });
    if (!signal.aborted) send({ type: "rate", search: { sweep, isOver: true, suggested: suggestRate(sweep) } });
  } catch (error) {
    if (signal.aborted) return;
    send({ type: "rate", search: { isOver: true, failure: messageOf(error) } });
  }
}
