/** f, f ⊛ g, f ⊛ g ⊛ k: an n-fold convolution of different lists, one after the other, and that brackets make no difference. */
import { html } from "../look/elements.ts";
import { type Formula, operator, row, symbol, typeset } from "../look/math.ts";
import { brief, listed } from "./brief.ts";
import type { Lists } from "./kernelsAddress.ts";
import { bar } from "./listEditor.ts";
import { convolved, type Grid, signal } from "./signals.ts";

/** f ⊛ g ⊛ k in both ways of putting brackets, and what one comes through from the left. */
export function threefold({ f, g, k }: Pick<Lists, "f" | "g" | "k">): {
  readonly steps: readonly Grid[];
  readonly left: Grid;
  readonly right: Grid;
} {
  const [a, b, c] = [signal(f), signal(g), signal(k)];
  const two = convolved(a, b);
  const left = convolved(two, c);
  return { steps: [a, two, left], left, right: convolved(a, convolved(b, c)) };
}

/** The names of the steps: f, f ⊛ g, … */
const names = ["f", "g", "k"].map((_, last, all): Formula => {
  const parts = all.slice(0, last + 1).flatMap((name, at) => [...(at > 0 ? [operator("⊛")] : []), symbol(name)]);
  return row(...parts);
});

export function foldView() {
  const strip = html("div", { class: "slide fold" });
  const words = html("p", { class: "quiet" });
  const element = html("div", {}, strip, words);

  function rowOf({ data }: Grid, name: Formula): HTMLElement[] {
    const most = Math.max(...data.map(Math.abs), 1e-9);
    const cells = Array.from(data, (value) =>
      html("div", { class: "cell" }, bar(value, most), html("span", { class: "cell-number" }, brief(value))),
    );
    const isSigned = data.some((value) => value < 0);
    return [
      html("div", { class: "slide-name quiet" }, typeset(name)),
      html("div", { class: `slide-row ${isSigned ? "signed" : ""}` }, ...cells),
    ];
  }

  return {
    element,
    paint(lists: Lists): void {
      const { steps, left, right } = threefold(lists);
      strip.style.setProperty("--columns", `${left.data.length}`);
      strip.replaceChildren(...steps.flatMap((step, at) => rowOf(step, names[at])));
      const isSame = listed(left.data) === listed(right.data);
      words.textContent = `Brackets make no difference: f ⊛ (g ⊛ k) is ${isSame ? "the same" : listed(right.data)}. Each list adds its length less one.`;
    },
  };
}
