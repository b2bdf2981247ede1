/** The drift monitor: how far steps were from the reference while it trained, as a share of what rounding allows. */
import type { Actions } from "../actions.ts";
import { html, svg } from "../look/elements.ts";
import { count, percent } from "../look/format.ts";
import type { Drift, PageState } from "../state.ts";
import { dependingOn } from "../view.ts";

const [width, height] = [640, 160];
const edge = { left: 56, right: 16, top: 12, bottom: 36 };

/** A share of the bound on the chart, which ends a little above what is just allowed: what is worse lies on its upper edge. */
const most = 1.1;

/** Places of comparisons, from 0 to 1 both ways. */
export function driftPoints(drift: readonly Drift[], steps: number): [number, number][] {
  return drift.map(({ step, worst }) => [step / Math.max(1, steps), Math.min(worst, most) / most]);
}

function chart(drift: readonly Drift[], steps: number): SVGElement {
  const xAt = (share: number) => edge.left + share * (width - edge.left - edge.right);
  const yAt = (share: number) => height - edge.bottom - share * (height - edge.top - edge.bottom);
  const text = (x: number, y: number, words: string, anchor = "middle") =>
    svg("text", { x, y, "text-anchor": anchor }, words);
  const greatest = drift.reduce((worst, one) => Math.max(worst, one.worst), 0);
  return svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": `${drift.length} comparisons, the worst at ${percent(greatest)} of its bound`,
    },
    ...[0, 0.5, 1].flatMap((share) => [
      svg("line", {
        class: share === 1 ? "limit" : "grid",
        x1: xAt(0),
        x2: xAt(1),
        y1: yAt(share / most),
        y2: yAt(share / most),
      }),
      text(edge.left - 8, yAt(share / most) + 4, `${100 * share}\u202f%`, "end"),
    ]),
    text(xAt(1), yAt(1 / most) - 4, "just allowed", "end"),
    ...driftPoints(drift, steps).map(([x, y], at) =>
      svg("circle", { cx: xAt(x), cy: yAt(y), r: 3, class: drift[at].worst > 1 ? "is-wrong" : "is-forward" }),
    ),
    text(xAt(0), height - edge.bottom + 16, "0"),
    text(xAt(1), height - edge.bottom + 16, count(steps), "end"),
    text(xAt(0.5), height - 4, "step"),
  );
}

function wordsOf({ drift, settings, run }: PageState): string {
  if (run?.device.kind === "cpu") return "It trains on the reference itself: there is nothing to compare.";
  if (settings.shadow === 0) return "Off. Choose every how many steps: training then starts over with that setting.";
  if (drift.length === 0) return "On. The first comparison comes as it trains.";
  const worst = drift.reduce((a, b) => (b.worst > a.worst ? b : a));
  if (worst.worst > 1) return `Step ${count(worst.step)} was beyond what rounding explains: check this device, below.`;
  return `${count(drift.length)} comparisons: the worst, at step ${count(worst.step)}, at ${percent(worst.worst)} of what rounding allows.`;
}

export function driftSection(actions: Actions) {
  const often = html("select", { id: "drift-every" });
  const words = html("p", { class: "quiet" });
  const place = html("div", { class: "roofline" });
  const element = html(
    "section",
    { "aria-labelledby": "drift-title" },
    html("h3", { id: "drift-title" }, "Does it drift?"),
    html(
      "p",
      { class: "quiet" },
      "The CPU computes a step in float64 too, and every value of it is held against its own bound.",
    ),
    html("label", { class: "field", for: "drift-every" }, html("span", {}, "Check a step"), often),
    words,
    place,
  );
  let state: PageState | undefined;
  often.addEventListener("change", () => {
    if (state !== undefined) actions.open({ ...state.settings, shadow: Number(often.value) });
  });

  const choices = dependingOn(
    ({ settings }) => [settings.shadow],
    ({ settings: { shadow } }) => {
      const all = [...new Set([0, 10, 50, 200, shadow])].sort((a, b) => a - b);
      const name = (every: number) => (every === 0 ? "never" : every === 1 ? "of each" : `of every ${count(every)}`);
      often.replaceChildren(...all.map((every) => html("option", { value: `${every}` }, name(every))));
      often.value = `${shadow}`;
    },
  );
  const picture = dependingOn(
    ({ drift, run, settings }) => [drift, run, settings.shadow],
    (next) => {
      words.textContent = wordsOf(next);
      place.replaceChildren(...(next.drift.length > 0 && next.run ? [chart(next.drift, next.run.steps)] : []));
    },
  );
  return {
    element,
    follow(next: PageState): void {
      state = next;
      choices(next);
      picture(next);
    },
  };
}
