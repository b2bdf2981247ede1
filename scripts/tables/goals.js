/** What we set out to reach, and what the results say of it: a line for each goal that there are figures for. */
import { adapterName, count, figure, percent, sources, table, times, workload } from "./text.js";

/** A figure that is to be at least, or at most, so much. */
const least = (wanted, words) => ({
  words: `at least ${words(wanted)}`,
  shows: words,
  misses: (value) => (value < wanted ? 1 - value / wanted : undefined),
});
const most = (wanted, words) => ({
  words: `at most ${words(wanted)}`,
  shows: words,
  misses: (value) => (value > wanted ? value / wanted - 1 : undefined),
});

const seconds = (value) => `${value.toFixed(value < 10 ? 2 : 1)} s`;
const milliseconds = (value) => `${figure(value)} ms`;
const microseconds = (value) => `${figure(value)} µs`;

const names = { "jax-js": /^jax-js-/, tfjs: /^tfjs-/, PyTorch: /^pytorch-\d/, "PyTorch with CUDA": /^pytorch-cuda-/ };

/** How many times as fast as others, by where and what: the place of bench peers, and what is in the adapter's name. */
const ratios = [
  { preset: "lenet", place: "chromium", adapter: /swiftshader/i, peers: { "jax-js": 5, tfjs: 40 } },
  { preset: "lenet", place: "node", adapter: /llvmpipe/, peers: { "jax-js": 10, PyTorch: 1 } },
  { preset: "convnet", place: "chromium", adapter: /swiftshader/i, peers: { "jax-js": 5 } },
  { preset: "convnet", place: "node", adapter: /llvmpipe/, peers: { "jax-js": 5 } },
  { preset: "deep", place: "chromium", adapter: /swiftshader/i, peers: { "jax-js": 3 } },
  { preset: "deep", place: "node", adapter: /llvmpipe/, peers: { "jax-js": 3 } },
  { preset: "lenet", kind: "inference", place: "chromium", adapter: /swiftshader/i, peers: { "jax-js": 3 } },
  { preset: "lenet", kind: "inference", place: "node", adapter: /llvmpipe/, peers: { "jax-js": 3 } },
  { preset: "lenet", place: "cpu", adapter: /./, peers: { "jax-js": 3, tfjs: 25 } },
  {
    preset: "convnet",
    place: "node",
    adapter: /^(?!llvmpipe|.*swiftshader)/i,
    peers: { tfjs: 10, "PyTorch with CUDA": 1 },
  },
];

/** Milliseconds of the first step, on SwiftShader. */
const FIRST_STEP = most(1500, (ms) => seconds(ms / 1000));
/** Share of the multiply-add peak that each convolution of deep is to reach. */
const SHARE = 0.3;
const SUBMIT_MS = least(50, milliseconds);
const DISPATCHES = most(12, count);
const HOST = most(20, microseconds);
const PAGE = most(30, seconds);
/** What measurements of the same differ by is no growth. */
const GROWTH = 0.03;

/** @param values `[value, of what]`; the worst of them counts */
function line(goal, on, { words, shows, misses }, values) {
  const reached = values.map(([value, of]) => shows(value) + (of === undefined ? "" : ` (${of})`)).join(", ");
  const missed = values.flatMap(([value]) => misses(value) ?? []);
  const verdict = missed.length === 0 ? "met" : `missed by ${percent(Math.max(...missed))}`;
  return [goal, on, words, reached, verdict];
}

const places = { node: "in Node", chromium: "in Chromium", cpu: "without WebGPU" };
const where = ({ adapter, place }) => `${adapterName(adapter)} ${places[place]}`;
const what = (row) => (row.kind === "training" ? workload(row) : `${workload(row)}, ${row.kind}`);

/** What the ratio was round by round: `4.50 to 5.20 by round`. */
function rangeOf(peers, us, them) {
  const facts = ["place", "preset", "kind", "batch"];
  const measured = peers.flatMap(({ ratios: own = [] }) => own);
  const found = measured.find(
    (row) => row.ratio === `${us.system} / ${them.system}` && facts.every((fact) => row[fact] === us[fact]),
  );
  if (found === undefined) return undefined;
  const { min, max } = found.imagesPerSecond.perRound;
  return `${figure(min)} to ${figure(max)} by round`;
}

/** @param peers results of bench peers */
function ratioLines(peers) {
  return ratios.flatMap(({ preset, kind = "training", place, adapter, peers: wanted }) => {
    const met = peers.flatMap(({ rows }) => rows).filter((row) => row.preset === preset && row.kind === kind);
    const there = met.filter((row) => row.place === place);
    const ours = there.filter((row) => /^circledast/.test(row.system) && adapter.test(row.adapter));
    return ours.flatMap((us) =>
      Object.entries(wanted).flatMap(([name, wantedRatio]) => {
        const them = there.find(
          (row) => names[name].test(row.system) && row.batch === us.batch && row.imagesPerSecond !== undefined,
        );
        if (them === undefined || us.imagesPerSecond === undefined) return [];
        const ratio = us.imagesPerSecond.median / them.imagesPerSecond.median;
        const byRound = rangeOf(peers, us, them);
        return [line(`${what(us)}: as fast as ${name}`, where(us), least(wantedRatio, times), [[ratio, byRound]])];
      }),
    );
  });
}

/** @param kernels results of bench kernels */
function shareLines(kernels) {
  return kernels
    .filter(({ preset }) => preset === "deep")
    .map(({ preset, batch, adapter, peak, rows }) => {
      const convolutions = rows.filter(({ kernel }) => kernel.startsWith("conv2d"));
      const shares = convolutions.map(({ label, gflops, roof }) => [
        (1e9 * gflops) / peak.flops,
        `\`${label}\`${roof === "memory" ? ", which memory bounds" : ""}`,
      ]);
      const below = shares.filter(([share]) => share < SHARE).sort(([a], [b]) => a - b);
      const shown = below.length > 0 ? below : [[Math.min(...shares.map(([share]) => share))]];
      const goal = `${workload({ preset, batch })}: of the multiply-add peak, each of ${convolutions.length} convolutions`;
      const cells = line(goal, adapterName(adapter), least(SHARE, percent), shown);
      if (below.length > 0) cells[4] += `; ${shares.length - below.length} of ${shares.length} reach it`;
      return cells;
    });
}

/** Rows of `bench train` on a device, one network on one adapter each, by their batches. */
function groups(train) {
  const found = new Map();
  for (const row of train.flatMap(({ rows }) => rows)) {
    if (row.plannedBytes === undefined) continue;
    const key = [row.preset, row.adapter].join();
    found.set(key, [...(found.get(key) ?? []), row]);
  }
  return [...found.values()].map((rows) => rows.toSorted((a, b) => a.batch - b.batch));
}

function trainingLines(train) {
  return groups(train).flatMap((rows) => {
    const [{ preset, adapter }] = rows;
    const on = adapterName(adapter);
    const each = (value) => rows.flatMap((row) => (value(row) === undefined ? [] : [[value(row), row.batch]]));
    const lines = [];
    if (preset === "lenet") {
      const step = (goal, bound, value) => {
        if (each(value).length > 0) lines.push(line(`\`lenet\`: ${goal} (batch)`, on, bound, each(value)));
      };
      step("dispatches of a step", DISPATCHES, (row) => row.dispatchesPerStep);
      step("work in a submit", SUBMIT_MS, (row) => row.msPerStep.median / row.submitsPerStep);
      step("the host's time for a step, encoding and submitting", HOST, (row) => row.hostMicrosecondsPerStep);
      step("of that, encoding alone", HOST, (row) => row.encodeMicrosecondsPerStep);
    }
    if (rows.length > 1) {
      const growth = rows.slice(1).map((row, i) => [rows[i].imagesPerSecond / row.imagesPerSecond - 1, row.batch]);
      const speeds = rows.map(({ imagesPerSecond, batch }) => `${figure(imagesPerSecond)} (${batch})`).join(", ");
      const grown = growth.filter(([share]) => share > GROWTH);
      const verdict =
        grown.length === 0
          ? "met"
          : `missed: ${grown.map(([share, batch]) => `${percent(share)} dearer at ${batch}`).join(", ")}`;
      lines.push([`\`${preset}\`: images/s (batch)`, on, "never fewer with a larger batch", speeds, verdict]);
    }
    return lines;
  });
}

function firstStepLines(peers, train) {
  const inPeers = peers
    .flatMap(({ rows }) => rows)
    .filter(({ system, preset, firstStepMs }) => system === "circledast" && preset === "lenet" && firstStepMs > 0);
  const rows = [
    ...groups(train)
      .flat()
      .filter(({ preset, batch }) => preset === "lenet" && batch === 128)
      .map((row) => ({ ...row, place: "node" })),
    ...inPeers,
  ].filter(({ adapter }) => /swiftshader/i.test(adapter));
  return rows.map((row) => line(`${workload(row)}: the first step, cold`, where(row), FIRST_STEP, [[row.firstStepMs]]));
}

/** @param recipe results of bench/recipe.js */
function pageLines(recipe) {
  return recipe.map(({ preset, accuracy, adapter, medianSeconds, runs }) => {
    const goal = `page: from Train to ${accuracy} % with \`${preset}\`, median of ${runs.length}`;
    const on = `${adapterName(adapter)} in Chromium`;
    if (medianSeconds === null) return [goal, on, PAGE.words, "not reached", "missed"];
    return line(goal, on, PAGE, [[medianSeconds]]);
  });
}

/** @param results by the stem of their file: peers, kernels, train, recipe */
export function goals(results) {
  const of = (stem) => results.filter((result) => result.stem === stem);
  const [peers, kernels, train, recipe] = ["peers", "kernels", "train", "recipe"].map(of);
  const lines = [
    ...ratioLines(peers),
    ...shareLines(kernels),
    ...pageLines(recipe),
    ...trainingLines(train),
    ...firstStepLines(peers, train),
  ];
  const met = lines.filter(([, , , , verdict]) => verdict === "met").length;
  const lead = `${met} of ${lines.length} are met. Ratios are those of the medians.`;
  const files = sources(results.filter(({ preset, stem }) => stem !== "kernels" || preset === "deep"));
  return `${table(["goal", "on", "wanted", "reached", ""], lines)}\n\n${lead}\n\n${files}`;
}
