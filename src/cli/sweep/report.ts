/** A sweep as people read it: one self-contained file without a script, which fetches nothing. */
import { documentOf } from "../../verify/report/document.ts";
import { type Markup, markup } from "../../verify/report/markup.ts";
import { percent } from "../printEvents.ts";
import { chart, choices, linear, logarithmic, type Mark, type Scale } from "./chart.ts";
import type { Sweep } from "./readSweep.ts";
import { settingsWords, valueWords } from "./settings.ts";
import { style } from "./style.ts";
import { cellsOf, commandOf, headsOf, type Row, ranked, shortName, standing } from "./summary.ts";

/** So many of the best have a colour of their own. */
const COLOURS = 8;

interface Facts {
  readonly version: string;
  readonly date: string;
}

export function sweepHtml(sweep: Sweep, rows: readonly Row[], { version, date }: Facts): string {
  const order = ranked(rows);
  const colours = new Map(
    order
      .filter(({ result }) => result?.testAccuracy !== undefined)
      .map(({ run }, i) => [run.id, i < COLOURS ? `c${i}` : "rest"]),
  );
  const colourOf = ({ run }: Row) => colours.get(run.id) ?? "rest";
  const title = `Sweep ${sweep.file} · circledast`;
  const main = mainMarkup(sweep, order, colourOf, { version, date });
  return documentOf({ title, heading: "sweep", name: "sweep", style, main });
}

function mainMarkup(
  sweep: Sweep,
  order: readonly Row[],
  colourOf: (row: Row) => string,
  { version, date }: Facts,
): Markup {
  const done = order.filter(({ result }) => result !== undefined);
  const judged = done.filter(({ result }) => result!.testAccuracy !== undefined);
  const [best] = judged;
  const devices = [...new Set(done.map(({ result }) => result!.device))].filter(Boolean).join(", ");
  const left = order.length - done.length;
  return markup`<p class="verdict-words">${best === undefined ? "No run has come to its end yet." : `Best: run ${best.run.number}, ${percent(best.result!.testAccuracy!)} of the test set, with ${settingsWords(best.run.settings)}.`}</p>
<p class="quiet">${sweep.file}: ${done.length} of ${order.length} runs${left > 0 ? `, ${left} to come` : ""}${devices === "" ? "" : `, on ${devices}`}. circledast ${version}, ${date.slice(0, 16).replace("T", " ")} UTC. The best ${Math.min(COLOURS, judged.length)} have colours, the best of all the first; the number at a line is that of the run. Point at a line or a point to see its settings.</p>
<div class="charts">
${judged.length === 0 ? markup`` : chartsMarkup(sweep, done, judged, colourOf)}
</div>
${tableMarkup(order, sweep.varied, colourOf)}`;
}

/** Curves of all, then the accuracy against each setting. Drawn from the last to the best, which lies on top. */
function chartsMarkup(
  { varied }: Sweep,
  done: readonly Row[],
  judged: readonly Row[],
  colourOf: (row: Row) => string,
): Markup {
  const titleOf = (row: Row) => {
    const accuracy = row.result?.testAccuracy;
    return `Run ${row.run.number} (${settingsWords(row.run.settings)}): ${accuracy === undefined ? standing(row) : percent(accuracy)}`;
  };
  const upwards = (rows: readonly Row[]) => rows.toReversed();
  const labelOf = (row: Row) => (colourOf(row) === "rest" ? {} : { label: String(row.run.number) });
  const accuracies = judged.map(({ result }) => 100 * result!.testAccuracy!);
  const settings = varied.map((path) => {
    const [across, placeOf] = settingScale(
      shortName(path, varied),
      judged.map(({ run }) => run.settings[path]),
    );
    const up = linear("test accuracy (%)", accuracies);
    const marks = upwards(judged).map((row): Mark => {
      const place = [placeOf(row.run.settings[path]), up.at(100 * row.result!.testAccuracy!)] as const;
      return { places: [place], colour: colourOf(row), title: titleOf(row) };
    });
    return chart(`Accuracy by ${shortName(path, varied)}`, across, up, marks, false);
  });
  return markup`${lossChart(upwards(done), colourOf, titleOf, labelOf)}
${accuracyChart(upwards(judged), colourOf, titleOf, labelOf)}
${settings}`;
}

type Words = (row: Row) => string;
type Label = (row: Row) => { label?: string };

function lossChart(rows: readonly Row[], colourOf: Words, titleOf: Words, labelOf: Label): Markup {
  const curves = rows.map((row) => {
    const { stepsEach, losses } = row.result!.curve;
    // A mean stands at the last of its steps.
    const points = losses.flatMap((loss, i) =>
      loss === null || loss <= 0 ? [] : [[(i + 1) * stepsEach, loss] as const],
    );
    return { row, points };
  });
  const all = curves.flatMap(({ points }) => points);
  if (all.length === 0) return markup``;
  const losses = all.map(([, loss]) => loss);
  const scale = Math.max(...losses) / Math.min(...losses) > 10 ? logarithmic : linear;
  const across = linear("step", [0, ...all.map(([step]) => step)]);
  const up = scale("training loss, mean over the batch", losses);
  const marks = curves
    .filter(({ points }) => points.length > 0)
    .map(({ row, points }) => {
      const places = points.map(([step, loss]) => [across.at(step), up.at(loss)] as const);
      return { places, colour: colourOf(row), title: titleOf(row), ...labelOf(row) };
    });
  return chart("Training", across, up, marks, true);
}

/** How the test accuracy came about, where it was tested on the way. */
function accuracyChart(rows: readonly Row[], colourOf: Words, titleOf: Words, labelOf: Label): Markup {
  if (rows.every(({ result }) => result!.judgements.length < 2)) return markup``;
  const all = rows.flatMap(({ result }) => result!.judgements);
  const across = linear("step", [0, ...all.map(({ step }) => step)]);
  const up = linear(
    "test accuracy (%)",
    all.map(({ testAccuracy }) => 100 * testAccuracy),
  );
  const marks = rows.map((row) => {
    const places = row.result!.judgements.map(
      ({ step, testAccuracy }) => [across.at(step), up.at(100 * testAccuracy)] as const,
    );
    return { places, colour: colourOf(row), title: titleOf(row), ...labelOf(row) };
  });
  return chart("Tests", across, up, marks, true);
}

/** By the logarithm where numbers differ by more than a factor of twenty; values that are no numbers, or few, side by side. */
function settingScale(title: string, values: readonly unknown[]): [Scale, (value: unknown) => number] {
  const numbers = values.filter((value) => typeof value === "number");
  const different = new Set(numbers);
  if (numbers.length < values.length || different.size < 3) {
    const scale = choices(
      title,
      [...new Set(values.map(valueWords))].toSorted((a, b) => Number(a) - Number(b) || 0),
    );
    return [scale, (value) => scale.placeOf(valueWords(value))];
  }
  const isWide = Math.min(...numbers) > 0 && Math.max(...numbers) / Math.min(...numbers) > 20;
  const scale = isWide ? logarithmic(`${title} (log scale)`, numbers) : linear(title, numbers);
  return [scale, (value) => scale.at(value as number)];
}

function tableMarkup(order: readonly Row[], varied: readonly string[], colourOf: Words): Markup {
  const heads = headsOf(varied);
  return markup`<h2>Runs</h2>
<p class="quiet">The best first. The command of a run trains it by itself, to the same weights on the same adapter; it is to be typed where the sweep was.</p>
<div class="wide"><table>
<tr><th scope="col"><span class="hidden">colour</span></th>${heads.map((head) => markup`<th scope="col">${head}</th>`)}</tr>
${order.map(
  (
    row,
  ) => markup`<tr><td><span class="swatch ${row.result?.testAccuracy === undefined ? "none" : colourOf(row)}"></span></td>${cellsOf(row, varied).map((cell) => markup`<td>${cell}</td>`)}</tr>
<tr class="beneath"><td></td><td colspan="${heads.length}"><code>${commandOf(row)}</code>${reasonMarkup(row)}</td></tr>`,
)}
</table></div>`;
}

function reasonMarkup({ result, failed }: Row): Markup {
  const reason = failed ?? result?.reason;
  return reason === undefined ? markup`` : markup`<br><span class="quiet">${reason}</span>`;
}
