/** The roofline chart: measured when one asks for it, with what `bench kernels` measures. */
import { html, svg } from "../look/elements.ts";
import { count, figures, percent, scientific } from "../look/format.ts";
import type { Message, Request } from "../protocol.ts";
import { isRunning, type PageState } from "../state.ts";
import { timeWords } from "./planSection.ts";
import type { Measured, Phase } from "./protocol.ts";
import { axesOf, dotsOf, roofLine } from "./roofline.ts";

/** Of the drawing, in its own units; the style sheet makes it as wide as there is room. */
const [width, height] = [640, 360];
const edge = { left: 56, right: 16, top: 12, bottom: 44 };

const xAt = (share: number) => edge.left + share * (width - edge.left - edge.right);
const yAt = (share: number) => height - edge.bottom - share * (height - edge.top - edge.bottom);

/** A dispatch by its phase: told apart by shape as well as by hue, which not every eye does. */
function phaseMark(phase: Phase, x: number, y: number, ...inside: Element[]): SVGElement {
  const [left, top] = [x - 5, y - 5];
  const outlines: Record<Phase, string> = {
    forward: `M${left} ${y}a5 5 0 1 0 10 0a5 5 0 1 0 -10 0z`,
    backward: `M${x} ${top}l6 10h-12z`,
    update: `M${left} ${top}h10v10h-10z`,
  };
  return svg("path", { d: outlines[phase], class: `mark is-${phase}` }, ...inside);
}

function phaseKey(): HTMLElement {
  const phases: readonly Phase[] = ["forward", "backward", "update"];
  const parts = phases.flatMap((phase) => [
    svg("svg", { width: 14, height: 12, "aria-hidden": "true" }, phaseMark(phase, 7, 6)),
    ` ${phase} `,
  ]);
  return html("p", { class: "roofline-key quiet" }, ...parts);
}

/** A power of ten, as an axis writes it. */
function tickWords(value: number): string {
  return value >= 1e5 || value < 1e-3 ? scientific(value, 0) : `${value}`;
}

function chart(measured: Measured): SVGElement {
  const { x, y } = axesOf(measured);
  const { flops, bandwidth } = measured.roofs;
  const text = (at: readonly [number, number], words: string, anchor = "middle") =>
    svg("text", { x: at[0], y: at[1], "text-anchor": anchor }, words);
  const grid = [
    ...x.ticks.flatMap((tick) => [
      svg("line", { class: "grid", x1: xAt(x.at(tick)), x2: xAt(x.at(tick)), y1: yAt(0), y2: yAt(1) }),
      text([xAt(x.at(tick)), height - edge.bottom + 16], tickWords(tick)),
    ]),
    ...y.ticks.flatMap((tick) => [
      svg("line", { class: "grid", x1: xAt(0), x2: xAt(1), y1: yAt(y.at(tick)), y2: yAt(y.at(tick)) }),
      text([edge.left - 8, yAt(y.at(tick)) + 4], tickWords(tick), "end"),
    ]),
  ];
  const roof = roofLine(measured.roofs, x, y).map(([a, b]) => [xAt(a), yAt(b)] as const);
  const dots = dotsOf(measured).map(({ label, phase, intensity, gflops }) => {
    const words = `${label}: ${figures(gflops)} GFLOP/s at ${figures(intensity)} FLOP a byte`;
    return phaseMark(phase, xAt(x.at(intensity)), yAt(Math.max(0, y.at(gflops))), svg("title", {}, words));
  });
  return svg(
    "svg",
    {
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": `Roofline: ${dots.length} dispatches under ${figures(flops / 1e9)} GFLOP/s and ${figures(bandwidth / 1e9)} GB/s`,
    },
    ...grid,
    svg("polyline", { class: "roof", points: roof.map((point) => point.join()).join(" ") }),
    text([xAt(1) - 4, roof[2][1] - 6], `${figures(flops / 1e9)} GFLOP/s`, "end"),
    text([roof[0][0] + 24, roof[0][1] + 8], `${figures(bandwidth / 1e9)} GB/s`, "start"),
    ...dots,
    text([xAt(0.5), height - 8], "arithmetic intensity, FLOP a byte"),
    svg("text", { transform: `translate(12 ${yAt(0.5)}) rotate(-90)`, "text-anchor": "middle" }, "GFLOP/s"),
  );
}

/** The same as a table, for whoever cannot see the dots or wants the numbers. */
function table({ rows }: Measured): HTMLElement {
  const head = ["dispatch", "time", "GFLOP/s", "GB/s", "of the roof", "roof", "error, of its bound"];
  return html(
    "div",
    { class: "engine-table", role: "region", "aria-label": "The measured numbers", tabindex: "0" },
    html(
      "table",
      {},
      html("thead", {}, html("tr", {}, ...head.map((words) => html("th", { scope: "col" }, words)))),
      html(
        "tbody",
        {},
        ...rows.map(({ label, ms, gflops, gbs, shareOfPeak, roof, worst }) =>
          html(
            "tr",
            {},
            html("th", { scope: "row" }, label),
            ...[
              timeWords(ms),
              figures(gflops),
              figures(gbs),
              percent(shareOfPeak),
              roof,
              worst === undefined ? "–" : percent(worst),
            ].map((words) => html("td", {}, words)),
          ),
        ),
      ),
    ),
  );
}

export function rooflineSection(send: (request: Request) => void) {
  const button = html("button", { type: "button", class: "button" }, "Measure");
  const words = html("p", { class: "quiet", "aria-live": "polite" });
  const progress = html("progress", { "aria-label": "Measuring", hidden: "" });
  const place = html("div", { class: "roofline" });
  const element = html(
    "section",
    { "aria-labelledby": "roofline-title" },
    html("h3", { id: "roofline-title" }, "How near to what this device can do"),
    html(
      "p",
      { class: "quiet" },
      "Each dispatch is timed by itself, compared with the reference, and set under two measured roofs: arithmetic and memory.",
    ),
    html("div", { class: "engine-measure" }, button, progress, words),
    place,
  );
  let measuring = false;
  /** Not known until the network is there. */
  let hasGpu: boolean | undefined;
  let busy = false;

  function show(now: string): void {
    button.textContent = measuring ? "Stop" : "Measure";
    button.ariaDisabled = `${!measuring && (busy || !hasGpu)}`;
    progress.hidden = !measuring;
    words.textContent = now;
  }

  function idleWords(): string {
    if (hasGpu === undefined) return "Waiting for the network.";
    if (!hasGpu) return "There is nothing to time on the CPU reference.";
    return busy ? "Pause first: both would share the device." : "Takes some seconds, on a software adapter a minute.";
  }

  button.addEventListener("click", () => {
    if (measuring) {
      send({ type: "stopMeasuring" });
      show("Stopping after the dispatch under way.");
    } else if (hasGpu && !busy) {
      measuring = true;
      progress.removeAttribute("value");
      show("Beginning.");
      send({ type: "measureKernels" });
    }
  });

  return {
    element,
    receive(message: Message): void {
      if (message.type === "measuring") {
        const { what, done, total } = message;
        if (total > 0) progress.value = done / total;
        else progress.removeAttribute("value");
        show(total > 0 ? `${what}: ${count(done)} of ${count(total)}.` : `${what}.`);
      } else if (message.type === "measured") {
        measuring = false;
        const { measured } = message;
        place.replaceChildren(phaseKey(), chart(measured), table(measured));
        const worst = measured.rows.toSorted((a, b) => b.ms - a.ms)[0];
        show(
          `${worst.label} takes most of the time: ${timeWords(worst.ms)}, at ${percent(worst.shareOfPeak)} of its roof.`,
        );
      } else if (message.type === "measuringEnded") {
        measuring = false;
        show(
          message.reason === undefined ? "Stopped: nothing was kept." : `${message.reason} Press Measure to try again.`,
        );
      }
    },
    follow(state: PageState): void {
      const [gpu, running] = [
        state.run && state.run.device.kind === "gpu" && state.phase !== "lost" && state.phase !== "failed",
        isRunning(state),
      ];
      if (measuring && running && !busy) send({ type: "stopMeasuring" });
      const changed = gpu !== hasGpu || running !== busy;
      [hasGpu, busy] = [gpu, running];
      if (changed && !measuring && place.childElementCount === 0) show(idleWords());
      else if (changed) button.ariaDisabled = `${!measuring && (busy || !hasGpu)}`;
    },
    /** Another network is at hand: what was measured is not its. */
    forget(): void {
      if (measuring) send({ type: "stopMeasuring" });
      place.replaceChildren();
      if (!measuring) show(idleWords());
    },
  };
}
