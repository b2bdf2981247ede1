/** Ctrl-C and `kill`, taken as a wish to end in order. */

import { note } from "./printEvents.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Exit status of a command that was stopped before its end, as shells write it. */
export const INTERRUPTED = 130;

/** What is told when the first signal comes. */
export function noteStopping(): void {
  note("Stopping after the steps under way, then testing. Ctrl-C again quits at once.");
}

/** One key press can arrive several times: from the terminal, and passed on by npm. */
const ECHO_SECONDS = 0.4;

/** Does work that ends with a signal's reason when that comes: undefined then. */
export async function unlessStopped<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    throw error;
  }
}

/**
 * Does work that a signal asks to end soon; a second one ends the process at once.
 *
 * @param onSignal called once, when it is asked
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>, onSignal: () => void): Promise<T> {
  const controller = new AbortController();
  let asked = 0;
  const stop = () => {
    if (!controller.signal.aborted) {
      asked = performance.now();
      controller.abort();
      onSignal();
    } else if (performance.now() - asked > ECHO_SECONDS * 1000) {
      process.exit(INTERRUPTED);
    }
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const signal of SIGNALS) process.off(signal, stop);
  }
}
