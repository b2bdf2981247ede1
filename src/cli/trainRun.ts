/** Trains a run to its end as a command does: shows it, ends in order on a signal, and saves what was learned. */
import { DeviceLostError, SpecError } from "../core/errors.ts";
import type { Snapshot } from "../plan/engine.ts";
import type { EndEvent, KernelsUsed, TrainEvent } from "../train/events.ts";
import { fit } from "../train/fit.ts";
import type { Keeper } from "../train/keeper.ts";
import type { Run } from "../train/openRun.ts";
import { Recovery } from "../train/recovery.ts";
import type { Session } from "../train/session.ts";
import { encodeWeights } from "../train/weightsFile.ts";
import { INTERRUPTED, interruptible, noteStopping } from "./interrupt.ts";
import { note } from "./printEvents.ts";
import { writeWhole } from "./writeFile.ts";

export interface TrainRunOptions {
  readonly onEvent: (event: TrainEvent) => void;
  /** Where the weights go in the end. */
  readonly save: string | undefined;
  /** Every so many steps one is computed by the reference as well. */
  readonly shadowEvery?: number | undefined;
  /** Where they are not those of the prediction. */
  readonly kernels?: KernelsUsed | undefined;
  /** Keeps checkpoints of it. */
  readonly keeper?: Keeper | undefined;
  /** Steps after which the device is taken away. */
  readonly loseDeviceAt?: readonly number[] | undefined;
}

/**
 * @returns exit status
 * @throws DivergedError, DeviceLostError as fit does; in the latter case the last parameters known are saved
 */
export async function trainRun(
  { session, reason, spare, loseDevice }: Run,
  { onEvent, save, shadowEvery, kernels, keeper, loseDeviceAt = [] }: TrainRunOptions,
): Promise<number> {
  if (loseDeviceAt.length > 0 && loseDevice === undefined) {
    throw new SpecError(
      "--lose-device-at: training is on the CPU, which cannot be lost; a GPU was expected. Leave the option out.",
    );
  }
  if (shadowEvery !== undefined && session.engine.device.kind === "cpu") {
    throw new SpecError(
      "--shadow: training is on the CPU reference itself; a GPU was expected, to be compared with it. Leave the option out.",
    );
  }
  // Told last of all: whoever waits for it finds the weights where they were to be saved.
  let end: EndEvent | undefined;
  let strayed = false;
  const losses = loseDeviceAt.toSorted((a, b) => a - b);
  const tell = (event: TrainEvent) => {
    keeper?.onEvent(event);
    if (event.event === "step" && event.step >= losses[0]) {
      losses.splice(0, losses.findLastIndex((step) => event.step >= step) + 1);
      loseDevice!();
    }
    if (event.event === "shadow" && event.outside !== undefined) strayed = true;
    if (event.event !== "end") onEvent(event);
  };
  try {
    end = await interruptible((signal) => {
      const recovery = new Recovery({ session, spare, onEvent: tell, signal });
      const recover = (lost: DeviceLostError) => recovery.recover(lost);
      const onSnapshot = keeper && ((snapshot: Snapshot) => keeper.onSnapshot(snapshot));
      return fit({ session, onEvent: tell, signal, reason, shadowEvery, kernels, recover, onSnapshot });
    }, noteStopping);
    if (save !== undefined) await saveWeights(session, save);
  } catch (error) {
    if (error instanceof DeviceLostError && save !== undefined) {
      await saveWeights(session, save);
      note(`${save}: the weights of step ${session.snapshot.step}, the last known, are saved there.`);
    }
    throw error;
  } finally {
    await keeper?.close();
    if (end !== undefined) onEvent(end);
  }
  if (save !== undefined) note(`${save}: the weights are saved there.`);
  if (strayed) note("The GPU was further from the reference than rounding explains: see the steps above.");
  if (end?.interrupted) return INTERRUPTED;
  return strayed ? 1 : 0;
}

function saveWeights(session: Session, path: string): Promise<void> {
  const { recipe, seed, snapshot } = session;
  return writeWhole(path, encodeWeights({ tensors: session.knownParameters(), recipe, seed, step: snapshot.step }));
}
