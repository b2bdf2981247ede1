/** k ⊛ k ⊛ … ⊛ k: any kernel with a spread, often enough with itself, becomes a bell. */
import { html, svg } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { number, operator, over, row, symbol, typeset } from "../look/math.ts";
import { roundLimit } from "../look/scale.ts";
import { listed } from "./brief.ts";
import { highestPower, type Lists, longest } from "./kernelsAddress.ts";
import { listEditor } from "./listEditor.ts";
import { bell, type Grid, momentsOf, powers, signal } from "./signals.ts";

const height = 180;
/** Below the axis: its numbers. */
const foot = 20;

export interface PowerView {
  readonly element: HTMLElement;
  paint(lists: Lists): void;
}

export function powerView(change: (part: Partial<Lists>) => void): PowerView {
  const editor = listEditor("k", longest.k, (k) => change({ k }));
  const fields = html("div", { class: "list-row" });
  const slider = html("input", { type: "range", id: "operator-power", min: "1", max: `${highestPower}`, step: "1" });
  const title = html("p", { class: "power-title" });
  const picture = svg("svg", { class: "power", role: "img", height: height + foot });
  const words = html("p", { class: "quiet", "aria-live": "polite" });
  const element = html(
    "div",
    {},
    html(
      "div",
      { class: "list" },
      html("span", { class: "list-name math" }, html("i", {}, "k")),
      fields,
      editor.buttons,
    ),
    html(
      "div",
      { class: "slide-place" },
      html("label", { for: "operator-power" }, "Power ", html("i", { class: "math" }, "n")),
      slider,
    ),
    title,
    html("div", { class: "power-place" }, picture),
    words,
  );
  let latest: Lists | undefined;
  let built = 0;
  slider.addEventListener("input", () => change({ n: slider.valueAsNumber }));
  new ResizeObserver(() => latest && draw(latest)).observe(picture);

  function draw({ k, n }: Lists): void {
    const power = powers(signal(k), n).at(-1)!;
    const moments = momentsOf(power);
    const total = power.data.reduce((sum, value) => sum + value, 0);
    // Shares of the sum where they are weights, so that the curve fits; else the numbers themselves.
    const values = Array.from(power.data, (value) => (moments ? value / total : value));
    const curve = moments && moments.variance > 0 ? moments : undefined;
    const peak = curve ? bell(curve.mean, curve.mean, curve.variance) : 0;
    const limit = roundLimit(Math.max(peak, ...values.map(Math.abs)));
    const isSigned = values.some((value) => value < 0);
    const width = Math.max(240, picture.clientWidth);
    const zero = isSigned ? height / 2 : height;
    const step = width / values.length;
    const x = (place: number) => (place + 0.5) * step;
    const y = (value: number) => zero - (value / limit) * (zero - 14);
    const bars = values.map((value, place) =>
      svg("rect", {
        x: x(place) - Math.min(18, 0.4 * step),
        width: Math.min(36, 0.8 * step),
        y: Math.min(zero, y(value)),
        height: Math.max(Math.abs(y(value) - zero), 0.5),
        "data-value": value,
      }),
    );
    const every = Math.ceil(28 / step);
    const numbers = values.flatMap((_, place) =>
      place % every === 0 ? [svg("text", { x: x(place), y: height + 15 }, `${place}`)] : [],
    );
    const axis = svg("line", { x1: 0, x2: width, y1: zero, y2: zero });
    const parts = [axis, ...bars, ...numbers, svg("text", { x: 2, y: 11, class: "limit" }, figures(limit))];
    if (curve !== undefined) {
      const points = Array.from({ length: 161 }, (_, i) => {
        const place = (i / 160) * values.length - 0.5;
        return `${x(place).toFixed(1)},${y(bell(place, curve.mean, curve.variance)).toFixed(1)}`;
      });
      parts.push(svg("polyline", { points: points.join(" ") }));
    }
    picture.setAttribute("viewBox", `0 0 ${width} ${height + foot}`);
    picture.replaceChildren(...parts);
    const said = describe(values, curve, n);
    picture.setAttribute("aria-label", said);
    words.textContent = said;
    title.replaceChildren(...heading(power, n));
  }

  return {
    element,
    paint(lists) {
      if (built !== lists.k.length) fields.replaceChildren(...editor.fields(lists.k));
      built = lists.k.length;
      editor.fields(lists.k);
      slider.value = `${lists.n}`;
      slider.setAttribute("aria-valuetext", `n = ${lists.n}`);
      latest = lists;
      draw(lists);
    },
  };
}

/** k^⊛n, written out where it is short, with its values while they are few. */
function heading({ data }: Grid, n: number): (Node | string)[] {
  const k = symbol("k");
  const power = over(k, row(operator("⊛"), number(n)));
  const factors = Array.from({ length: n }, (_, at) => (at === 0 ? [k] : [operator("⊛"), k])).flat();
  const whole = n > 1 && n <= 6 ? row(power, operator("="), ...factors) : power;
  const list = data.length <= 13 ? ` = ${listed(data)}` : `, ${data.length} values`;
  return [typeset(whole), list];
}

function describe(values: readonly number[], curve: ReturnType<typeof momentsOf>, n: number): string {
  if (curve === undefined) {
    return "With a negative value, a sum of 0 or a single value there is no bell to become: the bars are the values themselves.";
  }
  const { mean, variance } = curve;
  const apart = values.reduce((most, value, place) => Math.max(most, Math.abs(value - bell(place, mean, variance))), 0);
  const peak = bell(mean, mean, variance);
  return (
    `Bars: the values as shares of their sum. Curve: the normal distribution of the same mean, ${figures(mean)}, and variance, ` +
    `${figures(variance)}; both grow ${n > 1 ? `${n} times as large as k’s` : "with n"}. They are ${figures((100 * apart) / peak)}\u202f% ` +
    "of its height apart at most."
  );
}
