/** Cases that a user brings, on the adapter and on the reference. */
import { CircledastError, DeviceLostError } from "../../core/errors.ts";
import { PipelineCache } from "../../gpu/pipelines.ts";
import { type Bench, type CheckResult, USER_CASES } from "../check.ts";
import { lossOf } from "../runChecks.ts";
import { BadCase } from "./badCase.ts";
import { prepareChain } from "./chain.ts";
import { adapterEngine, type Engine, referenceEngine } from "./engines.ts";
import { prepareOptimizer } from "./optimizerCase.ts";
import { type Outcome, outcomeOf } from "./outcome.ts";
import type { Prepared } from "./prepared.ts";
import type { UserCase } from "./readCases.ts";
import { Unsupported } from "./unsupported.ts";

export interface UserCaseResult extends CheckResult {
  readonly id: string;
  readonly kind: UserCase["kind"];
  readonly status: "passed" | "failed" | "unsupported";
  /** How the reference did, and the adapter with each choice of kernels. */
  readonly engines: readonly Pick<Outcome, "engine" | "pass" | "worst">[];
}

/** A case, and its program or what we lack for it. */
export interface PreparedCase {
  readonly userCase: UserCase;
  readonly prepared: Prepared | string;
}

/** @throws BadCase where a case contradicts itself */
export function prepareCase(userCase: UserCase): PreparedCase {
  try {
    const prepared = userCase.kind === "optimizer" ? prepareOptimizer(userCase) : prepareChain(userCase);
    return { userCase, prepared };
  } catch (error) {
    // A shape or a constant that we refuse may be another library's right: it is said, and not held against either.
    const isOurs = error instanceof Unsupported || error instanceof CircledastError;
    if (!isOurs || error instanceof BadCase) throw error;
    return { userCase, prepared: error.message };
  }
}

/**
 * Runs cases one after the other, each on the reference and on the adapter, there with fast and with plain kernels.
 *
 * @throws DeviceLostError where the device goes away; the signal's reason where it comes before the end
 */
export async function* runUserCases(
  cases: readonly PreparedCase[],
  device: GPUDevice,
  signal?: AbortSignal,
): AsyncGenerator<UserCaseResult> {
  const bench = { device, pipelines: new PipelineCache(device) };
  for (const { userCase, prepared } of cases) {
    signal?.throwIfAborted();
    yield typeof prepared === "string" ? skipped(userCase, prepared) : await runUserCase(userCase, prepared, bench);
  }
}

function blank({ id, op, kind }: UserCase) {
  return { id, name: id, op, kind, part: USER_CASES, kernel: "", pass: false, worst: 0, elements: 0 };
}

function skipped(userCase: UserCase, unsupported: string): UserCaseResult {
  return { ...blank(userCase), status: "unsupported", unsupported, mistakes: [], engines: [] };
}

/** The adapter with fast kernels and with plain ones; once, where no fast one applies. */
function adapterEngines({ program }: Prepared, bench: Bench): Engine[] {
  const fast = adapterEngine("adapter, fast kernels", bench, "fast");
  const plain = adapterEngine("adapter, plain kernels", bench, "plain");
  const isSame = String(fast.kernels(program)) === String(plain.kernels(program));
  return isSame ? [adapterEngine("adapter", bench, "plain")] : [fast, plain];
}

async function runUserCase(userCase: UserCase, prepared: Prepared, bench: Bench): Promise<UserCaseResult> {
  const engines = [referenceEngine, ...adapterEngines(prepared, bench)];
  const outcomes: Outcome[] = [];
  for (const engine of engines) outcomes.push(await tried(userCase, prepared, engine, bench));
  const pass = outcomes.every((outcome) => outcome.pass);
  const problems = outcomes.flatMap(({ problem }) => problem ?? []);
  return {
    ...blank(userCase),
    kernel: engines[1].kernels(prepared.program).join("+"),
    pass,
    status: pass ? "passed" : "failed",
    worst: Math.max(...outcomes.map(({ worst }) => worst)),
    elements: outcomes.reduce((sum, { elements }) => sum + elements, 0),
    mistakes: outcomes.flatMap(({ mistakes }) => mistakes),
    ...(problems.length > 0 ? { problem: problems.join("; ") } : {}),
    engines: outcomes.map(({ engine, pass: own, worst }) => ({ engine, pass: own, worst })),
  };
}

/** What an engine did, or that it would not. */
async function tried(userCase: UserCase, prepared: Prepared, engine: Engine, { device }: Bench): Promise<Outcome> {
  try {
    return await outcomeOf(userCase, prepared, engine);
  } catch (error) {
    const lost = await lossOf(device);
    if (lost !== undefined) throw new DeviceLostError(lost.message || lost.reason);
    const words = error instanceof Error ? error.message : String(error);
    const problem = `${engine.name}: it could not be computed (${words.split("\n")[0]})`;
    return { engine: engine.name, pass: false, worst: Infinity, elements: 0, mistakes: [], problem };
  }
}
