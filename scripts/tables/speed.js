/** Tables of what `circledast bench` measured. */
import { adapterName, count, figure, percent, sources, table, times, workload } from "./text.js";

const places = {
  node: () => "through Dawn in Node",
  chromium: ({ chromium }) => `in Chromium ${chromium.split(".")[0]}, headless`,
  cpu: () => "without WebGPU",
};

/** Columns, and the names of the systems that stand in them: `jax-js-webgpu`, `jax-js-wasm`; `pytorch-4` is one with four threads. */
const peerColumns = {
  "jax-js": /^jax-js-/,
  tfjs: /^tfjs-/,
  "PyTorch on the CPU": /^pytorch-\d/,
  "PyTorch with CUDA": /^pytorch-cuda-/,
};

const isOurs = /^circledast(-|$)/;

/** Samples at once in which our sessions judge. */
const JUDGED = 250;

/** Images a second of every system, and how many times as fast ours is. */
export function peers(results) {
  const all = results.flatMap(({ rows }) => rows);
  const isThere = ([title, name]) => title !== "PyTorch with CUDA" || all.some(({ system }) => name.test(system));
  const columns = Object.entries(peerColumns).filter(isThere);
  const names = columns.map(([, name]) => name);
  const rows = results.flatMap((result) => workloadsOf(result).map((rows) => peerCells(result, rows, names)));
  const isInferred = all.some(({ system, kind }) => system === "circledast" && kind === "inference");
  const rounds = new Set(results.flatMap(({ rows }) => rows.flatMap((row) => row.rounds?.length ?? [])));
  return [
    table(["on", "network, batch", "circledast", ...columns.map(([title]) => title)], rows),
    `Images a second, in brackets how many times as fast circledast is: medians of ${[...rounds].sort().join(" or ")} rounds in which the systems took turns.${isInferred ? ` Inference in circledast is what a session does when it judges, in batches of ${JUDGED}.` : ""}`,
    firstSteps(results, columns),
    sources(results),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

/** Seconds until each system has done its first training step. */
function firstSteps(results, columns) {
  const rows = results.flatMap((result) =>
    workloadsOf(result).flatMap((rows) => {
      const ours = rows.find(({ system }) => isOurs.test(system));
      if (ours.firstStepMs === undefined) return [];
      const cells = [isOurs, ...columns.map(([, name]) => name)].map((name) => {
        const ms = rows.find(({ system }) => name.test(system))?.firstStepMs;
        return ms === undefined ? "" : `${(ms / 1000).toFixed(2)} s`;
      });
      return [[whereOf(result, ours), workload(ours), ...cells]];
    }),
  );
  if (rows.length === 0) return "";
  const lead = "The first training step, from opening the library to its loss, compiling with it:";
  return `${lead}\n\n${table(["on", "network, batch", "circledast", ...columns.map(([title]) => title)], rows)}`;
}

/** The rows of one workload belong together: all systems met on it. */
function workloadsOf({ rows }) {
  const met = new Map();
  for (const row of rows) {
    const key = [row.place, row.kind, row.preset, row.batch].join();
    met.set(key, [...(met.get(key) ?? []), row]);
  }
  return [...met.values()];
}

const whereOf = ({ versions }, { adapter, place }) => `${adapterName(adapter)} ${places[place](versions)}`;

function peerCells(result, rows, names) {
  const ours = rows.find(({ system }) => isOurs.test(system));
  const theirs = names.map((name) => {
    const row = rows.find(({ system }) => name.test(system));
    if (row === undefined) return "";
    if (row.imagesPerSecond === undefined) return "failed";
    const ratio = ours.imagesPerSecond.median / row.imagesPerSecond.median;
    return `${figure(row.imagesPerSecond.median)} (${times(ratio)})`;
  });
  const what = ours.kind === "training" ? workload(ours) : `${workload(ours)}, ${ours.kind}`;
  return [whereOf(result, ours), what, figure(ours.imagesPerSecond.median), ...theirs];
}

/** What a training step takes: time, dispatches, submits, the host's part, memory. */
export function training(results) {
  const header = [
    "network, batch",
    "adapter",
    "images/s",
    "first step",
    "dispatches",
    "a submit every",
    "the host's time, a step",
    "memory",
  ];
  const rows = results.flatMap(({ rows }) =>
    rows.map((row) => {
      const isCpu = row.plannedBytes === undefined;
      return [
        workload(row),
        adapterName(row.adapter),
        figure(row.imagesPerSecond),
        `${(row.firstStepMs / 1000).toFixed(2)} s`,
        isCpu ? "" : count(row.dispatchesPerStep),
        isCpu ? "" : `${figure(row.msPerStep.median / row.submitsPerStep)} ms`,
        isCpu || row.hostMicrosecondsPerStep === undefined ? "" : `${figure(row.hostMicrosecondsPerStep)} µs`,
        isCpu ? "" : `${figure(row.plannedBytes / 1e6)} MB`,
      ];
    }),
  );
  const lead =
    "A training step, the first one from asking for the adapter on; the host's time is what encoding and submitting take it:";
  return `${lead}\n\n${table(header, rows)}\n\n${sources(results)}`;
}

/** What the tuner takes, and how many times as fast training is with what it chose. */
export function tuning(results) {
  const measured = results.flatMap(({ file, adapter, presets }) =>
    Object.entries(presets).map(([preset, row]) => ({ file, adapter, preset, ...row })),
  );
  const header = [
    "network, batch",
    "adapter",
    "measuring",
    "in all",
    "timed",
    "a step",
    "tuned",
    "times as fast",
    "chosen for a training step",
  ];
  const rows = measured.map((row) => [
    workload(row),
    adapterName(row.adapter),
    `${(row.measuringMs / 1000).toFixed(2)} s`,
    `${row.seconds.toFixed(1)} s`,
    `${row.timed} of ${row.candidates}`,
    `${figure(row.defaultMs.median)} ms`,
    // Where nothing else was chosen the step is the same, and what its time differs by is noise.
    ...(row.changed.length === 0
      ? ["", "", "the default"]
      : [
          `${figure(row.tunedMs.median)} ms`,
          `${row.gain.median.toFixed(2)} (${row.gain.min.toFixed(2)} to ${row.gain.max.toFixed(2)})`,
          row.changed.map((name) => `\`${name.replace(/\(.*/, "")}\``).join(", "),
        ]),
  ]);
  return `${table(header, rows)}\n\n${sources(measured)}`;
}

/** The convolutions of each network beside the adapter's measured peak. */
export function convolutions(results) {
  const header = [
    "network, batch",
    "adapter",
    "multiply-adds at best",
    "convolutions, of that",
    "dispatches",
    "a step",
  ];
  const rows = results.map(({ preset, batch, adapter, peak, rows }) => {
    const kernels = rows.filter(({ kernel }) => kernel.startsWith("conv2d"));
    const shares = kernels.map(({ gflops }) => (1e9 * gflops) / peak.flops);
    const step = rows.reduce((sum, { ms }) => sum + ms, 0);
    return [
      workload({ preset, batch }),
      adapterName(adapter),
      `${figure(peak.flops / 1e9)} GFLOP/s`,
      shares.length > 0 ? `${percent(Math.min(...shares))} to ${percent(Math.max(...shares))}` : "",
      count(rows.length),
      `${figure(step)} ms`,
    ];
  });
  const lead = "Convolutions in training, least and most of what the adapter can do at best:";
  return `${lead}\n\n${table(header, rows)}\n\n${sources(results)}`;
}

/** Every dispatch of every network that was measured. */
export function kernels(results) {
  const header = ["dispatch", "reads", "ms", "predicted", "GFLOP/s", "GB/s", "of peak", "roof"];
  const parts = results.map((result) => {
    const { preset, batch, adapter, peak, rows } = result;
    const cells = rows.map(({ label, shape, ms, predictedMs, gflops, gbs, shareOfPeak, roof }) => {
      return [label, shape, figure(ms), figure(predictedMs), figure(gflops), figure(gbs), percent(shareOfPeak), roof];
    });
    const best = `${figure(peak.flops / 1e9)} GFLOP/s, ${figure(peak.bandwidth / 1e9)} GB/s, ${figure(1e6 * peak.dispatch)} µs a dispatch`;
    return `${workload({ preset, batch })} on ${adapterName(adapter)}; at best ${best}:\n\n${table(header, cells)}\n\n${sources([result])}`;
  });
  return parts.join("\n\n");
}
