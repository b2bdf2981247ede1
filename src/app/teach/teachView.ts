/** Teach it my hand: what a drawing really is, the drawings so described, and what teaching them did. */
import "../styles/teach.css";
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { count, percent } from "../look/format.ts";
import { sequential } from "../look/scale.ts";
import { onThemeChange } from "../look/theme.ts";
import { createTile, paintTile } from "../look/tile.ts";
import { className } from "../own/own.ts";
import { canTeach, type PageState } from "../state.ts";
import type { Store } from "../store.ts";
import { dependingOn, type View } from "../view.ts";
import { drop, type Lessons, progressWords, type Taken, take, verdict } from "./lessons.ts";

/** Side of a drawing as the networks that it can be taught see it. */
const side = 28;

export function teachView(store: Store<PageState>, actions: Actions): View {
  const { send } = actions;
  const change = (lessons: Lessons) => store.set({ ...store.get(), lessons });

  const labels = html("div", { class: "labels", role: "group", "aria-label": "What the drawing is" });
  const question = html("div", { class: "question" }, html("span", {}, "Wrong? It is a"), labels);
  const list = html("ul", { class: "taken", "aria-label": "Drawings to teach" });
  const teach = html("button", { type: "button", class: "button" });
  const words = html("p", { class: "teach-words", "aria-live": "polite" });
  const progress = html("progress", { class: "teach-progress", max: "1", "aria-label": "Teaching" });
  const cancel = html("button", { type: "button", class: "link" }, "Cancel");
  const undo = html("button", { type: "button", class: "link" }, "Undo");
  const underway = html("div", { class: "teach-underway" }, progress, cancel);
  const row = html("div", { class: "teach-row" }, teach, html("div", {}, words, underway, undo));
  byId("teach").append(question, list, row);

  function say(label: number): void {
    const { drawing, outputs, lessons } = store.get();
    if (!(drawing && outputs && canTeach(store.get()))) return;
    change(take(lessons, drawing, label, outputs));
    // Now somebody has said what it is: loss and gradients are those of that answer.
    actions.lookAt({ from: "drawing", picture: drawing, label });
  }

  teach.addEventListener("click", () => {
    const { lessons, visiting } = store.get();
    if (!canTeach(store.get())) return;
    // What is taught is the network of now.
    if (visiting !== undefined) actions.visit(undefined);
    actions.pause();
    change({ ...lessons, progress: { part: "before", done: 0, total: 1 }, note: undefined });
    // How far it is, and Cancel, may lie beyond the edge.
    requestAnimationFrame(() => row.scrollIntoView({ block: "nearest" }));
    send({
      type: "teach",
      lessons: lessons.taken.map(({ drawing, label }) => ({
        picture: Uint8Array.from(drawing, (value) => Math.round(255 * value)),
        label,
      })),
    });
  });
  cancel.addEventListener("click", () => send({ type: "pause" }));
  undo.addEventListener("click", () => send({ type: "unteach" }));
  document.querySelector(".pad-surface")!.addEventListener("keydown", (event) => {
    const { key, ctrlKey, metaKey, altKey } = event as KeyboardEvent;
    if (/^\d$/.test(key) && !(ctrlKey || metaKey || altKey) && Number(key) < labels.childElementCount) say(Number(key));
  });

  const buttons = dependingOn(
    ({ run, own, settings }) => [run?.classes, own.report, settings.data],
    (state) => {
      const all = Array.from({ length: state.run?.classes ?? 10 }, (_, label) => {
        const button = html("button", { type: "button", class: "label" }, className(state, label));
        button.addEventListener("click", () => say(label));
        return button;
      });
      labels.replaceChildren(...all);
    },
  );

  const name = (label: number) => className(store.get(), label);

  function item(one: Taken, isBusy: boolean): HTMLElement {
    const tile = createTile(side, side);
    paintTile(tile, one.drawing, 0, 1, sequential());
    tile.setAttribute("role", "img");
    tile.setAttribute("aria-label", `Your drawing of a ${name(one.label)}`);
    const forget = html(
      "button",
      { type: "button", class: "forget", "aria-label": `Forget this ${name(one.label)}` },
      "×",
    );
    forget.disabled = isBusy;
    forget.addEventListener("click", () => change(drop(store.get().lessons, one)));
    const small = html("small", {}, `is ${name(one.label)}`, html("br"), verdict(one, name));
    return html("li", {}, html("div", { class: "taken-picture" }, tile, forget), small);
  }

  const drawings = dependingOn(
    ({ lessons }) => [lessons.taken, lessons.progress === undefined],
    ({ lessons }) => list.replaceChildren(...lessons.taken.map((one) => item(one, lessons.progress !== undefined))),
  );
  onThemeChange(() => {
    const { taken, progress: now } = store.get().lessons;
    list.replaceChildren(...taken.map((one) => item(one, now !== undefined)));
  });

  return (state) => {
    const { lessons, drawing, outputs, step } = state;
    const { taken, progress: now, result, note } = lessons;
    byId("teach").hidden = byId("drawing").hidden || (taken.length === 0 && note === undefined && !drawing);
    question.hidden = !drawing || !outputs || step === 0;
    buttons(state);
    const said = taken.find((one) => one.drawing === drawing);
    [...labels.children].forEach((button, label) => {
      button.ariaPressed = `${said?.label === label}`;
    });
    drawings(state);
    row.hidden = taken.length === 0 && note === undefined;
    teach.hidden = taken.length === 0;
    teach.textContent = taken.length === 1 ? "Teach it this drawing" : `Teach it these ${count(taken.length)}`;
    teach.ariaDisabled = `${!canTeach(state)}`;
    underway.hidden = now === undefined;
    if (now) progress.value = now.done / now.total;
    undo.hidden = now !== undefined || result?.step !== step || state.phase === "opening";
    const text = wordsFor(lessons, step);
    if (words.textContent !== text) words.textContent = text;
    words.classList.toggle("quiet", result === undefined);
  };
}

function wordsFor({ progress, result, note, taken }: Lessons, step: number): string {
  if (progress) return `${progressWords(progress)}.`;
  if (note !== undefined) return note;
  if (result) {
    return `Test accuracy ${percent(result.accuracyBefore)} → ${percent(result.accuracyAfter)}.${result.accuracyAfter < result.accuracyBefore - 0.01 ? " It has forgotten something for it: Undo, or teach it several drawings at once." : ""}`;
  }
  if (step === 0) return "Train it first: it knows nothing yet.";
  return taken.length < 3
    ? "A few seconds, all layers. More drawings teach it better."
    : "A few seconds, all layers, among pictures that it knows.";
}
