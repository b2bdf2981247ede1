/** The plan of a training step as a picture: a bar for each dispatch, where in the step it begins and how long it takes. */
import { waterfall } from "../../plan/waterfall.ts";
import { html } from "../look/elements.ts";
import { bytesWords, count, figures } from "../look/format.ts";
import type { ArrayDescription, DispatchDescription, EngineDescription, Measured } from "./protocol.ts";

const shapeWords = (shape: readonly number[]) => shape.join("×");

/** A time as people read it. */
export function timeWords(ms: number): string {
  return ms < 1 ? `${figures(1000 * ms)}\u202fµs` : `${figures(ms)}\u202fms`;
}

/** Arithmetic as people read it: 1.46 MFLOP. */
export function flopWords(flops: number): string {
  const [divisor, unit] = flops >= 1e9 ? [1e9, "G"] : flops >= 1e6 ? [1e6, "M"] : [1e3, "k"];
  return `${figures(flops / divisor)}\u202f${unit}FLOP`;
}

function arrayList(arrays: readonly ArrayDescription[]): string {
  return arrays
    .map(({ name, shape, buffer }) => `${name} ${shapeWords(shape)}${buffer === name ? "" : ` in ${buffer}`}`)
    .join("; ");
}

function detailsOf(dispatch: DispatchDescription, measuredMs: number | undefined): HTMLElement {
  const { kernel, workgroups, lanes, operations, reads, writes, flops, bytes, predictedMs, limit, stage } = dispatch;
  const facts = {
    Computes: operations.map(({ op, layer }) => `${op} of ${layer}`).join(", "),
    Kernel: kernel,
    Grid: `${shapeWords(workgroups)} workgroups of ${lanes}`,
    Stage: `${stage}`,
    Arithmetic: flopWords(flops),
    Memory: `${bytesWords(bytes)} read and written`,
    Predicted: `${timeWords(predictedMs)}, mostly ${limit}`,
    ...(measuredMs === undefined ? {} : { Measured: timeWords(measuredMs) }),
    Reads: arrayList(reads),
    Writes: arrayList(writes),
  };
  return html(
    "dl",
    { class: "facts plan-facts" },
    ...Object.entries(facts).map(([name, words]) => html("div", {}, html("dt", {}, name), html("dd", {}, words))),
  );
}

export function planSection() {
  const summary = html("p", { class: "quiet" }, "Looking at the plan.");
  const key = html(
    "p",
    { class: "plan-key quiet" },
    ...["forward", "backward", "update"].flatMap((phase) => [
      html("span", { class: `swatch is-${phase}` }),
      `${phase} `,
    ]),
  );
  const list = html("ol", { class: "plan" });
  const element = html(
    "section",
    { class: "engine-plan", "aria-labelledby": "plan-title" },
    html("h3", { id: "plan-title" }, "One training step, dispatch by dispatch"),
    summary,
    key,
    list,
  );
  let plan: EngineDescription["plan"];
  let measured: ReadonlyMap<string, number> = new Map();
  /** Labels of those that are open. */
  const open = new Set<string>();

  function row(
    dispatch: DispatchDescription,
    ms: number,
    { start, length }: { start: number; length: number },
  ): HTMLLIElement {
    const { label, phase } = dispatch;
    const bar = html("span", { class: `plan-bar is-${phase}` });
    bar.style.marginInlineStart = `${100 * start}%`;
    bar.style.width = `${100 * length}%`;
    const button = html(
      "button",
      { type: "button", class: "plan-row", "aria-expanded": `${open.has(label)}` },
      html("span", { class: "plan-label" }, label),
      html("span", { class: "plan-track", "aria-hidden": "true" }, bar),
      html("span", { class: "plan-time" }, timeWords(ms)),
    );
    const item = html("li", {}, button);
    const fill = () => {
      item.querySelector("dl")?.remove();
      if (open.has(label)) item.append(detailsOf(dispatch, measured.get(label)));
    };
    button.addEventListener("click", () => {
      if (!open.delete(label)) open.add(label);
      button.setAttribute("aria-expanded", `${open.has(label)}`);
      fill();
    });
    fill();
    return item;
  }

  function draw(): void {
    list.hidden = key.hidden = plan === undefined;
    if (plan === undefined) return;
    const { dispatches, batch, buffers, bytes, profile } = plan;
    // Measured times of all of them, or none: two kinds are not drawn beside each other.
    const isMeasured = dispatches.every(({ label }) => measured.has(label));
    const times = dispatches.map(({ label, predictedMs }) => (isMeasured ? measured.get(label)! : predictedMs));
    const { bars, total } = waterfall(dispatches, times);
    const flops = dispatches.reduce((sum, dispatch) => sum + dispatch.flops, 0);
    summary.textContent =
      `${count(dispatches.length)} dispatches for ${count(batch)} pictures: ${flopWords(flops)}, ${bytesWords(bytes)} in ${count(buffers)} buffers. ` +
      (isMeasured
        ? `Measured: ${timeWords(total)} a step.`
        : `Predicted for ${profile}: ${timeWords(total)} a step. Measure below.`);
    list.replaceChildren(...dispatches.map((dispatch, at) => row(dispatch, times[at], bars[at])));
  }

  return {
    element,
    show(description: EngineDescription): void {
      plan = description.plan;
      measured = new Map();
      if (plan === undefined)
        summary.textContent = "On the CPU reference nothing is planned: it computes one operation after the other.";
      draw();
    },
    showMeasured({ rows }: Measured): void {
      measured = new Map(rows.map(({ label, ms }) => [label, ms]));
      draw();
    },
    showNone(words: string): void {
      plan = undefined;
      summary.textContent = words;
      draw();
    },
  };
}
