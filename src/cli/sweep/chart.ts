/** Charts as SVG: axes with ticks and titles, lines, points. What is drawn has a title of its own, which a browser shows where one points. */
import { type Markup, markup } from "../../verify/report/markup.ts";

/** From numbers to places on an axis, and the numbers that stand along it. */
export interface Scale {
  readonly title: string;
  readonly at: (value: number) => number;
  readonly ticks: readonly { readonly at: number; readonly words: string }[];
}

/** A place of the chart's inside, which is 0 to 1 in both directions, up and to the right. */
type Place = readonly [x: number, y: number];

export interface Mark {
  readonly places: readonly Place[];
  /** A class of the style: `c0` to `c7`, or `rest`. */
  readonly colour: string;
  readonly title: string;
  /** What stands beside its last place. */
  readonly label?: string;
}

const WIDTH = 420;
const HEIGHT = 260;
const INSIDE = { left: 56, right: 28, top: 10, bottom: 42 };

const x = (share: number) => INSIDE.left + share * (WIDTH - INSIDE.left - INSIDE.right);
const y = (share: number) => HEIGHT - INSIDE.bottom - share * (HEIGHT - INSIDE.top - INSIDE.bottom);
const round = (value: number) => value.toFixed(1);

/** Numbers in even steps of 1, 2 or 5 times a power of ten. */
export function linear(title: string, values: readonly number[], words: (value: number) => string = plain): Scale {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low === high) [low, high] = [low - (Math.abs(low) || 1) / 10, high + (Math.abs(high) || 1) / 10];
  const rough = (high - low) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough)!;
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const at = (value: number) => (value / step - first) / (last - first);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { title, at, ticks: ticks.map((value) => ({ at: at(value), words: words(Number(value.toPrecision(10))) })) };
}

/** Numbers above 0 by their logarithm. */
export function logarithmic(title: string, values: readonly number[], words: (value: number) => string = plain): Scale {
  const [low, high] = [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const [first, last] =
    high - low < 0.01 ? [low - 0.5, high + 0.5] : [low - (high - low) * 0.04, high + (high - low) * 0.04];
  const at = (value: number) => (Math.log10(value) - first) / (last - first);
  const digits = last - first < 1.5 ? [1, 2, 5] : [1];
  const powers = Array.from({ length: Math.ceil(last) - Math.floor(first) + 1 }, (_, i) => Math.floor(first) + i);
  const all = powers.flatMap((power) => digits.map((digit) => Number((digit * 10 ** power).toPrecision(10))));
  const ticks = all.filter((value) => at(value) >= 0 && at(value) <= 1);
  const every = Math.ceil(ticks.length / 6);
  return {
    title,
    at,
    ticks: ticks.filter((_, i) => i % every === 0).map((value) => ({ at: at(value), words: words(value) })),
  };
}

/** Values that are no numbers, or few: a place for each. */
export function choices(
  title: string,
  values: readonly string[],
): Scale & { readonly placeOf: (value: string) => number } {
  const placeOf = (value: string) => (values.indexOf(value) + 0.5) / values.length;
  const short = (words: string) => (words.length > 14 ? `${words.slice(0, 13)}…` : words);
  return {
    title,
    at: (value) => value,
    placeOf,
    ticks: values.map((value) => ({ at: placeOf(value), words: short(value) })),
  };
}

function plain(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-3 || size >= 1e6)
    ? value.toExponential().replace("e+", "e")
    : value.toLocaleString("en-US", { maximumSignificantDigits: 6 });
}

/** @param lines whether the places of a mark are joined; else each is a point */
export function chart(title: string, across: Scale, up: Scale, marks: readonly Mark[], lines: boolean): Markup {
  const words = `${title}: ${up.title} against ${across.title}`;
  return markup`<figure><figcaption>${title}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${words}">
${up.ticks.map((tick) => markup`<path class="grid" d="M${round(x(0))} ${round(y(tick.at))}H${round(x(1))}"/><text class="tick" text-anchor="end" x="${x(0) - 6}" y="${round(y(tick.at) + 4)}">${tick.words}</text>`)}
${across.ticks.map((tick) => markup`<path class="grid" d="M${round(x(tick.at))} ${round(y(0))}v4"/><text class="tick" text-anchor="middle" x="${round(x(tick.at))}" y="${y(0) + 17}">${tick.words}</text>`)}
<text class="axis" text-anchor="middle" x="${x(0.5)}" y="${HEIGHT - 6}">${across.title}</text>
<text class="axis" text-anchor="middle" transform="translate(12 ${y(0.5)}) rotate(-90)">${up.title}</text>
${marks.map((mark) => (lines ? lineMarkup(mark) : pointMarkup(mark)))}
${labelsMarkup(marks)}
</svg></figure>`;
}

function lineMarkup({ places, colour, title }: Mark): Markup {
  const path = places.map(([across, up], i) => `${i === 0 ? "M" : "L"}${round(x(across))} ${round(y(up))}`).join("");
  // A single place is a line of no length, which round ends make visible.
  return markup`<path class="line ${colour}" d="${places.length === 1 ? `${path}h0` : path}"><title>${title}</title></path>`;
}

function pointMarkup({ places, colour, title }: Mark): Markup {
  return markup`${places.map(([across, up]) => markup`<circle class="point ${colour}" cx="${round(x(across))}" cy="${round(y(up))}" r="4.5"><title>${title}</title></circle>`)}`;
}

/** Beside the last places, moved apart where they would cover each other. */
function labelsMarkup(marks: readonly Mark[]): Markup {
  const labelled = marks.filter(({ label, places }) => label !== undefined && places.length > 0);
  let above = Number.NEGATIVE_INFINITY;
  const placed = labelled
    .map((mark) => ({ mark, last: mark.places.at(-1)! }))
    .toSorted((a, b) => b.last[1] - a.last[1])
    .map(({ mark, last: [across, up] }) => {
      above = Math.max(y(up) + 4, above + 12);
      return markup`<text class="label ${mark.colour}" x="${round(x(across) + 6)}" y="${round(above)}">${mark.label!}</text>`;
    });
  return markup`${placed}`;
}
