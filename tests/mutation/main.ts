/** `npm run mutants`: changes one small thing at a time in the kernels, and sees whether the table of cases finds it. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { provenance } from "../../src/cli/bench/provenance.ts";
import { kernels } from "../../src/kernels/index.ts";
import { codesOf, type MutationRecord, recordOf, staleIn } from "./record.ts";
import { type KernelResult, superviseKernel } from "./supervise.ts";
import { type Explanation, judge, type Tally } from "./verdict.ts";
import { work } from "./worker.ts";

const usage = `npm run mutants -- [KERNEL …] [--per-kernel N] [--seed N] [--jobs N] [--json FILE [--changed]]

  KERNEL         kernels to try; all, where none is named
  --per-kernel   mutants to try of each, drawn by the seed; 0: all there are (default 60)
  --seed         of the draw (default 1)
  --jobs         processes at a time (default: one for each processor)
  --json         writes adapter, date, totals and survivors to this file; of kernels that are not tried now, what it has of the same
                 code, adapter and draw stays
  --changed      tries only kernels of whose code that file has nothing

The end is 0 where at least 95 % are caught and tests/mutation/survivors.json explains the others, and no more.`;

const columns = ["kernel", "mutants", "tried", "invalid", "caught", "stopped", "survived"] as const;

const row = (cells: readonly (string | number)[]) =>
  cells.map((cell, i) => (i === 0 ? String(cell).padEnd(34) : String(cell).padStart(9))).join("");

const shareOf = ({ caught, survived }: Tally) =>
  caught + survived === 0 ? "–" : `${((100 * caught) / (caught + survived)).toFixed(1)} %`;

function show(tally: Tally): void {
  console.log(row([...columns.map((column) => tally[column]), shareOf(tally)]));
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new Error(`--${option}: it is ${JSON.stringify(text)}; a whole number was expected.`);
}

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      "per-kernel": { type: "string", default: "60" },
      seed: { type: "string", default: "1" },
      jobs: { type: "string", default: String(availableParallelism()) },
      json: { type: "string" },
      changed: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const names = kernels.map(({ name }) => name);
  const unknown = positionals.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`${unknown}: there is no such kernel; one of ${names.join(", ")} was expected.`);
  if (values.changed && values.json === undefined) {
    throw new Error("--changed: there is no --json; a file to compare with was expected.");
  }
  return {
    names: positionals.length > 0 ? positionals : names,
    changed: values.changed,
    perKernel: count("per-kernel", values["per-kernel"]) || Number.MAX_SAFE_INTEGER,
    seed: count("seed", values.seed),
    jobs: Math.max(1, count("jobs", values.jobs)),
    json: values.json,
    help: values.help,
  };
}

/** Tries the mutants of all kernels, several processes at a time, and shows what comes of it. */
async function main(): Promise<void> {
  const { names, changed, perKernel, seed, jobs, json, help } = readOptions();
  if (help) return console.log(usage);
  const codes = await codesOf(kernels);
  const known: MutationRecord | undefined =
    json !== undefined && existsSync(json) ? JSON.parse(readFileSync(json, "utf8")) : undefined;
  const explanations: Explanation[] = JSON.parse(readFileSync("tests/mutation/survivors.json", "utf8"));
  const begun = performance.now();
  const results: KernelResult[] = [];
  const failures: string[] = [];
  console.log(row([...columns, "share"]));
  const queue = changed ? staleIn(known, codes, names) : [...names];
  const tryNext = async (): Promise<void> => {
    const kernel = queue.shift();
    if (kernel === undefined) return;
    try {
      const result = await superviseKernel(process.argv[1], { kernel, perKernel, seed });
      results.push(result);
      const { total, unexplained, stale } = judge([result], explanations);
      show({ ...total, kernel });
      for (const { is, becomes } of unexplained) console.log(`  survived:\n    - ${is}\n    + ${becomes}`);
      for (const { is, becomes, found } of stale)
        console.log(`  explained as a survivor, but ${found}:\n    - ${is}\n    + ${becomes}`);
    } catch (error) {
      failures.push((error as Error).message);
    }
    return tryNext();
  };
  await Promise.all(Array.from({ length: jobs }, tryNext));
  const verdict = judge(results, explanations);
  show(verdict.total);
  for (const failure of failures) console.log(failure);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const adapter = results[0]?.adapter ?? "none";
  console.log(`${adapter}: ${verdict.total.tried} mutants in ${seconds} s`);
  const pass = verdict.pass && failures.length === 0;
  console.log(pass ? "PASS" : "FAIL");
  if (json !== undefined && results.length > 0) {
    const command = ["npm run mutants --", ...process.argv.slice(2)].join(" ");
    const draw = { adapter, seed, perKernel: perKernel === Number.MAX_SAFE_INTEGER ? ("all" as const) : perKernel };
    const record = recordOf(verdict, { ...draw, ...provenance(command) }, codes, known);
    writeFileSync(json, `${JSON.stringify(record, null, 2)}\n`);
  }
  if (!pass) process.exitCode = 1;
}

if (process.argv[2] === "worker") {
  await work(JSON.parse(process.argv[3]), (report) => process.send!(report));
  process.disconnect();
  process.exit();
}
try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
