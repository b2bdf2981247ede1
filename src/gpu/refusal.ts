/** What a device cannot do, found out before or where it says so: WebGPU tells of it on the side, and computes nothing. */
import { CircledastError, SpecError } from "../core/errors.ts";
import type { Plan } from "../plan/plan.ts";

export const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6).toLocaleString("en-US")} MB`;

/** Bytes that a buffer may have, by what the device allows one array. */
function mostBytes({
  maxBufferSize,
  maxStorageBufferBindingSize,
}: Pick<GPUSupportedLimits, "maxBufferSize" | "maxStorageBufferBindingSize">): number {
  return Math.min(maxBufferSize, maxStorageBufferBindingSize);
}

/** Whether the device allows every buffer of a plan. */
export function fits({ buffers }: Plan, limits: GPUSupportedLimits): boolean {
  return buffers.every(({ bytes }) => bytes <= mostBytes(limits));
}

const ADVICE = "Make the batch, the network or the data set smaller.";

/**
 * @param advice what to do then
 * @throws SpecError where a buffer of the plan is larger than the device allows
 */
export function checkLimits({ buffers }: Plan, limits: GPUSupportedLimits, advice = () => ADVICE): void {
  const most = mostBytes(limits);
  const tooLarge = buffers.find(({ bytes }) => bytes > most);
  if (tooLarge === undefined) return;
  throw new SpecError(
    `${tooLarge.label}: it takes ${megabytes(tooLarge.bytes)}; at most ${Math.floor(most / 1e6)} MB were expected, what the ` +
      `adapter allows one array. ${advice()}`,
  );
}

/** The device refused work: that is an error of ours, unless its memory does not suffice. */
export class RefusedError extends CircledastError {
  override name = "RefusedError";
  readonly kind: GPUErrorFilter;
  /** What the device had to say, in a line. */
  readonly complaint: string;

  /** @param where the dispatch that it is about, where that is known */
  constructor(kind: GPUErrorFilter, { message }: Pick<GPUError, "message">, where?: string) {
    const [complaint] = message.split("\n");
    const what = kind === "out-of-memory" ? "its memory does not suffice" : `it refused ${where ?? "its work"}`;
    super(`device: ${what} (${complaint}); it was expected to accept it. Try a smaller batch, or another device.`);
    this.kind = kind;
    this.complaint = complaint;
  }
}

/** What is caught, the innermost last. */
const FILTERS = ["validation", "internal", "out-of-memory"] as const satisfies readonly GPUErrorFilter[];

/**
 * Begins to catch complaints.
 *
 * @param where the dispatch that they would be about
 * @returns what ends it and gives the first, of memory before others
 */
export function catching(device: GPUDevice, where?: string): () => Promise<RefusedError | undefined> {
  for (const filter of FILTERS) device.pushErrorScope(filter);
  return async () => {
    // All asked for at once: scopes left open would swallow later complaints.
    const errors = await Promise.all(
      FILTERS.toReversed().map(async (kind) => ({ kind, error: await device.popErrorScope() })),
    );
    const first = errors.find(({ error }) => error !== null);
    return first && new RefusedError(first.kind, first.error!, where);
  };
}

/** Which kind of complaint an uncaught one is. */
export function kindOf(error: GPUError): GPUErrorFilter {
  if (globalThis.GPUOutOfMemoryError !== undefined && error instanceof GPUOutOfMemoryError) return "out-of-memory";
  return globalThis.GPUInternalError !== undefined && error instanceof GPUInternalError ? "internal" : "validation";
}

/**
 * Does work on a device.
 *
 * @param discard frees what came of work that the device then is found to have refused
 * @throws RefusedError where the device refused a part of it, memory above all
 */
export async function accepted<T>(
  device: GPUDevice,
  work: () => Promise<T>,
  discard: (result: T) => void = () => {},
): Promise<T> {
  const caught = catching(device);
  const failed = await work().then(
    (result) => ({ result }),
    (reason: unknown) => ({ reason }),
  );
  const refused = await caught();
  if ("reason" in failed) throw failed.reason;
  if (refused === undefined) return failed.result;
  discard(failed.result);
  throw refused;
}
