/** Two lists, one turned round and slid over the other: at each place the products, and their sum. */
import { convolutionOffset, FORMS, type Form } from "../../operations/convolve.ts";
import { html } from "../look/elements.ts";
import { type Formula, number, operator, row, sum, symbol, typeset } from "../look/math.ts";
import { brief, listed } from "./brief.ts";
import { choice } from "./choice.ts";
import { type Lists, longest } from "./kernelsAddress.ts";
import { bar, listEditor, tallest } from "./listEditor.ts";
import { convolved, productsAt, signal } from "./signals.ts";

const formWords: Readonly<Record<Form, string>> = {
  full: "Full: wherever the two lists meet. Beyond the ends, f is 0.",
  same: "Same: as long as f, the middle of the full one.",
  valid: "Valid: only where g lies wholly on f. Networks without padding do this.",
  circular: "Circular: beyond its end, f begins again. What is marked has come round from the other end.",
};

export interface SlideView {
  readonly element: HTMLElement;
  paint(lists: Lists): void;
}

interface Cell {
  readonly element: HTMLElement;
  readonly bar: HTMLElement;
  readonly text: HTMLElement;
}

export function slideView(change: (part: Partial<Lists>) => void): SlideView {
  const editors = {
    f: listEditor("f", longest.f, (f) => change({ f })),
    g: listEditor("g", longest.g, (g) => change({ g })),
  };
  const kind = choice("kind", ["convolution", "correlation"] as const, (to) => change({ kind: to }));
  const form = choice("form", FORMS, (to) => change({ form: to }));
  const slider = html("input", { type: "range", id: "operator-place", min: "0", step: "1", value: "2" });
  const scales = html(
    "p",
    { class: "quiet" },
    "Each row is drawn as tall as its greatest number: compare bars within a row.",
  );
  const placeLabel = html("label", { for: "operator-place" }, "Place ", html("i", { class: "math" }, "p"));
  const kernelRow = html("div", { class: "list-row" });
  const strip = html("div", { class: "slide" });
  const equation = html("p", { class: "slide-equation", "aria-live": "polite" });
  const words = html("p", { class: "quiet" });
  const flipWords = html("p", { class: "quiet" });
  const exchange = html("button", { type: "button", class: "link" }, "Exchange f and g");
  const law = html("p", { class: "slide-law" });
  const element = html(
    "div",
    {},
    html("div", { class: "operator-choices" }, kind.element, form.element),
    flipWords,
    html(
      "div",
      { class: "list" },
      html("span", { class: "list-name math" }, html("i", {}, "g")),
      kernelRow,
      editors.g.buttons,
    ),
    strip,
    scales,
    html("div", { class: "slide-place" }, placeLabel, slider),
    equation,
    words,
    law,
    exchange,
  );
  let latest: Lists;
  let rows: Readonly<Record<"f" | "g" | "products" | "y", readonly Cell[]>> | undefined;
  let built = "";

  exchange.addEventListener("click", () => {
    change({ f: latest.g, g: latest.f });
  });
  slider.addEventListener("input", () => paint(latest));

  /** Cells for every column that g reaches, `beyond` of them on either side of f. */
  function build({ f, g }: Lists): void {
    const beyond = g.length - 1;
    const across = f.length + 2 * beyond;
    strip.style.setProperty("--columns", `${across}`);
    const fields = editors.f.fields(f);
    const makeRow = (): Cell[] =>
      Array.from({ length: across }, () => {
        const [own, text] = [bar(0, 1), html("span", { class: "cell-number" })];
        return { element: html("div", { class: "cell" }, own, text), bar: own, text };
      });
    const made = { f: makeRow(), g: makeRow(), products: makeRow(), y: makeRow() };
    fields.forEach((field, at) => made.f[at + beyond].text.replaceWith(field));
    const line = (name: Node | string, cells: readonly Cell[], kindOfRow: string) => [
      html("div", { class: "slide-name quiet" }, name),
      html("div", { class: `slide-row row-${kindOfRow}` }, ...cells.map((cell) => cell.element)),
    ];
    const nameOfG = html("span", {});
    nameOfG.className = "name-of-g";
    strip.replaceChildren(
      ...line(html("span", {}, typeset(symbol("f")), " ", editors.f.buttons), made.f, "f"),
      ...line(nameOfG, made.g, "g"),
      ...line("their products", made.products, "products"),
      ...line(html("span", { class: "name-of-y" }), made.y, "y"),
    );
    rows = made;
    kernelRow.replaceChildren(...editors.g.fields(g));
  }

  function paint(lists: Lists): void {
    latest = lists;
    const { f, g } = lists;
    const structure = `${f.length},${g.length}`;
    if (structure !== built) build(lists);
    built = structure;
    editors.f.fields(f);
    editors.g.fields(g);
    kind.show(lists.kind);
    form.show(lists.form);
    const isFlipped = lists.kind === "convolution";
    const isTooLong = lists.form === "valid" && g.length > f.length;
    const [x, kernel] = [signal(f), signal(g)];
    const y = isTooLong ? [] : Array.from(convolved(x, kernel, lists.form, isFlipped).data);
    slider.max = `${Math.max(0, y.length - 1)}`;
    const p = Math.min(slider.valueAsNumber, y.length - 1);
    const products = isTooLong ? [] : productsAt(x, kernel, lists.form, [0, p], isFlipped);
    slider.setAttribute("aria-valuetext", isTooLong ? "none" : `p = ${p}: ${brief(y[p])}`);
    write(lists, y, p, products);
    const sign = isFlipped ? "⊛" : "⋆";
    flipWords.textContent = isFlipped
      ? `Convolution turns g round, ${listed(g)} → ${listed(g.toReversed())}, then slides it over f.`
      : "Correlation slides g over f as it is. Networks learn their kernels, so their libraries leave the turn out and call it convolution all the same.";
    words.textContent = isTooLong
      ? "g is longer than f: there is no place where all of it lies on f."
      : formWords[lists.form] + foldWords(lists);
    const terms = products.map(({ x: a, g: b }) => `${signed(a)} · ${signed(b)}`).join(" + ");
    equation.replaceChildren();
    if (!isTooLong) {
      const left: Formula = row(symbol("y"), operator("["), ["mn", `${p}`], operator("]"));
      equation.append(typeset(left), ` = ${terms} = `, html("strong", {}, brief(y[p])));
    }
    law.replaceChildren(...lawOf(lists, sign));
  }

  function write(lists: Lists, y: readonly number[], p: number, products: ReturnType<typeof productsAt>): void {
    const { f, g, form: ofForm } = lists;
    const beyond = g.length - 1;
    const [, left] = convolutionOffset(ofForm, [1, g.length]);
    const limit = (values: readonly number[]) => Math.max(...values.map(Math.abs), 1e-9);
    // Room below the line only where something goes there.
    for (const [name, values] of [
      ["f", f],
      ["g", g],
      ["products", products.map(({ value }) => value)],
      ["y", y],
    ] as const) {
      rows![name][0].element.parentElement!.classList.toggle(
        "signed",
        values.some((value) => value < 0),
      );
    }
    const isCircular = ofForm === "circular";
    const put = ({ element: own, bar: drawn, text }: Cell, value: number | undefined, most: number, mark = "") => {
      own.className = `cell ${mark}`;
      drawn.style.setProperty("--height", `${value === undefined ? 0 : (Math.abs(value) / most) * tallest}px`);
      drawn.classList.toggle("below", (value ?? 0) < 0);
      text.textContent = value === undefined ? "" : brief(value);
    };
    rows!.f.forEach((cell, at) => {
      const i = at - beyond;
      const isInside = i >= 0 && i < f.length;
      const value = isInside ? f[i] : isCircular ? f[((i % f.length) + f.length) % f.length] : 0;
      put(cell, value, limit(f), isInside ? "" : isCircular ? "round" : "beyond");
    });
    for (const [name, most] of [
      ["g", limit(g)],
      ["products", limit(products.map(({ value }) => value))],
    ] as const) {
      rows![name].forEach((cell, at) => {
        const product = products.find(({ column }) => column === at - beyond);
        const value = product && (name === "g" ? product.g : product.value);
        put(cell, value, most, product === undefined ? "empty" : product.isBeyond && isCircular ? "round" : "");
      });
    }
    rows!.y.forEach((cell, at) => {
      const place = at - beyond - left;
      const value = place >= 0 && place < y.length ? y[place] : undefined;
      put(cell, value, limit(y), value === undefined ? "empty" : place === p ? "now" : "");
      cell.element.onclick = () => {
        if (value === undefined) return;
        slider.value = `${place}`;
        paint(latest);
      };
    });
    const isFlipped = lists.kind === "convolution";
    const gOf = row(symbol("g"), operator("["), indexOf(ofForm, isFlipped, g.length), operator("]"));
    strip.querySelector(".name-of-g")!.replaceChildren(typeset(gOf), isFlipped ? ", turned round" : ", not turned");
    const whole = row(symbol("y"), operator("="), symbol("f"), operator(isFlipped ? "⊛" : "⋆"), symbol("g"));
    const formula = row(sum("i"), symbol("f"), operator("["), symbol("i"), operator("]"), gOf);
    strip
      .querySelector(".name-of-y")!
      .replaceChildren(typeset(row(whole, operator(","), ["mtext", " y[p] = "], formula)));
  }

  return { element, paint };
}

/** Which element of the kernel lies at i: the forms begin at different places of the full one. */
export function indexOf(form: Form, isFlipped: boolean, length: number): Formula {
  const [, left] = convolutionOffset(form, [1, length]);
  const offset = isFlipped ? left : length - 1 - left;
  const shift = offset === 0 ? [] : [operator("+"), number(offset)];
  const [i, p] = [symbol("i"), symbol("p")];
  return isFlipped ? row(p, ...shift, operator("−"), i) : row(i, operator("−"), p, ...shift);
}

/** How the circular form comes from the full one. */
function foldWords({ f, g, form, kind }: Lists): string {
  if (form !== "circular") return "";
  const full = convolved(signal(f), signal(g), "full", kind === "convolution").data;
  const over = full.subarray(f.length);
  if (over.length === 0) return "";
  const much = over.length === 1 ? "is" : "are";
  return ` The full form, not circular, is ${listed(full.subarray(0, f.length))} and then ${listed(over)}: what is over ${much} added from the beginning on.`;
}

/** Whether the order matters, with the numbers. */
function lawOf({ f, g, kind }: Lists, sign: string): (Node | string)[] {
  const isFlipped = kind === "convolution";
  const list = (a: readonly number[], b: readonly number[]) =>
    listed(convolved(signal(a), signal(b), "full", isFlipped).data);
  const [there, back] = [list(f, g), list(g, f)];
  const name = (a: string, b: string) =>
    html("span", { class: "math" }, html("i", {}, a), ` ${sign} `, html("i", {}, b));
  const verdict = there === back ? "The order does not matter" : "The order matters: one is the other in reverse";
  return [`${verdict}. `, name("f", "g"), ` = ${there}, `, name("g", "f"), ` = ${back}.`];
}

const signed = (value: number) => (value < 0 ? `(${brief(value)})` : brief(value));
