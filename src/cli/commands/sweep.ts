import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { version } from "../../../package.json";
import { SpecError } from "../../core/errors.ts";
import { finiteJson } from "../../core/finiteJson.ts";
import { dataSha256 } from "../../train/checkpoint.ts";
import { positive } from "../../train/runNumbers.ts";
import { command } from "../command.ts";
import { takeFolder } from "../folderStore.ts";
import { INTERRUPTED } from "../interrupt.ts";
import { loadChosen, placeOptions } from "../openChosen.ts";
import { flag, number, text, type Values } from "../option.ts";
import { note, showProgress } from "../printEvents.ts";
import { required } from "../readWeights.ts";
import { argumentsOf, recipeFile } from "../sweep/again.ts";
import { onData, type PlannedRun, readSweep, type Sweep } from "../sweep/readSweep.ts";
import { sweepHtml } from "../sweep/report.ts";
import { type RunResult, readResults, writeResults } from "../sweep/results.ts";
import { checkRuns, endsAll, forgetCheckpoints, trainOne } from "../sweep/runSweep.ts";
import { writeScripts } from "../sweep/scripts.ts";
import { type Row, ranked, summaryText } from "../sweep/summary.ts";
import { writeWhole } from "../writeFile.ts";

const options = {
  file: text("FILE.json", "what is trained and what is varied; may stand alone, without --file"),
  out: text("DIR", "where results, checkpoints and the report are kept: typed again, it goes on (default: FILE)"),
  device: placeOptions.device,
  storage: placeOptions.storage,
  scripts: text(
    "DIR",
    "trains nothing: writes each run as a script for PyTorch there, and commands.txt with their commands",
  ),
  "checkpoint-seconds": number(
    "S",
    positive,
    "least seconds between two checkpoints of the run under way (default: 10)",
  ),
  json: flag("one JSON object a line on standard output: each run as it ends, then a summary"),
} as const;

export const sweep = command({
  name: "sweep",
  summary: "trains a grid of recipes, or recipes drawn at random, and compares them",
  usage: ["FILE.json [options]"],
  options,
  takes: "file",
  notes: [
    'FILE.json: {"preset": "lenet", "epochs": 1, "grid": {"optimizer.learningRate": [0.01, 0.1], "seed": [1, 2]}}, or',
    '"random": {"optimizer.learningRate": {"from": 0.001, "to": 1, "log": true}} beside "runs": 20. docs/command-line.md has all of it.',
    "Ctrl-C ends it after the steps under way; the same command goes on there.",
  ],
  async run(given) {
    const { device, storage } = given;
    const planned = await readSweep(required("file", given.file, "a file such as sweep.json"), { device, storage });
    if (given.scripts !== undefined) return scripts(planned, given.scripts, given.json ?? false);
    const folder = given.out ?? planned.file.replace(/[.]json$/i, "");
    if (folder === planned.file) {
      throw new SpecError(`--out: it is not given, and ${folder} is the file itself; a folder was expected. Name one.`);
    }
    const release = await takeFolder(folder, "--out");
    try {
      return await trainAll(planned, folder, given);
    } finally {
      await release();
    }
  },
});

async function scripts(planned: Sweep, folder: string, json: boolean): Promise<number> {
  const written = await writeScripts(planned, folder);
  const commands = join(folder, "commands.txt");
  process.stdout.write(
    json
      ? `${JSON.stringify({ event: "scripts", folder, runs: written, commands })}\n`
      : `${folder}: ${written} scripts with their weights. DATA=DIR sh ${commands}, in that folder, trains one after the other.\n`,
  );
  return 0;
}

async function trainAll(planned: Sweep, folder: string, given: Values<typeof options>): Promise<number> {
  const { device, storage, "checkpoint-seconds": seconds } = given;
  const { all, torn } = await readResults(folder);
  if (torn > 0) note(`${folder}: ${torn} lines of its results are not whole; those runs are trained again.`);
  showProgress("Loading the data.");
  const data = await loadChosen(planned.data, planned.runs[0].recipe);
  checkRuns(planned, data);
  const sha256 = await dataSha256(data);
  const runs = await onData(planned, sha256);
  await mkdir(join(folder, "recipes"), { recursive: true });
  for (const run of runs) {
    await writeWhole(recipeFile(folder, run), Buffer.from(`${JSON.stringify(run.recipe, undefined, 2)}\n`));
  }
  const results = new Map(all);
  const failed = new Map<string, string>();
  const rowOf = (run: PlannedRun): Row => {
    const again = argumentsOf(run, planned, { folder, device, storage });
    return { run, result: results.get(run.id), failed: failed.get(run.id), again };
  };
  const report = join(folder, "report.html");
  const writeReport = async () => {
    const facts = { version, date: new Date().toISOString() };
    await writeWhole(report, Buffer.from(sweepHtml(planned, runs.map(rowOf), facts)));
  };
  const tell = (value: object) => given.json && process.stdout.write(`${finiteJson(value)}\n`);
  noteKnown(runs, results, { folder, sha256 });
  let stopped = false;
  for (const run of runs) {
    const stored = results.get(run.id);
    try {
      const result =
        stored ?? (await trainOne(run, runs.length, { folder, data, dataSha256: sha256, device, storage, seconds }));
      stopped = result === undefined;
      if (result === undefined) break;
      results.set(run.id, result);
      tell({ event: "run", run: run.number, ...result, ...(stored && { stored: true }), command: rowOf(run).again });
    } catch (error) {
      if (endsAll(error)) throw error;
      failed.set(run.id, (error as Error).message);
      note(`Run ${run.number}: ${(error as Error).message}`);
    }
    if (stored !== undefined || failed.has(run.id)) continue;
    await writeResults(folder, results.values());
    await forgetCheckpoints(folder, run);
    await writeReport();
  }
  await writeReport();
  const rows = runs.map(rowOf);
  const [best] = ranked(rows);
  const done = rows.filter(({ result }) => result !== undefined).length;
  const bestRun = best.result?.testAccuracy === undefined ? {} : { best: best.run.number };
  tell({ event: "sweep", runs: runs.length, done, ...bestRun, report, ...(stopped && { interrupted: true }) });
  if (!given.json) process.stdout.write(`${summaryText(rows, planned.varied)}\n\n${report}: tables and plots.\n`);
  if (stopped) note(`${done} of ${runs.length} runs are done. The same command goes on where it stopped.`);
  if (stopped) return INTERRUPTED;
  return failed.size > 0 ? 1 : 0;
}

function noteKnown(
  runs: readonly PlannedRun[],
  results: ReadonlyMap<string, RunResult>,
  { folder, sha256 }: { readonly folder: string; readonly sha256: string },
): void {
  const strange = [...results.values()].filter(({ data }) => data !== sha256).length;
  if (strange > 0) {
    note(
      `${strange} results in ${folder} are of other data, or it is not noted of which: they stay, and count for no run.`,
    );
  }
  const known = runs.flatMap(({ id }) => results.get(id) ?? []);
  if (known.length > 0) note(`${known.length} of ${runs.length} runs have their results in ${folder}.`);
  const other = known.filter((result) => result.version !== version).length;
  if (other > 0) note(`${other} of them are of another version than ${version}, which may come to other bits.`);
}
