/** Pictures of one's own: how to bring them, what was read of them, and the way back to MNIST. */
import "../styles/own.css";
import type { Actions } from "../actions.ts";
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { sequential } from "../look/scale.ts";
import { onThemeChange } from "../look/theme.ts";
import { createTile, paintTile } from "../look/tile.ts";
import type { PageState } from "../state.ts";
import type { Store } from "../store.ts";
import { dependingOn, type View } from "../view.ts";
import { chosen } from "./files.ts";
import { networkFor, reportWords, settingsForMnist, skippedWords } from "./own.ts";
import { mostClasses, type OwnFile, type OwnReport } from "./protocol.ts";

export interface OwnView {
  readonly view: View;
  /** Has the files read. */
  read(files: readonly OwnFile[]): void;
}

export function ownView(store: Store<PageState>, actions: Actions): OwnView {
  const { send } = actions;

  function read(files: readonly OwnFile[]): void {
    if (files.length === 0) return;
    const { run, own } = store.get();
    const { input, classes } = networkFor(run);
    store.set({ ...store.get(), own: { report: own.report, progress: { done: 0, total: files.length } } });
    send({ type: "readData", files, input, classes: Math.max(classes, mostClasses) });
  }

  function chooser(words: string, attributes: Readonly<Record<string, string>>): HTMLElement[] {
    const input = html("input", { type: "file", multiple: "", hidden: "", "aria-label": words, ...attributes });
    const button = html("button", { type: "button", class: "button own-choose" }, words);
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", () => {
      read(chosen(input.files!));
      // The same choice can be made again.
      input.value = "";
    });
    return [button, input];
  }

  const progress = html("progress", { class: "teach-progress", max: "1", "aria-label": "Reading" });
  const cancel = html("button", { type: "button", class: "link" }, "Cancel");
  cancel.addEventListener("click", () => send({ type: "stopReading" }));
  const progressWords = html("span", { class: "quiet" });
  const underway = html("div", { class: "own-underway" }, progressWords, progress, cancel);
  const failure = html("p", { class: "note", role: "alert" });
  const report = html("div", { class: "own-report" });
  const back = html("button", { type: "button", class: "link" }, "Use MNIST again");
  back.addEventListener("click", () => {
    const { settings, run } = store.get();
    actions.open(settingsForMnist(settings, run?.classes ?? 10));
  });
  byId("own").append(
    html("p", {}, "Drop files or a folder on the page, or choose them."),
    html("div", { class: "own-buttons" }, ...chooser("Files", {}), ...chooser("Folder", { webkitdirectory: "" })),
    html(
      "p",
      { class: "quiet" },
      "IDX files like MNIST’s, or a folder that has a folder of pictures for each class. They stay in this browser: nothing is uploaded, and the address does not hold them.",
    ),
    underway,
    failure,
    report,
    back,
  );

  const known = dependingOn(
    ({ own }) => [own.report],
    ({ own }) => report.replaceChildren(...(own.report ? reportOf(own.report) : [])),
  );
  onThemeChange(() => {
    const { own } = store.get();
    report.replaceChildren(...(own.report ? reportOf(own.report) : []));
  });

  return {
    read,
    view({ own, settings }) {
      underway.hidden = own.progress === undefined;
      if (own.progress) {
        progress.value = own.progress.done / own.progress.total;
        progressWords.textContent = `Reading ${count(own.progress.done)} of ${count(own.progress.total)}.`;
      }
      failure.hidden = own.failure === undefined;
      if (failure.textContent !== (own.failure ?? "")) failure.textContent = own.failure ?? "";
      known({ own } as PageState);
      back.hidden = settings.data !== "own";
    },
  };
}

function reportOf(report: OwnReport): HTMLElement[] {
  const [height, width] = report.size;
  const scale = sequential();
  const samples = report.samples.map(({ picture, label }) => {
    const tile = createTile(width, height);
    paintTile(tile, picture, 0, 255, scale);
    const { name } = report.classes[label];
    tile.setAttribute("role", "img");
    tile.setAttribute("aria-label", name);
    return html("li", {}, tile, html("small", {}, name));
  });
  const cell = (text: string | number) => html("td", {}, typeof text === "number" ? count(text) : text);
  const rows = report.classes.map(({ name, train, test }, label) =>
    html(
      "tr",
      {},
      html("th", { scope: "row" }, name === `${label}` ? name : `${label}: ${name}`),
      cell(train),
      cell(test),
    ),
  );
  const head = html("tr", {}, ...["Class", "To learn", "To test"].map((text) => html("th", { scope: "col" }, text)));
  return [
    ...reportWords(report).map((text) => html("p", {}, text)),
    html("ul", { class: "own-samples", "aria-label": "Some of them" }, ...samples),
    html("table", { class: "own-classes" }, html("thead", {}, head), html("tbody", {}, ...rows)),
    ...skippedWords(report).map((text) => html("p", { class: "note" }, text)),
  ];
}
