/** A picture, a kernel that one edits, and what ⊛ makes of them; at one place the products, and their sum. */
import { convolutionOffset, FORMS } from "../../operations/convolve.ts";
import { html } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { diverging, roundLimit, sequential } from "../look/scale.ts";
import { onThemeChange } from "../look/theme.ts";
import { cellAt, createTile, paintTile } from "../look/tile.ts";
import type { PageState } from "../state.ts";
import { brief } from "./brief.ts";
import { choice } from "./choice.ts";
import { isElement, kinds, type Lists } from "./kernelsAddress.ts";
import { kernels, learnedKernels, pictureOf } from "./pictures.ts";
import { convolved, type Grid, type Product, productsAt } from "./signals.ts";

/** Pixels of a value. */
const pixel = 8;

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export interface PictureView {
  readonly element: HTMLElement;
  paint(state: PageState, lists: Lists): void;
}

export function pictureView(change: (part: Partial<Lists>) => void): PictureView {
  const kind = choice("picture-kind", kinds, (to) => change({ kind: to }));
  const form = choice("picture-form", FORMS, (to) => change({ form: to }));
  const select = html("select", { "aria-label": "Kernel" });
  const fields = html("div", { class: "kernel-fields" });
  const frame = html("div", { class: "window-frame" });
  const source = createTile(1, 1);
  const target = createTile(1, 1);
  const cursor = html("div", { class: "window-frame" });
  const sourcePlace = html("div", { class: "tile-place", tabindex: "0", role: "application" }, source, frame);
  const targetPlace = html("div", { class: "tile-place" }, target, cursor);
  sourcePlace.setAttribute("aria-label", "Picture: the arrow keys move the kernel");
  const range = html("figcaption", {});
  const products = html("div", { class: "picture-products" });
  const sum = html("p", { class: "picture-sum" });
  const figure = (caption: Node | string, ...children: Node[]) =>
    html("figure", {}, typeof caption === "string" ? html("figcaption", {}, caption) : caption, ...children);
  const element = html(
    "div",
    {},
    html("div", { class: "operator-choices" }, kind.element, form.element),
    html(
      "div",
      { class: "pictures" },
      figure("picture", sourcePlace),
      figure("kernel, as it is written", select, fields),
      figure(range, targetPlace),
    ),
    products,
    sum,
  );

  let state: PageState;
  let lists: Lists;
  let kernel = Object.values(kernels)[0];
  let offered = 0;
  let [p, q] = [9, 17];
  let result: Grid;

  /** Kernels known by name, and the network's own. */
  function offer(): void {
    const learned = learnedKernels(state);
    if (select.options.length > 0 && learned.length === offered) return;
    offered = learned.length;
    const { value } = select;
    const option = (name: string) => html("option", { value: name }, name);
    const own = learned.map((_, at) => option(`learned, map ${at + 1}`));
    select.replaceChildren(...Object.keys(kernels).map(option), ...own, option("yours"));
    select.value = value || Object.keys(kernels)[0];
  }

  select.addEventListener("change", () => {
    const learned = /^learned, map (\d+)$/.exec(select.value);
    const found = learned ? learnedKernels(state)[Number(learned[1]) - 1] : kernels[select.value];
    if (found !== undefined) kernel = found;
    build();
    draw();
  });

  function build(): void {
    const [, across] = kernel.shape;
    fields.style.setProperty("--columns", `${across}`);
    fields.replaceChildren(
      ...Array.from(kernel.data, (value, at) => {
        const place = `kernel[${Math.floor(at / across)}, ${at % across}]`;
        const input = html("input", { type: "number", step: "any", class: "element", "aria-label": place });
        input.value = `${Number(value.toFixed(3))}`;
        input.addEventListener("input", () => {
          if (!isElement(input.valueAsNumber)) return;
          kernel = { ...kernel, data: kernel.data.with(at, input.valueAsNumber) };
          select.value = "yours";
          draw();
        });
        return input;
      }),
    );
  }

  const isFlipped = () => lists.kind === "convolution";

  function draw(): void {
    const picture = pictureOf(state);
    result = convolved(picture, kernel, lists.form, isFlipped());
    const limit = roundLimit(result.data.reduce((most, value) => Math.max(most, Math.abs(value)), 0));
    show(source, picture, 1, sequential());
    show(target, result, limit, result.data.some((value) => value < 0) ? diverging() : sequential());
    const sign = isFlipped() ? "⊛" : "⋆";
    range.textContent = `picture ${sign} kernel, ${result.shape.join("\u2009×\u2009")}, up to ±${figures(limit)}`;
    point();
  }

  function show(
    tile: HTMLCanvasElement,
    { shape: [rows, columns], data }: Grid,
    limit: number,
    scale: ReturnType<typeof diverging>,
  ) {
    if (tile.width !== columns || tile.height !== rows) [tile.width, tile.height] = [columns, rows];
    tile.style.width = `${pixel * columns}px`;
    tile.style.height = `${pixel * rows}px`;
    paintTile(tile, data, 0, limit, scale);
  }

  /** What lies under the kernel at (p, q). */
  function point(): void {
    const [P, Q] = result.shape;
    [p, q] = [Math.min(P - 1, Math.max(0, p)), Math.min(Q - 1, Math.max(0, q))];
    const all = productsAt(pictureOf(state), kernel, lists.form, [p, q], isFlipped());
    const [h, w] = kernel.shape;
    enclose(frame, all[0].row, all[0].column, h, w);
    enclose(cursor, p, q, 1, 1);
    const grid = (caption: string, numberOf: (product: Product) => number) => {
      const limit = Math.max(...all.map((product) => Math.abs(numberOf(product))), 1e-9);
      const scale = diverging();
      const cells = all.map((product) => {
        const value = numberOf(product);
        const cell = html("span", { class: "number-cell" }, brief(value, 2));
        // Half as strong as the scale allows: numbers can be read on all of it.
        const [red, green, blue] = scale((0.5 * value) / limit);
        cell.style.background = `rgb(${red} ${green} ${blue})`;
        cell.classList.toggle("round", product.isBeyond);
        cell.title = figures(value);
        return cell;
      });
      const place = html("div", { class: "number-grid" }, ...cells);
      place.style.setProperty("--columns", `${w}`);
      return html("figure", { class: "factor" }, html("figcaption", {}, caption), place);
    };
    const sign = (text: string) => html("span", { class: "sign" }, text);
    products.replaceChildren(
      grid("under the kernel", ({ x }) => x),
      sign("×"),
      grid(isFlipped() ? "kernel, turned round" : "kernel, not turned", ({ g }) => g),
      sign("="),
      grid("products", ({ value }) => value),
    );
    sum.replaceChildren(
      `Their sum is the value at row ${p}, column ${q}: `,
      html("strong", {}, figures(result.data[p * Q + q])),
    );
  }

  function enclose(box: HTMLElement, row: number, column: number, rows: number, columns: number): void {
    box.style.translate = `${column * pixel}px ${row * pixel}px`;
    box.style.width = `${columns * pixel}px`;
    box.style.height = `${rows * pixel}px`;
  }

  sourcePlace.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    [p, q] = [p + step[0], q + step[1]];
    // Read aloud by steps, not by every pixel that a mouse goes over.
    sum.ariaLive = "polite";
    point();
  });
  for (const [tile, isSource] of [
    [source, true],
    [target, false],
  ] as const) {
    tile.addEventListener("pointermove", (event) => {
      const [row, column] = cellAt(tile, event);
      const [top, left] = isSource ? convolutionOffset(lists.form, kernel.shape) : [0, 0];
      // The kernel's middle stands where one points.
      const [h, w] = isSource ? kernel.shape.map((size) => Math.floor((size - 1) / 2)) : [0, 0];
      [p, q] = [row - top + h, column - left + w];
      sum.ariaLive = "off";
      point();
    });
  }
  onThemeChange(() => state && draw());

  return {
    element,
    paint(now, listsNow) {
      [state, lists] = [now, listsNow];
      offer();
      if (fields.childElementCount === 0) build();
      kind.show(lists.kind);
      form.show(lists.form);
      draw();
    },
  };
}
