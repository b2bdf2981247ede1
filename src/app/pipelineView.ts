/** x → C¹ → P¹ → … → o, drawn to scale: every map a sheet, sides proportional to pixels; what is known is shown in it. */
import type { Recipe } from "../model/recipe.ts";
import { byId, html, svg } from "./elements.ts";
import { count } from "./format.ts";
import { partial, symbol, typeset } from "./math.ts";
import { sequential } from "./scale.ts";
import { type Stage, shapeWords } from "./stages.ts";
import { isRunning, type PageState } from "./state.ts";
import { onThemeChange } from "./theme.ts";
import { createTile, paintTile } from "./tile.ts";
import { updateFormula } from "./updateFormula.ts";
import { dependingOn, type View } from "./view.ts";

/** CSS pixels for one pixel of a map. */
const zoom = 2;
/** The stack of a stage's maps is this deep at most. */
const depth = 26;
/** Of the return line, for each step taken. */
const travelPerStep = 2.5;

export function pipelineView(networkOf: (preset: string) => { recipe: Recipe; stages: readonly Stage[] }): View {
  const place = byId("pipeline");
  let input: HTMLCanvasElement | undefined;
  let bars: SVGElement[] = [];
  let latest: PageState;

  function build({ settings }: PageState): void {
    const { recipe, stages } = networkOf(settings.preset);
    const total = stages.reduce((all, { parameters }) => all + parameters, 0);
    byId("network-title").textContent = recipe.input[1] > 1 ? "A network that learns to read digits" : "A network";
    byId("network-facts").textContent = `${settings.preset}, ${count(total)} parameters`;
    input = undefined;
    bars = [];
    const drawn = stages.flatMap((stage, i) => {
      const figure = html(
        "figure",
        { class: `stage stage-${stage.kind}` },
        html("div", { class: "stage-symbol" }, typeset(stage.symbol)),
        html("div", { class: "stage-picture" }, picture(stage, i === stages.length - 1)),
        html(
          "figcaption",
          {},
          html("span", { class: "shape" }, shapeWords(stage.shape)),
          html("span", {}, stage.words),
        ),
      );
      return i === 0 ? [figure] : [arrow(), figure];
    });
    place.replaceChildren(html("div", { class: "stages" }, ...drawn), returnLine(recipe));
  }

  function picture(stage: Stage, last: boolean): Element {
    if (stage.kind === "input" && stage.shape[1] > 1) {
      input = createTile(stage.shape[2], stage.shape[1]);
      return input;
    }
    if (stage.kind === "vector" || stage.kind === "input") {
      return last ? outputs(stage.shape[0]) : column(stage.shape[0]);
    }
    return sheets(stage.shape as [number, number, number]);
  }

  function outputs(classes: number): SVGElement {
    const pitch = Math.min(10, 90 / classes);
    const frame = svg("svg", { width: 44, height: classes * pitch, "aria-hidden": "true" });
    for (let i = 0; i < classes; i++) {
      const bar = svg("rect", { class: "o-bar", x: 12, y: i * pitch + 2, width: 0, height: pitch - 3 });
      const track = svg("rect", { class: "o-track", x: 12, y: i * pitch + 2, width: 32, height: pitch - 3 });
      frame.append(svg("text", { class: "o-digit", x: 5, y: (i + 1) * pitch - 1 }, `${i}`), track, bar);
      bars.push(bar);
    }
    return frame;
  }

  const paintInput = () => {
    if (!input) return;
    const blank = new Float32Array(input.width * input.height);
    paintTile(input, latest.drawing ?? blank, 0, 1, sequential());
  };
  const paintOutputs = () => {
    const best = latest.outputs ? Math.max(...latest.outputs) : 0;
    bars.forEach((bar, i) => {
      const output = latest.outputs?.[i] ?? 0;
      bar.setAttribute("width", `${32 * Math.min(1, Math.max(0, output))}`);
      bar.classList.toggle("best", output > 0 && output === best);
    });
  };
  onThemeChange(paintInput);

  const structure = dependingOn((state) => [state.settings.preset], build);
  const drawing = dependingOn((state) => [state.settings.preset, state.drawing], paintInput);
  const answer = dependingOn((state) => [state.settings.preset, state.outputs], paintOutputs);
  return (state) => {
    latest = state;
    structure(state);
    drawing(state);
    answer(state);
    if (isRunning(state)) place.style.setProperty("--travel", `${-travelPerStep * state.step}`);
  };
}

function sheets([maps, height, width]: readonly [number, number, number]): SVGElement {
  const shift = maps > 1 ? Math.min(4, depth / (maps - 1)) : 0;
  const reach = shift * (maps - 1);
  const frame = svg("svg", {
    width: width * zoom + reach + 1,
    height: height * zoom + reach + 1,
    "aria-hidden": "true",
  });
  for (let i = 0; i < maps; i++) {
    const [x, y] = [0.5 + i * shift, 0.5 + i * shift];
    frame.append(
      svg("rect", { class: shift < 2 ? "sheet close" : "sheet", x, y, width: width * zoom, height: height * zoom }),
    );
  }
  return frame;
}

/** A vector: a narrow column, longer the more features; cells are drawn while they can be told apart. */
function column(features: number): SVGElement {
  const height = Math.min(92, Math.max(12, 5.6 * Math.sqrt(features)));
  const frame = svg("svg", { width: 9, height: height + 1, "aria-hidden": "true" });
  frame.append(svg("rect", { class: "sheet", x: 0.5, y: 0.5, width: 8, height }));
  const cells = Math.min(features, 24);
  for (let i = 1; i < cells; i++) {
    const y = 0.5 + (height * i) / cells;
    frame.append(svg("line", { class: "sheet", x1: 0.5, x2: 8.5, y1: y, y2: y }));
  }
  return frame;
}

function arrow(): SVGElement {
  return svg(
    "svg",
    { class: "flow", viewBox: "0 0 16 96", preserveAspectRatio: "xMidYMid meet", "aria-hidden": "true" },
    svg("path", { class: "arrow", d: "M1 48h13M10 44l4 4-4 4" }),
  );
}

/** The way back: from the loss through every layer to the weights. */
function returnLine({ optimizer }: Recipe): HTMLElement {
  const line = svg(
    "svg",
    { class: "return-line", "aria-hidden": "true" },
    svg("line", { class: "arrow moving", x1: "100%", x2: 2, y1: 8, y2: 8 }),
    svg("path", { class: "arrow", d: "M6 4L2 8l4 4" }),
  );
  return html(
    "div",
    { class: "return" },
    html("div", { class: "update" }, typeset(updateFormula(optimizer)), html("small", {}, "update")),
    html("div", { class: "backward" }, line, html("small", {}, "gradients flow back")),
    html("div", { class: "backward" }, typeset(partial(symbol("L"), symbol("o"))), html("small", {}, "loss")),
  );
}
