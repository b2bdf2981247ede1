/**
 * What the tuner takes, and what it is worth: for each preset `tune` measures anew, in a cache of its own, then `bench train` trains with the
 * default kernels and, where a training step has others now, with the tuned ones in turns. Each is a process of its own, as anyone would start it.
 * `node bench/tuning.js [PRESET …] [--rounds 3]`, by default lenet, convnet and deep. On a quiet machine.
 * The results go to bench/results/tuning-ADAPTER.json, next to those of presets measured before.
 */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, promisify } from "node:util";
import { load, root, run } from "../scripts/bootstrap.js";
import { build } from "../scripts/build.js";

const { values, positionals } = parseArgs({
  options: { rounds: { type: "string", default: "3" } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const presets = positionals.length > 0 ? positionals : ["lenet", "convnet", "deep"];

await run(async () => {
  if (!(Number.isSafeInteger(rounds) && rounds > 0)) {
    throw new Error(`--rounds: ${values.rounds} found; a whole number from 1 expected. Give one such as 3.`);
  }
  await build("cli.js");
  const { provenance } = await load("/src/cli/bench/provenance.ts");
  const { spreadOf } = await load("/src/core/statistics.ts");
  const cache = mkdtempSync(join(tmpdir(), "circledast-tuning-"));
  // The driver's cache too: compiling is most of what tuning takes the first time.
  const env = { ...process.env, XDG_CACHE_HOME: cache, MESA_SHADER_CACHE_DIR: join(cache, "mesa") };
  const circledast = async (...args) => {
    const { stdout } = await promisify(execFile)(process.execPath, [join(root, "bin/circledast.js"), ...args], {
      env,
      maxBuffer: 2 ** 28,
    });
    return JSON.parse(stdout);
  };
  try {
    for (const preset of presets) {
      const begun = performance.now();
      const { measuringMs, batch, contested, device } = await circledast(
        "tune",
        "--preset",
        preset,
        "--anew",
        "--json",
      );
      const seconds = (performance.now() - begun) / 1000;
      const candidates = contested.flatMap((group) => group.candidates);
      const changed = contested
        .filter(({ program }) => program === "training")
        .flatMap((group) => group.candidates)
        .filter(({ verdict, isDefault }) => verdict === "chosen" && !isDefault);
      const train = async (kernels) => {
        const row = await circledast(
          "bench",
          "train",
          "--preset",
          preset,
          "--kernels",
          kernels,
          "--rounds",
          "3",
          "--json",
        );
        return { adapter: row.adapter, ms: row.msPerStep.median };
      };
      const turns = [];
      for (let round = 0; round < rounds; round++) {
        const plain = await train("default");
        // The same step again would tell nothing but noise.
        const tuned = changed.length > 0 ? await train("tuned") : undefined;
        turns.push({ adapter: plain.adapter, defaultMs: plain.ms, tunedMs: tuned?.ms });
      }
      const [{ adapter }] = turns;
      const result = {
        ...provenance(["node bench/tuning.js", ...process.argv.slice(2)].join(" ")),
        batch,
        seconds,
        measuringMs,
        candidates: candidates.length,
        timed: candidates.filter((candidate) => candidate.measuredMs !== undefined).length,
        changed: changed.map(({ name }) => name),
        defaultMs: spreadOf(turns.map(({ defaultMs }) => defaultMs)),
        ...(changed.length > 0 && {
          tunedMs: spreadOf(turns.map(({ tunedMs }) => tunedMs)),
          gain: spreadOf(turns.map(({ defaultMs, tunedMs }) => defaultMs / tunedMs)),
        }),
      };
      const { seconds: s, gain } = result;
      const worth = gain === undefined ? "the default stays" : `${gain.median.toFixed(2)} times as fast`;
      console.log(
        `${preset} on ${adapter}: ${s.toFixed(1)} s, ${result.timed} of ${result.candidates} timed; ${worth}`,
      );
      const folder = join(root, "bench", "results");
      mkdirSync(folder, { recursive: true });
      const file = join(
        folder,
        `tuning-${device.software ? adapter.split(/[ :]/)[0].toLowerCase() : device.vendor}.json`,
      );
      const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : { presets: {} };
      known.adapter = adapter;
      known.presets[preset] = result;
      writeFileSync(file, `${JSON.stringify(known, null, 2)}\n`);
    }
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
});
