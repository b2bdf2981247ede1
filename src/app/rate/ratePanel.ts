/** The search for a learning rate: how far it is, the loss at each rate, what it suggests. */
import "../styles/rate.css";
import type uPlot from "uplot";
import type { Actions } from "../actions.ts";
import { html } from "../look/elements.ts";
import { onThemeChange } from "../look/theme.ts";
import type { View } from "../view.ts";
import { rateChart } from "./rateChart.ts";
import type { RateSearch } from "./search.ts";
import { foundWords, rateWords, searchWords } from "./words.ts";

const explanation =
  "A short run on fresh weights in which the rate grows with every step: too small, and the loss hardly moves; too great, and the weights fly apart.";

/** @param use sets the rate in the recipe */
export function ratePanel(place: HTMLElement, actions: Actions, use: (rate: number) => void): View {
  const words = html("p");
  const progress = html("progress", { max: "1", "aria-label": "Rates tried" });
  const area = html("div", { class: "chart-area", "aria-hidden": "true" });
  const key = html("span", {}, "│ suggested  ┆ falls fastest");
  const caption = html("figcaption", {}, html("span", {}, "Loss by rate"), key);
  const figure = html("figure", { class: "chart" }, caption, area);
  const choices = html("div", { class: "rate-buttons" });
  const how = html("details", { class: "about" }, html("summary", {}, "How it was found"));
  place.replaceChildren(words, progress, choices, figure, how);

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
    if (next.isOver !== wasOver || next.isOver) {
      const { suggested } = next;
      choices.replaceChildren(...(suggested ? [chooser(suggested.tenth, "button")] : []), leave(next.isOver));
      explain(next);
    }
  }

  const chooser = (rate: number, kind: string) => button(`Use ${rateWords(rate)}`, kind, () => use(rate));

  /** What else there is to know, where one asks for it. */
  function explain({ suggested, sweep }: RateSearch): void {
    const parts: (string | HTMLElement)[] = [html("p", { class: "quiet" }, explanation)];
    if (suggested && sweep) parts.push(html("p", { class: "quiet" }, foundWords(suggested, sweep)));
    if (suggested && suggested.steepest !== suggested.tenth) parts.push(chooser(suggested.steepest, "link"));
    how.replaceChildren(how.firstElementChild!, ...parts);
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
