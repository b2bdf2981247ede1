/** What a device cannot do, found out before or where it says so: WebGPU tells of it on the side, and computes nothing. */
import { CircledastError, SpecError } from "../core/errors.ts";
import type { Plan } from "../plan/plan.ts";

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6).toLocaleString("en-US")} MB`;

/** @throws SpecError where a buffer of the plan is larger than the device allows */
export function checkLimits(
  { buffers }: Plan,
  { maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits,
): void {
  const most = Math.min(maxBufferSize, maxStorageBufferBindingSize);
  const tooLarge = buffers.find(({ bytes }) => bytes > most);
  if (tooLarge === undefined) return;
  throw new SpecError(
    `${tooLarge.label}: it takes ${megabytes(tooLarge.bytes)}; at most ${Math.floor(most / 1e6)} MB were expected, what the ` +
      "adapter allows one array. Make the batch, the network or the data set smaller.",
  );
}

/** The complaint as an error of ours. */
export function refusal({ message }: GPUError): CircledastError {
  const [first] = message.split("\n");
  return new CircledastError(
    `device: it refused its work (${first}); it was expected to accept it. Try a smaller batch, or another device.`,
  );
}

/**
 * Does work on a device.
 *
 * @param discard frees what came of work that the device then is found to have refused
 * @throws CircledastError where the device refused a part of it, memory above all
 */
export async function accepted<T>(
  device: GPUDevice,
  work: () => Promise<T>,
  discard: (result: T) => void = () => {},
): Promise<T> {
  device.pushErrorScope("validation");
  device.pushErrorScope("out-of-memory");
  const failed = await work().then(
    (result) => ({ result }),
    (reason: unknown) => ({ reason }),
  );
  // Also where the work failed by itself: scopes left open would swallow later complaints.
  const errors = [await device.popErrorScope(), await device.popErrorScope()];
  if ("reason" in failed) throw failed.reason;
  for (const error of errors) {
    if (error === null) continue;
    discard(failed.result);
    throw refusal(error);
  }
  return failed.result;
}
