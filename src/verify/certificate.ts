/** What checks of an adapter come to: who was checked, every result, one verdict. */
import type { DeviceDescription } from "../core/device.ts";
import { CASES, type CheckResult, isFailure, USER_CASES } from "./check.ts";

/** The adapter that was checked, in its own words. */
export interface AdapterFacts extends DeviceDescription {
  readonly device: string;
  readonly driver: string;
}

/** Where and with what a certificate was made. */
export interface Circumstances {
  readonly adapter: AdapterFacts;
  /** What WebGPU ran in: `Node 20.19.2, Dawn of webgpu 0.6.2`, or the browser's name for itself. */
  readonly runtime: string;
  /** Of circledast. */
  readonly version: string;
  /** When, as ISO 8601. */
  readonly date: string;
  /** The network whose steps were checked too; absent where there is none. */
  readonly network?: { readonly name: string; readonly batch: number };
  /** True where nothing but its steps was checked. */
  readonly onlyNetwork?: true;
  /** How tensors were kept that grow with the batch, where it is not as f32. */
  readonly storage?: "f16";
  /** The file whose cases were run, and nothing else; absent where our own were. */
  readonly file?: string;
}

export interface Certificate extends Circumstances {
  readonly cases: readonly CheckResult[];
  readonly passed: number;
  readonly failed: number;
  /** Cases of a file that were not run. */
  readonly unsupported?: number;
}

/** A kernel's results in one part of a certificate, or a user's with one operation. */
export interface KernelSummary {
  readonly part: string;
  /** The kernel; of a user's cases the operation. */
  readonly title: string;
  /** The operations it computes, in the order in which they first occur; of a user's cases the kernels. */
  readonly beneath: readonly string[];
  readonly cases: readonly CheckResult[];
  readonly failed: number;
  readonly worst: number;
}

export function certify(circumstances: Circumstances, cases: readonly CheckResult[]): Certificate {
  const passed = cases.filter(({ pass }) => pass).length;
  const failed = cases.filter(isFailure).length;
  const rest = circumstances.file === undefined ? {} : { unsupported: cases.length - passed - failed };
  return { ...circumstances, cases, passed, failed, ...rest };
}

/** What an adapter says of itself. */
export function adapterFacts({ info }: GPUAdapter, description: DeviceDescription): AdapterFacts {
  return { ...description, device: info.device, driver: info.description };
}

/** What a result is listed under, and what stands beneath: its kernel and operations; of a user's case the operation and our kernels. */
function headingOf({ part, kernel, op }: CheckResult): [title: string, beneath: string] {
  return part === USER_CASES ? [op, kernel] : [kernel, op];
}

/** The results of each kernel in each part, in the order in which they came; of a user's cases, those of each operation. */
export function summarize(cases: readonly CheckResult[]): KernelSummary[] {
  const groups = new Map<string, CheckResult[]>();
  for (const result of cases) {
    const key = `${result.part}\n${headingOf(result)[0]}`;
    const own = groups.get(key);
    if (own === undefined) groups.set(key, [result]);
    else own.push(result);
  }
  return [...groups.values()].map((own) => ({
    part: own[0].part,
    title: headingOf(own[0])[0],
    beneath: [...new Set(own.map((result) => headingOf(result)[1]))].filter(Boolean),
    cases: own,
    failed: own.filter(isFailure).length,
    worst: Math.max(...own.map(({ worst }) => worst)),
  }));
}

/** Kernels that failed a check, each once. */
function wrongKernels(cases: readonly CheckResult[]): string[] {
  return [...new Set(cases.filter(isFailure).map(({ kernel }) => kernel))];
}

/** What a part is called at the head of its kernels. */
export function partTitle(part: string, { network, file, storage }: Circumstances): string {
  if (part === USER_CASES) return `Cases of ${file}`;
  const kept = storage === undefined ? "" : `, tensors kept as ${storage}`;
  return `${part === CASES ? "Kernels in their cases" : `${network?.name}, batch ${network?.batch}: ${part}`}${kept}`;
}

/** One sentence, or two, that say it all. */
export function verdictOf(certificate: Certificate): string {
  const { cases, failed, network, file, storage, onlyNetwork } = certificate;
  if (file !== undefined) return fileVerdict(certificate);
  const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? "" : "s"}`;
  const checks = counted(cases.length, "check");
  const kernels = new Set(cases.map(({ kernel }) => kernel)).size;
  const kept = storage === undefined ? "" : `, with tensors kept as ${storage}`;
  const shapes = network === undefined ? "" : `at the shapes of ${network.name}, batch ${network.batch}`;
  const where = onlyNetwork ? ` ${shapes}${kept}` : `${shapes && `, also ${shapes}`}${kept}`;
  if (failed === 0) {
    const subject = onlyNetwork ? `Every kernel that ${network?.name} uses` : "Every kernel";
    return `${subject} computes what the reference does${where}: ${counted(kernels, "kernel")}, ${checks}, none outside its bound.`;
  }
  const wrong = wrongKernels(cases);
  const subject = counted(wrong.length, "kernel");
  return `${subject} of ${kernels} ${wrong.length === 1 ? "is" : "are"} wrong on this adapter: ${wrong.join(", ")}. ${failed} of ${checks} failed.`;
}

function fileVerdict({ cases, passed, failed, unsupported = 0, file }: Certificate): string {
  const words = (count: number) => `${count} ${count === 1 ? "case" : "cases"}`;
  const left = unsupported === 0 ? "" : ` ${words(unsupported)} could not be run, for something is not supported.`;
  if (failed > 0) {
    const ids = cases.filter(isFailure).map(({ name }) => name);
    const named = ids.length > 8 ? `${ids.slice(0, 8).join(", ")} and ${ids.length - 8} more` : ids.join(", ");
    return `${words(failed)} of ${file} differ${failed === 1 ? "s" : ""} from what is expected: ${named}. ${passed} passed.${left}`;
  }
  if (passed === 0) return `No case of ${file} was checked.${left}`;
  return `${words(passed)} of ${file} give${passed === 1 ? "s" : ""} what is expected, on the adapter and in the reference.${left}`;
}

/** A share of a bound as people read it: `41 %`. */
export function shareWords(worst: number): string {
  if (!Number.isFinite(worst) || worst >= 1e6) return "far outside";
  if (worst === 0) return "exact";
  const percent = 100 * worst;
  return percent < 0.1 ? "< 0.1 %" : `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

/** What a failed check found, as a line of text for each tensor; nothing where it passed. */
export function mistakeWords({ kernel, name, part, mistakes, problem }: CheckResult): string[] {
  const subject = part === USER_CASES ? name : `${kernel}, ${name}`;
  const first = problem === undefined ? [] : [`${subject}: ${problem}`];
  const others = mistakes.map(({ tensor, element, expected, found, allowed, wrong, unstable, elements }) => {
    const changed = unstable === 0 ? "" : `; ${unstable} of ${elements} differ between two runs`;
    if (wrong === 0) return `${subject}: ${tensor}${changed.replace(";", ":")}`;
    return (
      `${subject}: ${tensor}${element} is ${found}; ${expected} was expected, within ${allowed.toPrecision(3)}. ` +
      `${wrong} of ${elements} elements ${wrong === 1 ? "is" : "are"} wrong${changed}`
    );
  });
  return [...first, ...others];
}
