/** The search for a learning rate: how far it is, the loss at each rate, what it suggests. */
import "../styles/rate.css";
import type uPlot from "uplot";
import type { SuggestedRate } from "../../train/rateFinder.ts";
import type { Actions } from "../actions.ts";
import { html } from "../look/elements.ts";
import { onThemeChange } from "../look/theme.ts";
import type { View } from "../view.ts";
import { rateChart } from "./rateChart.ts";
import type { RateSearch } from "./search.ts";
import { rateWords, searchWords } from "./words.ts";

const explanation =
  "A short run on fresh weights in which the rate grows with every step: too small, and the loss hardly moves; too great, and the weights fly apart. A tenth of where it is least leaves room for a whole run.";

/** @param use sets the rate in the recipe */
export function ratePanel(place: HTMLElement, actions: Actions, use: (rate: number) => void): View {
  const words = html("p");
  const progress = html("progress", { max: "1", "aria-label": "Rates tried" });
  const area = html("div", { class: "chart-area", "aria-hidden": "true" });
  const key = html("span", {}, "│ a tenth of least  ┆ fastest");
  const caption = html("figcaption", {}, html("span", {}, "Loss by rate"), key);
  const figure = html("figure", { class: "chart" }, caption, area);
  const choices = html("div", { class: "rate-buttons" });
  place.replaceChildren(words, progress, figure, choices, html("p", { class: "quiet" }, explanation));

  let search: RateSearch | undefined;
  let plot: uPlot | undefined;
  onThemeChange(draw);
  new ResizeObserver(
    ({ length }) => length > 0 && plot?.setSize({ width: area.clientWidth, height: area.clientHeight }),
  ).observe(area);

  /** Made anew with every message: there are ten a second at most, for a few seconds. */
  function draw(): void {
    plot?.destroy();
    plot = search?.sweep && rateChart(area, search.sweep, search.suggested);
  }

  function show(next: RateSearch): void {
    const wasOver = search?.isOver;
    search = next;
    // An ear hears that it has begun, and what came of it.
    words.setAttribute("aria-live", next.sweep && !next.isOver ? "off" : "polite");
    words.textContent = searchWords(next);
    progress.hidden = next.isOver;
    if (next.sweep) progress.value = next.sweep.losses.length / next.sweep.total;
    else progress.removeAttribute("value");
    figure.hidden = next.sweep === undefined;
    draw();
    if (next.isOver !== wasOver) place.scrollIntoView({ block: "nearest" });
    // While it goes on the one button stays, and the focus on it.
    if (next.isOver !== wasOver || next.isOver) choices.replaceChildren(...ratesOf(next.suggested), leave(next.isOver));
  }

  function ratesOf(suggested: SuggestedRate | undefined): HTMLButtonElement[] {
    const rates = suggested ? [...new Set([suggested.tenth, suggested.steepest])] : [];
    return rates.map((rate, i) => button(`Use ${rateWords(rate)}`, i === 0 ? "button" : "link", () => use(rate)));
  }

  const leave = (isOver: boolean) => button(isOver ? "Close" : "Cancel", "link", actions.stopFinding);
  return ({ rate }) => {
    if (rate !== undefined && rate !== search) show(rate);
  };
}

function button(words: string, kind: string, press: () => void): HTMLButtonElement {
  const made = html("button", { type: "button", class: kind }, words);
  made.addEventListener("click", press);
  return made;
}
