/** The runs that are kept, beside the one on show: their figures, whose curves are drawn, notes. */

import "../styles/runs.css";
import { html } from "../look/elements.ts";
import { count, duration, figures, percent } from "../look/format.ts";
import { seldom } from "../look/seldom.ts";
import { lineSample } from "./lineSample.ts";
import { most, type RunRecord } from "./record.ts";
import type { Runs, RunsState } from "./runs.ts";

/** How a run is called, and what it has otherwise than the one on show. */
export interface Described {
  readonly name: string;
  readonly differs: string;
  /** Which data it is of; whether those are others than of the run on show; and whether they are there. */
  readonly data: string;
  readonly isOfOtherData: boolean;
  readonly canOpen: boolean;
}

export interface RunsViewOptions {
  readonly place: HTMLElement;
  readonly runs: Runs;
  /** In the order of the records. */
  readonly describe: (records: readonly RunRecord[]) => readonly Described[];
  readonly open: (record: RunRecord) => void;
}

/** Rows that are there before one asks for all, beside those whose curves are drawn. */
const FEW = 3;
/** Milliseconds: figures of a run that goes on are read, not watched. */
const BETWEEN = 500;

interface Row {
  readonly body: HTMLTableSectionElement;
  show(record: RunRecord, described: Described, style: number | undefined, isCurrent: boolean): void;
}

export function runsView({ place, runs, describe, open }: RunsViewOptions): void {
  const table = html("table", { "aria-labelledby": "runs-title" }, heads());
  const more = html("button", { type: "button", class: "link" });
  const undo = html("button", { type: "button", class: "link" });
  const mixed = html("p", { class: "note runs-mixed" });
  const forget = html("button", { type: "button", class: "link" }, "Delete all");
  const kept = html(
    "p",
    { class: "quiet" },
    `This browser keeps the last ${most} runs for you, and nobody else sees them: settings, curves, figures and notes; no weights, no drawings. Images a second are those of its last training, without tests; the time has them. `,
    forget,
  );
  place.replaceChildren(html("h2", { id: "runs-title" }, "Runs"), mixed, table, more, undo, kept);

  const rows = new Map<string, Row>();
  let isWhole = false;
  let state = runs.state.get();
  more.addEventListener("click", () => {
    isWhole = !isWhole;
    show(state);
  });
  undo.addEventListener("click", () => runs.undelete());
  forget.addEventListener("click", () => runs.delete(state.records.filter(({ id }) => id !== state.current?.id)));

  function show(next: RunsState): void {
    state = next;
    const { records, current, drawn, deleted } = next;
    const others = records.filter(({ id }) => id !== current?.id);
    place.hidden = others.length === 0 && deleted.length === 0;
    if (place.hidden) return;
    const all = current === undefined ? others : [current, ...others];
    const described = describe(all);
    const shown = isWhole ? all : all.filter(({ id }, i) => i < FEW || drawn.has(id));
    for (const [id, { body }] of rows) {
      if (shown.some((record) => record.id === id)) continue;
      body.remove();
      rows.delete(id);
    }
    shown.forEach((record, i) => {
      const row = rows.get(record.id) ?? createRow(record.id);
      rows.set(record.id, row);
      row.show(record, described[all.indexOf(record)], drawn.get(record.id), record === current);
      // Only what stands elsewhere is moved: moving takes the focus away.
      if (table.tBodies[i] !== row.body) table.insertBefore(row.body, table.tBodies[i] ?? null);
    });
    const strangers = described.filter(({ isOfOtherData }, i) => isOfOtherData && drawn.has(all[i].id));
    mixed.hidden = strangers.length === 0;
    text(mixed, mixedWords(strangers));
    table.hidden = all.length === 0;
    more.hidden = all.length === 0;
    more.setAttribute("aria-expanded", `${isWhole}`);
    const whole = all.length > shown.length ? `All ${count(all.length)} runs, with when and where` : "When and where";
    more.textContent = isWhole ? "Show less" : whole;
    undo.hidden = deleted.length === 0;
    undo.textContent = `Undo: bring back ${deleted.length === 1 ? "the run" : `${count(deleted.length)} runs`}`;
    forget.hidden = others.length === 0;
  }

  function createRow(id: string): Row {
    const box = html("input", { type: "checkbox" });
    const sample = html("span", { class: "run-line" });
    const number = html("span", { class: "run-number" });
    const name = html("span", { class: "run-name" });
    const cells = Array.from({ length: 5 }, () => html("td"));
    const data = html("span", { class: "run-data" });
    const differs = html("span", { class: "run-differs" });
    const made = html("p", { class: "run-made" });
    const note = html("input", { type: "text", maxlength: "200", placeholder: "Write a note", class: "run-note" });
    const go = html("button", { type: "button", class: "link" }, "Open");
    const remove = html("button", { type: "button", class: "link" }, "Delete");
    const label = html("label", {}, box, sample, number, name);
    const first = html("tr", {}, html("th", { scope: "row" }, label), ...cells);
    const about = html("div", { class: "run-about" }, data, differs, note, go, remove);
    const body = html("tbody", {}, first, html("tr", {}, html("td", { colspan: "6" }, about, made)));
    const find = () => [...state.records, ...(state.current ? [state.current] : [])].find((one) => one.id === id);
    box.addEventListener("change", () => runs.draw(id, box.checked));
    note.addEventListener("change", () => runs.note(id, note.value.trim()));
    go.addEventListener("click", () => open(find()!));
    remove.addEventListener("click", () => runs.delete(state.records.filter((one) => one.id === id)));

    function show(
      record: RunRecord,
      { name: words, differs: other, data: of, canOpen }: Described,
      style: number | undefined,
      isCurrent: boolean,
    ): void {
      const called = `run ${record.number}, ${words}`;
      text(number, `${record.number}`);
      text(name, words);
      text(data, of);
      text(differs, isCurrent ? "on show" : canOpen ? other : `${other}; to open it, choose its pictures at Data`);
      box.setAttribute("aria-label", `Draw ${called}`);
      box.checked = isCurrent || style !== undefined;
      box.disabled = isCurrent;
      box.classList.toggle("always", isCurrent);
      sample.replaceChildren(...(isCurrent || style !== undefined ? [lineSample(style)] : []));
      figuresOf(record).forEach((figure, i) => text(cells[i], figure));
      text(made, madeWords(record));
      made.hidden = !isWhole;
      if (document.activeElement !== note) note.value = record.note;
      note.setAttribute("aria-label", `Note on ${called}`);
      go.setAttribute("aria-label", `Open ${called}`);
      remove.setAttribute("aria-label", `Delete ${called}`);
      go.hidden = isCurrent || !canOpen;
      remove.hidden = isCurrent;
    }
    return { body, show };
  }

  const showSeldom = seldom(BETWEEN, show);
  runs.state.subscribe((next) => {
    // What a person has done shows at once; the run on show may wait.
    showSeldom(next, next.records !== state.records || next.drawn !== state.drawn || next.deleted !== state.deleted);
  });
}

function mixedWords(strangers: readonly Described[]): string {
  const names = strangers.map(({ name, data }) => (name.includes(data) ? name : `${name} on ${data}`));
  return `Drawn with it, of other data: ${[...new Set(names)].join("; ")}. Accuracies on different test sets do not compare.`;
}

function heads(): HTMLTableSectionElement {
  const names = ["Run", "Test", "Batch loss", "Steps", "Images/s", "Time"];
  return html("thead", {}, html("tr", {}, ...names.map((name) => html("th", { scope: "col" }, name))));
}

function figuresOf({ testAccuracy, loss, step, imagesPerSecond, seconds }: RunRecord): string[] {
  return [
    testAccuracy === undefined ? "–" : percent(testAccuracy),
    loss === undefined ? "–" : figures(loss),
    count(step),
    imagesPerSecond ? count(Number(imagesPerSecond.toPrecision(3))) : "–",
    duration(seconds),
  ];
}

const when = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

function madeWords({ date, device, weightsSha256 }: RunRecord): string {
  return [when.format(date), device, weightsSha256 ? `${weightsSha256.slice(0, 8)}…` : ""].filter(Boolean).join(", ");
}

/** Writing the same text again would still cost the browser a layout. */
function text(element: HTMLElement, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}
