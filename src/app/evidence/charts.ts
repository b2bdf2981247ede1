/** The two curves: loss and accuracy by step. */
import uPlot from "uplot";
import { byId, html } from "../look/elements.ts";
import { figures, percent } from "../look/format.ts";
import { roundLimit } from "../look/scale.ts";
import { type ColourName, colour, onThemeChange } from "../look/theme.ts";
import { recall, remember } from "../remembered.ts";
import type { PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { logRange, markWords, numbered, positive } from "./logScale.ts";
import { type Line, type Overlay, overlaySeries, overlays } from "./overlay.ts";

interface ChartSpec {
  readonly id: string;
  readonly title: string;
  /** What the marks mean, while no point is pointed at; and with other runs on other data among the lines. */
  readonly key: string;
  readonly keyOfOtherData?: string;
  readonly yLabel: string;
  readonly series: () => uPlot.Series[];
  readonly bands?: () => uPlot.Band[];
  readonly data: (state: PageState) => uPlot.AlignedData;
  /** The line of another run. */
  readonly other: (overlay: Overlay) => Line;
  /** The upper end of the y axis; its lower end is 0. */
  readonly top: (state: PageState, others: readonly Line[]) => number;
  /** The numbers at the point pointed at. */
  readonly read: (data: uPlot.AlignedData, at: number) => string;
  /** Of a chart whose y axis can be logarithmic, at a switch: all values that it has to have room for. */
  readonly logarithmic?: (state: PageState, others: readonly Line[]) => Iterable<number>;
}

/** Where the browser keeps whether the y axis is logarithmic. */
const CHOICE = "circledast-loss-scale";

function chart(spec: ChartSpec): View {
  const place = byId(spec.id);
  const area = html("div", { class: "chart-area" });
  const reading = html("span", { class: "chart-key" }, spec.key);
  const { logarithmic } = spec;
  let isLog = logarithmic !== undefined && recall(CHOICE) === "log";
  const scale = html("button", { type: "button", class: "link", "aria-pressed": `${isLog}` }, "log");
  Object.assign(scale, { ariaLabel: "Logarithmic scale", title: "A logarithmic scale, 1 to 10 as far as 10 to 100" });
  const parts = [html("span", {}, spec.title), ...(logarithmic ? [scale] : []), reading];
  place.append(html("figcaption", {}, ...parts), area);
  scale.addEventListener("click", () => {
    isLog = !isLog;
    scale.ariaPressed = `${isLog}`;
    remember(CHOICE, isLog ? "log" : "linear");
    create();
  });

  let plot: uPlot | undefined;
  let state: PageState | undefined;
  let others: readonly Line[] = [];
  let { key } = spec;

  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = (label: string, size: number): uPlot.Axis => ({
    label,
    labelFont: font,
    font,
    size,
    labelSize: 16,
    gap: 4,
    stroke: colour("quiet"),
    grid: { stroke: colour("hairline"), width: 1 },
    ticks: { show: false },
  });

  function readAt(at: number | null | undefined): void {
    const own = nearest(plot!.data, at, others.length);
    const words = own === undefined ? "" : spec.read(plot!.data, own);
    reading.textContent = words || key;
  }

  function data(now: PageState): uPlot.AlignedData {
    const own = spec.data(now);
    const joined =
      others.length === 0
        ? own
        : uPlot.join([own, ...others.map(({ steps, values }) => [[...steps], [...values]] as uPlot.AlignedData)]);
    if (!isLog) return joined;
    const [steps, ...lines] = joined;
    return [steps, ...lines.map((values) => positive([...values]))] as uPlot.AlignedData;
  }

  function range(): [number, number] {
    if (state === undefined) return isLog ? [0.1, 1] : [0, 1];
    return isLog ? logRange(logarithmic!(state, others)) : [0, spec.top(state, others)];
  }

  function create(): void {
    plot?.destroy();
    plot = new uPlot(
      {
        width: area.clientWidth || 240,
        height: area.clientHeight || 128,
        padding: [8, 14, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { show: false } },
        scales: {
          x: {
            time: false,
            range: () => [0, Math.max(1, state?.run?.steps ?? 100, ...others.map(({ steps }) => steps.at(-1) ?? 0))],
          },
          y: { range, distr: isLog ? 3 : 1 },
        },
        axes: [
          { ...axis("step", 24), space: 60 },
          {
            ...axis(spec.yLabel, 34),
            space: 28,
            ...(isLog
              ? {
                  filter: (_, marks) => numbered(marks, range()),
                  values: (_, marks) => marks.map((mark) => (mark === null ? "" : markWords(mark))),
                }
              : {}),
          },
        ],
        series: [{}, ...spec.series(), ...overlays.get().map(overlaySeries)],
        ...(spec.bands ? { bands: spec.bands() } : {}),
        hooks: { setCursor: [({ cursor }) => readAt(cursor.idx)], draw: [markVisited] },
      },
      state ? data(state) : [[]],
      area,
    );
  }

  /** The earlier step that is on show. */
  function markVisited({ ctx, bbox, valToPos }: uPlot): void {
    if (state?.visiting === undefined) return;
    const x = valToPos(state.visiting, "x", true);
    ctx.save();
    ctx.strokeStyle = colour("quiet");
    ctx.lineWidth = devicePixelRatio;
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.restore();
  }

  overlays.subscribe((all) => {
    others = all.map(spec.other);
    const own = (all.some(({ isOfOtherData }) => isOfOtherData) && spec.keyOfOtherData) || spec.key;
    key = all.length > 0 ? `${own.replace("batches: ", "")}  ┄ other runs` : own;
    reading.textContent = key;
    create();
  });
  onThemeChange(create);
  new ResizeObserver(() => plot?.setSize({ width: area.clientWidth, height: area.clientHeight })).observe(area);

  return dependingOn(
    ({ losses, step, tests, evaluation, run, visiting }) => [losses, step, tests, evaluation, run, visiting],
    (next) => {
      state = next;
      plot!.setData(data(next));
    },
  );
}

/** The place nearest to one that the run on show has a value at: other runs have steps of their own. */
function nearest(data: uPlot.AlignedData, at: number | null | undefined, others: number): number | undefined {
  if (at === null || at === undefined) return undefined;
  const own = data.slice(1, data.length - others);
  const isKnown = (i: number) => own.some((values) => typeof values[i] === "number");
  for (let away = 0; away < data[0].length; away++) {
    if (isKnown(at - away)) return at - away;
    if (isKnown(at + away)) return at + away;
  }
  return undefined;
}

/** A fainter shade of a colour, for what lies behind the line. */
function faint(name: ColourName): string {
  return `color-mix(in srgb, ${colour(name)} 22%, transparent)`;
}

export function lossChart(): View {
  return chart({
    id: "loss-chart",
    title: "Loss",
    key: "batches: mean and range",
    yLabel: "loss",
    series: () =>
      [{ stroke: colour("forward"), width: 1.5 }, { width: 0 }, { width: 0 }].map((line) => ({
        ...line,
        points: { show: false },
      })),
    bands: () => [{ series: [3, 2], fill: faint("forward") }],
    data: ({ losses }) => [losses.steps, losses.means, losses.minima, losses.maxima],
    other: ({ losses }) => losses,
    top: ({ losses }, others) => {
      // One that blew up must not press the others flat.
      const heights = others.flatMap(({ values }) => values.map((loss) => Math.min(loss, 2 * values[0])));
      return roundLimit([...losses.maxima, ...heights].reduce((most, loss) => Math.max(most, loss), 0));
    },
    logarithmic: ({ losses }, others) => [
      ...losses.minima,
      ...losses.maxima,
      ...others.flatMap(({ values }) => values),
    ],
    read: ([steps, means], at) => `step ${steps[at]}: ${figures(means![at] ?? Number.NaN)}`,
  });
}

export function accuracyChart(): View {
  return chart({
    id: "accuracy-chart",
    title: "Accuracy",
    key: "● test set  ─ batches: mean",
    keyOfOtherData: "● test sets of other data too",
    yLabel: "%",
    series: () => [
      { stroke: faint("ink"), width: 1.5, points: { show: false }, spanGaps: true },
      {
        stroke: colour("forward"),
        width: 1.5,
        points: { show: true, size: 6, fill: colour("forward") },
        spanGaps: true,
      },
      { stroke: colour("update"), width: 0, points: { show: true, size: 6, fill: colour("update") } },
    ],
    data({ batchAccuracies, earlierTests, tests, evaluation }) {
      const tested = [...earlierTests, ...tests];
      return uPlot.join([
        [batchAccuracies.steps, batchAccuracies.means.map((share) => 100 * share)],
        [tested.map(({ step }) => step), tested.map(({ testAccuracy }) => 100 * testAccuracy)],
        evaluation?.taught ? [[evaluation.step], [100 * evaluation.testAccuracy]] : [[], []],
      ]);
    },
    other: ({ accuracies: { steps, values } }) => ({ steps, values: values.map((share) => 100 * share) }),
    top: () => 100,
    read: ([steps, batch, test, taught], at) => {
      const [name, value] = typeof test![at] === "number" ? ["test set", test![at]] : ["batch", batch![at]];
      const since = taught![at] ? `, taught ${percent(taught![at] / 100)}` : "";
      return typeof value === "number" ? `step ${steps[at]}: ${name} ${percent(value / 100)}${since}` : "";
    },
  });
}
