/** An error as the worker tells of it. */
import { CircledastError, DataError, DeviceError, DeviceLostError, FormatError, SpecError } from "../../core/errors.ts";
import type { FailureKind, Message } from "../protocol.ts";

/** Somebody did not want to wait. */
export class CancelledError extends CircledastError {
  override name = "CancelledError";
}

/** @param kept the step of the parameters that are kept; undefined where there are none */
export function failureMessage(error: unknown, kept?: number): Message {
  if (error instanceof DeviceLostError && kept !== undefined) {
    return { type: "deviceLost", step: kept, message: error.reason };
  }
  return { type: "failed", message: messageOf(error), kind: kindOf(error), ...(kept === undefined ? {} : { kept }) };
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function kindOf(error: unknown): FailureKind {
  if (error instanceof SpecError || error instanceof FormatError) return "spec";
  if (error instanceof DataError) return "data";
  if (error instanceof CancelledError) return "cancelled";
  // One that was lost was there.
  return error instanceof DeviceError && !(error instanceof DeviceLostError) ? "device" : "other";
}
