/** Runs `bench peers`: starts the systems of a place, lets them meet on one workload after the other, and ends them. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { CircledastError, DeviceError, SpecError } from "../../../core/errors.ts";
import { describeAdapter } from "../../../gpu/device.ts";
import { loadData } from "../../data.ts";
import { dawn } from "../../dawn.ts";
import { best, compare, type Effort } from "./measure.ts";
import { startPages } from "./pages.ts";
import { findPyTorch, type PyTorch, startInNode, startPyTorch } from "./processes.ts";
import { type Report, reportOf } from "./report.ts";
import { type Place, processorName, type System, systemNames } from "./system.ts";
import { versionsOf } from "./versions.ts";
import { firstSamples, type Workload, writeWorkload } from "./workload.ts";

/** The clone: the built command line lies in its dist/. */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** PyTorch is tried with one thread, two, four and so on, as far as the processor goes; its best number counts. */
const THREADS = [1, 2, 4, 8, 16, 32, 64, 128].filter((threads) => threads <= availableParallelism());

/** What PyTorch runs on. */
export type PyTorchPlace = "cpu" | "cuda";

/**
 * The settings with which PyTorch takes part.
 *
 * @throws DeviceError where it is to use a card and has none
 */
export function pyTorchSettings(torch: PyTorch | undefined, on: PyTorchPlace): readonly string[] {
  if (on === "cpu") return torch === undefined ? [] : THREADS.map(String);
  if (torch?.card !== undefined) return ["cuda-eager", "cuda-graph"];
  const found = torch === undefined ? "there is no PyTorch" : "PyTorch has no CUDA here";
  throw new DeviceError(`--pytorch: ${found}; a card that it can use was expected. Leave the option out.`);
}

/** How the systems of a place are started. */
interface Host {
  readonly versions: Readonly<Record<string, string>>;
  open(folder: string): Promise<System[]>;
  close(): Promise<void>;
}

/**
 * @param place where the systems run, and PyTorch beside them
 * @param onReport called after each workload
 * @returns versions of all that took part
 * @throws SpecError where this is no clone; DeviceError where there is no adapter, or no Chromium
 */
export async function runPeers(
  workloads: readonly Workload[],
  { place, pyTorch }: { readonly place: Place; readonly pyTorch: PyTorchPlace },
  effort: Effort,
  onReport: (report: Report) => void,
): Promise<Readonly<Record<string, string>>> {
  if (!existsSync(join(root, "bench/peers/package.json"))) {
    throw new SpecError(
      "bench peers: bench/peers is not there; a clone of the repository was expected. Run it in one.",
    );
  }
  await prepare();
  const mnist = await loadData("mnist");
  const host = await hostOf(place, pyTorch);
  // Inside the clone, for that is what is served to the browser.
  const folder = await mkdtemp(join(root, "dist", ".bench-peers-"));
  try {
    for (const [index, workload] of workloads.entries()) {
      const { kind, recipe } = workload;
      const at = join(folder, String(index));
      await writeWorkload(at, workload, firstSamples(kind === "training" ? mnist.train : mnist.test));
      const systems = await host.open(at);
      try {
        const outcomes = await compare(systems, kind === "training" ? recipe.optimizer.type : undefined, effort);
        onReport(reportOf(workload, place, best(outcomes, "pytorch-")));
      } finally {
        await Promise.all(systems.map((system) => system.close()));
      }
    }
  } finally {
    await host.close();
    await rm(folder, { recursive: true, force: true });
  }
  return { ...(await versionsOf(root)), ...host.versions };
}

/** Installs the peers and builds the library, where they are not up to date. */
async function prepare(): Promise<void> {
  const child = spawn(process.execPath, [join(root, "bench/peers/prepare.js")], { stdio: ["ignore", 2, 2] });
  const [status] = await once(child, "close");
  if (status !== 0) {
    throw new CircledastError("bench peers: the peers or the library could not be made ready. See what is said above.");
  }
}

async function hostOf(place: Place, pyTorch: PyTorchPlace): Promise<Host> {
  if (place === "chromium") {
    const pages = await startPages(root);
    return {
      versions: { chromium: pages.version },
      open: (folder) => Promise.all(systemNames.chromium.map((name) => pages.open(folder, name))),
      close: () => pages.close(),
    };
  }
  const torch = await findPyTorch();
  const settings = pyTorchSettings(torch, pyTorch);
  // The driver that is found here is the one that the processes inherit.
  const adapter = place === "cpu" ? processorName() : describeAdapter((await dawn.requestAdapter())!).description;
  return {
    versions: torch === undefined ? {} : { pytorch: torch.version },
    open: async (folder) => [
      ...systemNames[place].map((name) => startInNode(root, folder, name, adapter)),
      ...settings.map((setting) => startPyTorch(root, folder, torch!, setting)),
    ],
    close: async () => {},
  };
}
