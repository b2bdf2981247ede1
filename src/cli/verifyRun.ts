/** Runs the checks of an adapter as a command does: shows how far it is, and ends on a signal. */
import { createRequire } from "node:module";
import { version } from "../../package.json";
import { type OpenDevice, openDevice } from "../gpu/device.ts";
import { kernels } from "../kernels/index.ts";
import type { Recipe } from "../model/recipe.ts";
import { checkStorage, type Storage } from "../plan/halfStorage.ts";
import { adapterFacts, type Certificate, type Circumstances, certify } from "../verify/certificate.ts";
import type { CheckResult } from "../verify/check.ts";
import { kernelChecks } from "../verify/kernelChecks.ts";
import { affordableBatch, networkChecks } from "../verify/networkChecks.ts";
import { runChecks } from "../verify/runChecks.ts";
import type { UserCase } from "../verify/userCases/readCases.ts";
import { prepareCase, runUserCases } from "../verify/userCases/runCases.ts";
import { dawn } from "./dawn.ts";
import { interruptible } from "./interrupt.ts";
import { note } from "./printEvents.ts";
import { progressCounter } from "./verifyText.ts";

/** What WebGPU runs in here. */
function runtime(): string {
  const { version: package_ } = createRequire(import.meta.url)("webgpu/package.json") as { version: string };
  return `Node ${process.versions.node} on ${process.platform} ${process.arch}, Dawn of webgpu ${package_}`;
}

/** How much there is to do on a device, and the results as they come. */
interface Prepared {
  readonly total: number;
  readonly results: (signal: AbortSignal) => AsyncIterable<CheckResult>;
}

/** What is checked, and what the certificate says of it. */
interface Work {
  readonly facts: Pick<Circumstances, "network" | "onlyNetwork" | "file" | "storage">;
  readonly prepare: (open: OpenDevice) => Prepared;
}

interface OwnChecks {
  readonly recipe: Recipe | undefined;
  /** Samples of its steps. */
  readonly batch: number | undefined;
  readonly storage?: Storage | undefined;
  /** Whether the network's dispatches are all that is checked. */
  readonly onlyNetwork?: boolean | undefined;
}

/**
 * Every kernel in its cases, unless the network alone is asked for; and, where there is a recipe, every dispatch of its network.
 *
 * @throws SpecError or ShapeError where the recipe cannot be built
 */
export function ownChecks({ recipe, batch: wanted, storage = "f32", onlyNetwork = false }: OwnChecks): Work {
  const network = recipe && { recipe, batch: wanted ?? affordableBatch(recipe) };
  // Whether it can be built is found out before a device is asked for.
  if (network) networkChecks(network.recipe, network.batch);
  return {
    facts: {
      ...(network && { network: { name: network.recipe.name, batch: network.batch } }),
      ...(onlyNetwork && { onlyNetwork }),
      ...(storage === "f16" && { storage }),
    },
    prepare: ({ device, traits, description }) => {
      checkStorage(storage, traits, description);
      const ofNetwork = network ? networkChecks(network.recipe, network.batch, { device: traits, storage }) : [];
      const checks = [...(onlyNetwork ? [] : kernelChecks(kernels, traits, storage)), ...ofNetwork];
      return { total: checks.length, results: (signal) => runChecks(checks, { device, signal }) };
    },
  };
}

/** @throws BadCase where a case contradicts itself */
export function fileChecks(file: string, cases: readonly UserCase[]): Work {
  const prepared = cases.map(prepareCase);
  return {
    facts: { file },
    prepare: ({ device }) => ({
      total: cases.length,
      results: (signal) => runUserCases(prepared, device, signal),
    }),
  };
}

/**
 * Does the work on the adapter.
 *
 * @returns undefined where a signal ended it
 * @throws DeviceError where there is no adapter; what the work throws, when the device has been given back
 */
export async function verifyAdapter({ facts, prepare }: Work): Promise<Certificate | undefined> {
  const open = await openDevice(dawn);
  const { adapter, device, description } = open;
  const cases: CheckResult[] = [];
  const work = async (signal: AbortSignal) => {
    try {
      const { total, results } = prepare(open);
      const progress = progressCounter(total);
      for await (const result of results(signal)) {
        cases.push(result);
        progress(cases.length, result);
      }
      return true;
    } catch (error) {
      if (signal.aborted) return false;
      throw error;
    } finally {
      device.destroy();
    }
  };
  const isWhole = await interruptible(work, () => note("Stopping: no certificate is made."));
  if (!isWhole) return undefined;
  const date = new Date().toISOString();
  return certify({ adapter: adapterFacts(adapter, description), runtime: runtime(), version, date, ...facts }, cases);
}
