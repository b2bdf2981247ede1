/** What the scripts in bench/ and the mutation test recorded: sizes, accuracies, time to an accuracy, examples, mutants. */
import { adapterName, count, sources, table } from "./text.js";

const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** What is sent to a browser. */
export function sizes(results) {
  const rows = results.flatMap(({ pages, library }) => [
    ...Object.entries(pages).map(([name, { script, later, style, data }]) => [
      `page \`${name}\``,
      `${kilobytes(script)} of script${later > 0 ? `, ${kilobytes(later)} more as they are wanted` : ""}, ${kilobytes(style)} of style` +
        (data > 0 ? `; ${megabytes(data)} of MNIST` : ""),
    ]),
    [
      "library, to train",
      `${kilobytes(library.training)} at once; ${kilobytes(library.lenet)} more when a run of \`lenet\` is opened on a GPU, or ` +
        `${kilobytes(library.reference)} on the reference`,
    ],
    ["library, for ⊛ and single operations in float64", kilobytes(library.convolution)],
  ]);
  return `${table(["", "gzipped"], rows)}\n\n${sources(results)}`;
}

/** Seconds on the page from Train to an accuracy. */
export function recipe(results) {
  const rows = results.map(({ preset, epochs, accuracy, adapter, versions, medianSeconds, runs }) => {
    const reached = runs.flatMap(({ seconds }) => seconds ?? []);
    const range = `${Math.min(...reached).toFixed(1)} to ${Math.max(...reached).toFixed(1)} s`;
    return [
      `${accuracy} %`,
      `\`${preset}\`, ${epochs} epoch${epochs === 1 ? "" : "s"}`,
      `${adapterName(adapter)} in Chromium ${versions.chromium.split(".")[0]}, headless`,
      medianSeconds === null ? "not reached" : `${medianSeconds.toFixed(1)} s`,
      reached.length === 0 ? "" : reached.length === runs.length ? range : `${range}, in ${reached.length}`,
      count(runs.length),
    ];
  });
  const lead = "Time to an accuracy on the page, from pressing Train on, the whole test set judged:";
  return `${lead}\n\n${table(["test accuracy", "recipe", "on", "median", "range", "seeds"], rows)}\n\n${sources(results)}`;
}

/** Test accuracies of presets. */
export function accuracy(results) {
  const trained = results.flatMap(({ file, adapter, presets }) =>
    Object.entries(presets).map(([preset, run]) => ({ file, adapter, preset, ...run })),
  );
  const rows = trained.map(({ preset, adapter, runs }) => {
    const shares = runs.map(({ testAccuracy }) => (100 * testAccuracy).toFixed(2)).join(", ");
    return [`\`${preset}\``, `${shares} %`, runs.map(({ seed }) => seed).join(", "), adapterName(adapter)];
  });
  return `${table(["preset", "test accuracy after one epoch", "seeds", "adapter"], rows)}\n\n${sources(trained)}`;
}

/** Commands and what they printed. */
export function examples(results) {
  return results
    .flatMap(({ examples }) => examples)
    .map(({ command, output }) => [`$ ${command}`, ...output].map((line) => `    ${line}`).join("\n"))
    .join("\n\n");
}

/** How many mistakes in kernels the cases find. */
export function mutants(results) {
  return results
    .map(({ adapter, perKernel, share, total, kernels, untried, file, machine }) => {
      const tried = perKernel === "all" ? "all" : `${perKernel} of each, or all where it has fewer`;
      const { mutants, invalid, caught, stopped, survived, explained } = total;
      const days = kernels.map(({ date }) => date.slice(0, 10)).sort();
      const when = days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`;
      return [
        `Of the ${count(mutants)} mutants of ${kernels.length} kernels, \`npm run mutants\` tried ${count(total.tried)} (${tried}) on`,
        `${adapterName(adapter)}, ${when} on ${machine}: ${count(invalid)} were invalid,`,
        `${count(caught)} caught, ${count(stopped)} of them since they hung or ended the process; ${count(survived)} survived, ${explained === survived ? "all" : count(explained)} of them explained.`,
        `That is ${(100 * share).toFixed(1)} % caught (${file}).`,
        ...(untried.length === 0 ? [] : [`Not tried as they are: ${untried.join(", ")}.`]),
      ].join("\n");
    })
    .join("\n\n");
}
