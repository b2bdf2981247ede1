/** `bench peers`: how fast others train the same network on the same data, on the same machine, in turns. */
import { SpecError } from "../../core/errors.ts";
import { finiteJson } from "../../core/finiteJson.ts";
import { presets } from "../../model/presets.ts";
import { positive, runNumbers } from "../../train/runNumbers.ts";
import { command } from "../command.ts";
import { INTERRUPTED, interruptible } from "../interrupt.ts";
import { choice, flag, number, text } from "../option.ts";
import { endProgress, note } from "../printEvents.ts";
import { checkWritable } from "../writeFile.ts";
import { type Report, reportText } from "./peers/report.ts";
import { runPeers } from "./peers/run.ts";
import { type Workload, workloadOf } from "./peers/workload.ts";
import { writeResults } from "./results.ts";

/** What peers are measured with where nothing is said: every network at the batch that is its own or that fits. */
const BATCHES = { lenet: 128, convnet: 256, deep: 64 } as const;

const INFERENCE_BATCH = 256;

type PeerPreset = keyof typeof BATCHES;

const names = Object.keys(BATCHES) as PeerPreset[];

interface Chosen {
  readonly preset: PeerPreset | undefined;
  readonly batch: number | undefined;
  readonly inference: true | undefined;
  readonly device: "gpu" | "cpu" | undefined;
}

/** The workloads that the options name; without a preset all of them, of the CPU only the first. */
export function workloadsOf({ preset, batch, inference, device }: Chosen): Workload[] {
  const training = (name: PeerPreset) => workloadOf(presets[name], "training", batch ?? BATCHES[name]);
  const inferring = (name: PeerPreset) => workloadOf(presets[name], "inference", batch ?? INFERENCE_BATCH);
  if (inference) return [inferring(preset ?? "lenet")];
  if (preset !== undefined) return [training(preset)];
  return device === "cpu" ? [training("lenet")] : [...names.map(training), inferring("lenet")];
}

export const benchPeers = command({
  name: "bench peers",
  summary: "times circledast, jax-js, tfjs and PyTorch in turns on the same work",
  usage: [
    "[--in PLACE] [--preset NAME] [--inference] [--batch N] [--pytorch NAME] [--rounds N] [--seconds S] [--out FILE] [--json]",
  ],
  options: {
    in: choice("PLACE", ["node", "chromium"], "where WebGPU is: node (Dawn, default) or chromium, without a window"),
    preset: choice("NAME", names, `one of ${names.join(", ")} (default: each of them, and inference)`),
    inference: flag("times predictions in place of training"),
    batch: number("N", runNumbers.batch, "samples of one step (default: 128, 256 and 64; of inference 256)"),
    device: choice("NAME", ["gpu", "cpu"], "gpu (default), or cpu: the float64 reference, jax-js wasm, tfjs cpu"),
    pytorch: choice("NAME", ["cpu", "cuda"], "what PyTorch runs on: cpu (default), or cuda, where it has a card"),
    rounds: number("N", runNumbers.steps, "turns that each system has (default: 3)"),
    seconds: number("S", positive, "length of a turn; at least a step is done (default: 2)"),
    out: text("FILE", "where the results go too, with machine, versions, date and command"),
    json: flag("one JSON object a line on standard output"),
  },
  notes: [
    "The peers are installed in bench/peers at the first call; PyTorch takes part where python3 has it (python3-torch).",
    "Exit status: 0 done; 1 a peer failed, or did other work than ours; 3 there is no WebGPU adapter, no Chromium, or no card for PyTorch.",
  ],
  async run(given) {
    const { out, pytorch: pyTorch = "cpu", rounds = 3, seconds = 2, json } = given;
    const place = given.device === "cpu" ? "cpu" : (given.in ?? "node");
    if (given.pytorch !== undefined && place === "chromium") {
      throw new SpecError("--pytorch: it is given beside --in chromium, where there is none; node was expected.");
    }
    if (out !== undefined) await checkWritable("--out", out);
    const reports: Report[] = [];
    const show = (report: Report) => {
      reports.push(report);
      endProgress();
      const lines = [...report.rows, ...report.ratios].map(finiteJson);
      process.stdout.write(json ? `${lines.join("\n")}\n` : `${reportText(report)}\n\n`);
    };
    const work = async (signal: AbortSignal) => {
      try {
        return await runPeers(workloadsOf(given), { place, pyTorch }, { rounds, seconds, signal }, show);
      } catch (error) {
        if (signal.aborted) return undefined;
        throw error;
      }
    };
    const versions = await interruptible(work, () => note("Stopping after this turn. Ctrl-C again quits at once."));
    if (versions === undefined) return INTERRUPTED;
    const rows = reports.flatMap((report) => report.rows);
    if (out !== undefined) {
      const ratios = reports.flatMap((report) => report.ratios);
      await writeResults(out, { rows, ratios }, versions);
    }
    return rows.some(({ error }) => error !== undefined) ? 1 : 0;
  },
});
