/** One process of the mutation test: it may hang or crash on a mutant, and is ended and replaced then. */
import { create, globals } from "webgpu";
import { useSoftwareDriver } from "../../src/cli/vulkan.ts";
import { type OpenDevice, openDevice } from "../../src/gpu/device.ts";
import { kernels } from "../../src/kernels/index.ts";
import { type Mutant, mutantsOf, sampleMutants } from "./mutants.ts";
import { type Outcome, Trial } from "./trial.ts";

/** What a worker is to do: the mutants of a kernel from one on. */
export interface Job {
  readonly kernel: string;
  readonly perKernel: number;
  readonly seed: number;
  readonly from: number;
}

/** What became of a mutant; `timeout`: it had to be stopped, `crash`: it took the process with it. */
export interface Trialled {
  readonly mutant: Mutant;
  readonly outcome: Outcome | "timeout" | "crash";
  /** The case that found it. */
  readonly by?: string;
}

/** What a worker tells; of a mutant first that it is tried, since it may never come back. */
export type Report =
  | { readonly type: "ready"; readonly adapter: string; readonly all: readonly Mutant[]; readonly longest: number }
  | { readonly type: "trying"; readonly place: number; readonly mutant: Mutant }
  | { readonly type: "ran" }
  | ({ readonly type: "tried" } & Trialled)
  | { readonly type: "done" };

/** Held, for a device of Dawn dies with its adapter. */
let open: OpenDevice;

/** Does a job, and tells of it. */
export async function work({ kernel: name, perKernel, seed, from }: Job, report: (message: Report) => void) {
  useSoftwareDriver();
  Object.assign(globalThis, globals);
  open = await openDevice(create([]));
  const { device, description } = open;
  device.lost.then(() => process.exit(1));
  const kernel = kernels.find((other) => other.name === name)!;
  const trial = new Trial(open, kernel);
  const all = mutantsOf(kernel.shader.code, trial.given);
  let [longest, before] = [0, performance.now()];
  const measure = () => {
    longest = Math.max(longest, performance.now() - before);
    before = performance.now();
  };
  if ((await trial.run(undefined, measure)).outcome !== "survived") {
    throw new Error(`${name}: its cases fail without a mistake; they were expected to pass. Mend the kernel first.`);
  }
  report({ type: "ready", adapter: description.description, all, longest });
  for (const [place, mutant] of sampleMutants(all, perKernel, seed, name).entries()) {
    if (place < from) continue;
    report({ type: "trying", place, mutant });
    report({ type: "tried", mutant, ...(await trial.run(mutant, () => report({ type: "ran" }))) });
  }
  report({ type: "done" });
}
