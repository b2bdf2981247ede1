import type { Network } from "../layers/network.ts";
import type { ProgramBuilder } from "../operations/program.ts";
import type { Optimizer } from "../optimizers/index.ts";

/** Where an update finds what it needs. */
interface Site {
  readonly network: Network;
  /** Flat arrays of what is trained, and of its gradients. */
  readonly parameter: string;
  readonly gradient: string;
  readonly schedule: string;
  readonly step: string;
}

/**
 * Appends the end of a step: the gradient is clipped, the optimiser changes the parameters, and their moving average follows, each
 * where the optimiser says so. The average is of the whole flat array, running statistics too.
 *
 * @returns the arrays that outlive the step and are changed by it, and which of them is judged
 */
export function emitUpdate(
  builder: ProgramBuilder,
  { op, attributes, state, clipNorm, averageDecay }: Optimizer,
  { network, parameter, gradient: whole, schedule, step }: Site,
): { readonly state: readonly string[]; readonly judged: string } {
  const emit = (name: string, inputs: Record<string, string>, constants: object) =>
    builder.emit("update", name, inputs, { ...constants });
  const clip = (c: number) =>
    emit("clipByNorm", { gradient: whole, norm: emit("gradientNorm", { gradient: whole }, {}).norm }, { clipNorm: c });
  const gradient = clipNorm === undefined ? whole : clip(clipNorm).clipped;
  const kept = Object.fromEntries(state.map((role) => [role, builder.persistent(role, [network.trainable])]));
  emit(op, { parameter, gradient, ...kept, schedule, step }, attributes);
  if (averageDecay === undefined) return { state: ["parameters", ...state], judged: "parameters" };
  const average = builder.persistent("average", [network.flat]);
  emit("movingAverage", { average, parameter: "parameters", step }, { decay: averageDecay });
  return { state: ["parameters", ...state, average], judged: average };
}
