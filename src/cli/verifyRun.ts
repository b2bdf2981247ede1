/** Runs the checks of an adapter as a command does: shows how far it is, and ends on a signal. */
import { createRequire } from "node:module";
import { version } from "../../package.json";
import { openDevice } from "../gpu/device.ts";
import type { Recipe } from "../model/recipe.ts";
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

/** What is checked: how much it is, what the certificate says of it, and the results as they come. */
interface Work {
  readonly total: number;
  readonly facts: Pick<Circumstances, "network" | "file">;
  readonly results: (device: GPUDevice, signal: AbortSignal) => AsyncIterable<CheckResult>;
}

/**
 * Every kernel in its cases and, where there is a recipe, every dispatch of its network.
 *
 * @throws SpecError or ShapeError where the recipe cannot be built
 */
export function ownChecks(recipe: Recipe | undefined, wanted: number | undefined): Work {
  if (recipe === undefined) return { ...countedChecks(kernelChecks()), facts: {} };
  const batch = wanted ?? affordableBatch(recipe);
  const checks = [...kernelChecks(), ...networkChecks(recipe, batch)];
  return { ...countedChecks(checks), facts: { network: { name: recipe.name, batch } } };
}

function countedChecks(checks: Parameters<typeof runChecks>[0]): Omit<Work, "facts"> {
  return { total: checks.length, results: (device, signal) => runChecks(checks, { device, signal }) };
}

/** @throws BadCase where a case contradicts itself */
export function fileChecks(file: string, cases: readonly UserCase[]): Work {
  const prepared = cases.map(prepareCase);
  return {
    total: cases.length,
    facts: { file },
    results: (device, signal) => runUserCases(prepared, device, signal),
  };
}

/**
 * Does the work on the adapter.
 *
 * @returns undefined where a signal ended it
 * @throws DeviceError where there is no adapter; what the work throws, when the device has been given back
 */
export async function verifyAdapter({ total, facts, results }: Work): Promise<Certificate | undefined> {
  const { adapter, device, description } = await openDevice(dawn);
  const cases: CheckResult[] = [];
  const progress = progressCounter(total);
  const work = async (signal: AbortSignal) => {
    try {
      for await (const result of results(device, signal)) {
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
