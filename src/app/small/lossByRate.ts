/** η by a slider, and what a step with each η would make of the loss: of this point, and of all. */
import { html, svg } from "../look/elements.ts";
import { figures } from "../look/format.ts";
import { roundLimit } from "../look/scale.ts";
import { forward, meanLoss, type Nine, type Sample, stepped } from "./twoNeurons.ts";

/** The slider's ends, as powers of ten, and how many η the curves are drawn through. */
const [least, most] = [-2, 2];
const curvePoints = 49;
const height = 92;
/** Half of the slider's knob: its middle stands above the curve's place. */
const inset = 8;

/** The losses that a step along these derivatives leaves. */
export function lossesAfter(weights: Nine, slopes: Nine, eta: number, sample: Sample, all: readonly Sample[]) {
  const after = stepped(weights, slopes, eta);
  return { sample: forward(after, sample).loss, all: meanLoss(after, all) };
}

export interface LossByRate {
  readonly element: HTMLElement;
  paint(weights: Nine, slopes: Nine, eta: number, sample: Sample, all: readonly Sample[]): void;
}

/** @param choose is told of another η */
export function lossByRate(choose: (eta: number) => void): LossByRate {
  const slider = html("input", { type: "range", id: "small-eta", min: "0", max: "400", step: "1" });
  const output = html("span", { class: "rate-value" });
  const label = html(
    "label",
    { for: "small-eta" },
    html("span", { class: "math" }, html("i", {}, "η")),
    " learning rate ",
  );
  const curves = svg("svg", { class: "rate-curves", "aria-hidden": "true", height });
  const top = html("span", { class: "quiet rate-top" });
  const legend = html(
    "p",
    { class: "quiet rate-legend" },
    html("span", {}, "Loss after the step, for every η: "),
    html("span", { class: "is-sample" }, "this point"),
    ", ",
    html("span", { class: "is-all" }, "all points"),
    "; dotted: before.",
  );
  const ends = html(
    "p",
    { class: "quiet rate-ends" },
    html("span", {}, "0.01"),
    html("span", {}, "1"),
    html("span", {}, "100"),
  );
  const element = html("div", { class: "rate" }, html("div", { class: "rate-label" }, label, output), slider);
  element.append(html("div", { class: "rate-chart" }, curves, top), ends, legend);
  const share = (eta: number) => (Math.log10(eta) - least) / (most - least);
  slider.addEventListener("input", () => {
    choose(10 ** (least + (slider.valueAsNumber / 400) * (most - least)));
  });

  return {
    element,
    paint(weights, slopes, eta, sample, all) {
      if (document.activeElement !== slider) slider.value = `${Math.round(400 * share(eta))}`;
      slider.setAttribute("aria-valuetext", figures(eta));
      output.textContent = figures(eta);
      const etas = Array.from(
        { length: curvePoints },
        (_, k) => 10 ** (least + (k / (curvePoints - 1)) * (most - least)),
      );
      const losses = etas.map((at) => lossesAfter(weights, slopes, at, sample, all));
      const before = { sample: forward(weights, sample).loss, all: meanLoss(weights, all) };
      const greatest = Math.max(
        before.sample,
        before.all,
        ...losses.map(({ sample: own, all: mean }) => Math.max(own, mean)),
      );
      const limit = roundLimit(greatest);
      const width = Math.max(120, curves.clientWidth);
      const x = (eta: number) => inset + share(eta) * (width - 2 * inset);
      const y = (loss: number) => height - 2 - (loss / limit) * (height - 10);
      curves.setAttribute("viewBox", `0 0 ${width} ${height}`);
      top.textContent = figures(limit);
      const line = (of: "sample" | "all") =>
        svg("polyline", {
          class: `is-${of} after`,
          points: losses.map((loss, k) => `${x(etas[k]).toFixed(1)},${y(loss[of]).toFixed(1)}`).join(" "),
        });
      const level = (of: "sample" | "all") =>
        svg("line", { class: `is-${of} before`, x1: inset, x2: width - inset, y1: y(before[of]), y2: y(before[of]) });
      const now = lossesAfter(weights, slopes, eta, sample, all);
      const dot = (of: "sample" | "all") => svg("circle", { class: `is-${of} now`, cx: x(eta), cy: y(now[of]), r: 4 });
      curves.replaceChildren(
        svg("line", { class: "axis", x1: inset, x2: width - inset, y1: height - 2, y2: height - 2 }),
        svg("line", { class: "eta", x1: x(eta), x2: x(eta), y1: 0, y2: height }),
        level("all"),
        level("sample"),
        line("all"),
        line("sample"),
        dot("all"),
        dot("sample"),
      );
    },
  };
}
