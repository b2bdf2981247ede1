/** Save, Load, Copy link, Export: what is kept of a run and handed on, and what came of asking for it. */
import type { Actions } from "../actions.ts";
import { lazy } from "../lazy.ts";
import { download } from "../look/download.ts";
import { byId, html } from "../look/elements.ts";
import { count } from "../look/format.ts";
import { hasNetwork, type PageState } from "../state.ts";
import { dependingOn, type View } from "../view.ts";
import { linkOf } from "./link.ts";
import { copiedWords } from "./words.ts";

export function keepView(actions: Actions): View {
  const save = byId<HTMLButtonElement>("save");
  const exporting = byId<HTMLButtonElement>("export");
  const words = byId("keep-words");
  const chooser = html("input", { type: "file", accept: ".safetensors,.onnx", hidden: "" });
  words.before(chooser);
  const place = byId("export-place");
  const loader = lazy(
    words,
    () => import("./loadWeights.ts"),
    ({ loadWeights }) => loadWeights,
  );
  const exporter = lazy(
    place,
    () => import("./exportView.ts"),
    ({ showExport }) => showExport,
  );
  let state: PageState;
  for (const id of ["load", "copy-link"]) byId<HTMLButtonElement>(id).disabled = false;

  /** Where the run stood when the words were of a link to it. */
  let copiedIn: string | undefined;
  const standing = ({ phase, weightsSha256 }: PageState) => `${phase} ${weightsSha256}`;

  function say(...parts: readonly (string | HTMLElement)[]): void {
    copiedIn = undefined;
    words.replaceChildren(...parts.map((part) => (typeof part === "string" ? html("p", {}, part) : part)));
    // It may lie beyond the edge.
    if (parts.length > 0) words.scrollIntoView({ block: "nearest" });
  }

  save.addEventListener("click", async () => {
    const { filename, bytes } = await actions.weightsFile();
    download(filename, bytes);
    if (state.visiting !== undefined)
      say(`Saved: the network as it is now, not that of step ${count(state.visiting)}, which is on show.`);
  });

  byId("copy-link").addEventListener("click", async () => {
    const { link, what } = linkOf(state);
    try {
      await navigator.clipboard.writeText(link);
      say(copiedWords(what, state.weightsStep ?? 0));
      copiedIn = standing(state);
    } catch {
      // Also where there is no clipboard at all: without https.
      const field = html("input", { readonly: "", value: link, "aria-label": "Link to this run" });
      say("The browser does not let this page copy. Copy the link from here:", field);
      field.select();
    }
  });

  async function load(file: File): Promise<void> {
    say(`Reading ${file.name}.`);
    try {
      const loadWeights = await loader();
      await loadWeights(file, () => state, actions, say);
    } catch (error) {
      say(`${file.name} could not be read: ${error instanceof Error ? error.message : error}`);
    }
  }

  byId("load").addEventListener("click", () => chooser.click());
  chooser.addEventListener("change", () => {
    const [file] = chooser.files ?? [];
    // So that the same file can be chosen again.
    if (file) void load(file).finally(() => Object.assign(chooser, { value: "" }));
  });
  // Before anybody else: other files that are dropped are pictures.
  addEventListener(
    "drop",
    (event) => {
      const file = Array.from(event.dataTransfer?.files ?? []).find(({ name }) => /\.(safetensors|onnx)$/.test(name));
      if (file === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      document.body.classList.remove("dropping");
      words.scrollIntoView({ block: "nearest" });
      void load(file);
    },
    true,
  );

  exporting.addEventListener("click", async () => {
    place.hidden = !place.hidden;
    exporting.ariaExpanded = `${!place.hidden}`;
    if (place.hidden) return;
    const showExport = await exporter();
    await showExport(place, () => state, actions);
  });

  const closing = dependingOn(
    ({ run }) => [run],
    () => {
      // What it offers is of the network that was there when it was opened.
      place.hidden = true;
      exporting.ariaExpanded = "false";
    },
  );

  return (now) => {
    state = now;
    closing(now);
    // What was said of a link is true as long as nothing goes on.
    if (copiedIn !== undefined && copiedIn !== standing(now)) say();
    save.disabled = exporting.disabled = !hasNetwork(now);
    byId("hash").textContent = now.weightsSha256 ? `SHA-256 ${now.weightsSha256.slice(0, 8)}…` : "";
  };
}
