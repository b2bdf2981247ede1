/** The loss at each rate: single steps as dots, their average as a line, what is suggested as upright lines. */
import uPlot from "uplot";
import type { SuggestedRate, Sweep } from "../../train/rateFinder.ts";
import { colour } from "../look/theme.ts";

/** Of the rates tried: where the axis has a number. */
const decades = Array.from({ length: 7 }, (_, i) => 10 ** (i - 5));

export function rateChart(area: HTMLElement, sweep: Sweep | undefined, suggested: SuggestedRate | undefined): uPlot {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { font, labelFont: font, labelSize: 16, gap: 4, stroke: colour("quiet"), ticks: { show: false } };
  const grid = { stroke: colour("hairline"), width: 1 };
  const range = lossRange(sweep?.smoothed ?? [1]);
  return new uPlot(
    {
      width: area.clientWidth || 216,
      height: area.clientHeight || 136,
      padding: [8, 12, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, distr: 3, range: [decades[0], decades.at(-1)!] }, y: { range } },
      axes: [
        {
          ...axis,
          grid,
          label: "learning rate η",
          size: 24,
          splits: () => decades,
          filter: (_, all) => all,
          values: (_, at) => at.map(powerWords),
        },
        { ...axis, grid, label: "loss", size: 34, space: 28 },
      ],
      series: [
        {},
        { stroke: colour("quiet"), width: 0, points: { show: true, size: 2, width: 0, fill: colour("quiet") } },
        { stroke: colour("forward"), width: 1.5, points: { show: false } },
      ],
      hooks: { draw: [(plot) => suggested && mark(plot, suggested)] },
    },
    sweep ? [[...sweep.rates], [...sweep.losses], [...sweep.smoothed]] : [[], [], []],
    area,
  );
}

/** From a little above where the loss began to well below its least: the fall is what one looks for, be it small beside the loss. */
function lossRange(smoothed: readonly number[]): [number, number] {
  const [start] = smoothed;
  const fall = Math.max(start - Math.min(...smoothed), 0.1 * start);
  return [Math.max(0, start - 1.5 * fall), start + 0.5 * fall];
}

/** Every second decade: all of them would not fit. */
function powerWords(rate: number): string {
  const power = Math.round(Math.log10(rate));
  const digits = `${Math.abs(power)}`.replace(/\d/g, (digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(digit)]);
  return power % 2 === 0 ? (power === 0 ? "1" : `10${power < 0 ? "⁻" : ""}${digits}`) : "";
}

function mark({ ctx, bbox, valToPos }: uPlot, { steepest, tenth }: SuggestedRate): void {
  ctx.save();
  ctx.strokeStyle = colour("update");
  ctx.lineWidth = 2 * devicePixelRatio;
  for (const [rate, dash] of [
    [tenth, []],
    [steepest, [4, 3]],
  ] as const) {
    const x = valToPos(rate, "x", true);
    ctx.setLineDash(dash.map((pixels) => pixels * devicePixelRatio));
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
  }
  ctx.restore();
}
