/** In the worker: a run whose device is lost goes on with another, and ends only where there is none. */
import { DeviceLostError } from "../../core/errors.ts";
import type { Run } from "../../train/openRun.ts";
import { Recovery } from "../../train/recovery.ts";
import type { Message } from "../protocol.ts";

export interface Watched {
  /** Whether a failure is one that the run can go on after. */
  survives(error: unknown): error is DeviceLostError;
  /** Has the run go on with another device. @throws the loss, where there is none */
  recover(lost: DeviceLostError): Promise<void>;
}

/**
 * Watches the engine of a run, and each that takes its place.
 *
 * @param send tells the page, as long as the run is the one on show
 * @param onFailure called when an engine fails, whatever is under way
 */
export function watch(
  { session, spare }: Pick<Run, "session" | "spare">,
  send: (message: Message) => void,
  onFailure: (error: unknown) => void,
): Watched {
  const recovery = new Recovery({
    session,
    spare,
    onEvent({ event, ...recovered }) {
      send({ type: event, ...recovered });
      session.engine.onFailure(onFailure);
    },
  });
  session.engine.onFailure(onFailure);
  return {
    survives: (error): error is DeviceLostError =>
      error instanceof DeviceLostError && (spare.gpu !== undefined || spare.cpu !== undefined),
    recover(lost) {
      send({ type: "recovering", step: session.step, reason: lost.reason });
      return recovery.recover(lost);
    },
  };
}
