/** η over a run, as its schedule has it. */

import type { Schedule } from "../../../train/schedule.ts";
import { html, svg } from "../../look/elements.ts";
import { count, figures } from "../../look/format.ts";

const [width, height] = [232, 56];

/** The greatest rate, and the line from the first step to the last in a box of this size. */
export function curveOf(schedule: Schedule, total: number): { readonly most: number; readonly path: string } {
  const points = Math.min(total, width);
  const rates = Array.from({ length: points }, (_, i) =>
    schedule(points === 1 ? 0 : Math.round((i * (total - 1)) / (points - 1)), total),
  );
  const most = Math.max(...rates);
  const line = rates.map((rate, i) => {
    const x = points === 1 ? width : (i * width) / (points - 1);
    return `${x.toFixed(1)} ${(height - 1 - (most > 0 ? (rate / most) * (height - 3) : 0)).toFixed(1)}`;
  });
  return { most, path: `M${line.join("L")}` };
}

export function scheduleCurve(schedule: Schedule, total: number): HTMLElement {
  const { most, path } = curveOf(schedule, total);
  if (!Number.isFinite(most))
    return html("p", { class: "quiet" }, "The curve of η appears when its numbers are right.");
  const words = `Learning rate over the run: ${figures(schedule(0, total))} at first, at most ${figures(most)}, ${figures(schedule(total - 1, total))} at the end`;
  return html(
    "figure",
    { class: "edit-curve" },
    svg(
      "svg",
      { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "none", role: "img", "aria-label": words },
      svg("path", { d: path, "vector-effect": "non-scaling-stroke" }),
    ),
    html("figcaption", {}, html("span", {}, `η, at most ${figures(most)}`), html("span", {}, `step ${count(total)}`)),
  );
}
