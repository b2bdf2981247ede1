/** A piece of a run's line, as the charts draw it: the table is their legend. */
import { lineStyle } from "../evidence/overlay.ts";
import { svg } from "../look/elements.ts";

/** @param style absent of the run on show */
export function lineSample(style: number | undefined): SVGElement {
  const { colour, dash } = style === undefined ? { colour: "forward", dash: [] } : lineStyle(style);
  const line = svg("line", {
    x1: 0,
    x2: 28,
    y1: 4,
    y2: 4,
    stroke: `var(--${colour})`,
    "stroke-width": 2,
    "stroke-dasharray": dash.join(" "),
  });
  return svg("svg", { width: 28, height: 8, "aria-hidden": "true" }, line);
}
