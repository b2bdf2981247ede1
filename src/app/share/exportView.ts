/** Exports the network as one file that answers drawings by itself. Imported when it is first asked for. */

import { drawn, type ExportedRun, toBase64, withRun } from "../../exchange/page/exportedRun.ts";
import type { Actions } from "../actions.ts";
import { download } from "../look/download.ts";
import { html } from "../look/elements.ts";
import { bytesWords } from "../look/format.ts";
import { deviceName } from "../recipe/deviceName.ts";
import type { PageState } from "../state.ts";
import { linkOf } from "./link.ts";
import { convert } from "./onnx.ts";

/** Offers the files in a place of the page, and says how large they will be. */
export async function showExport(place: HTMLElement, state: () => PageState, actions: Actions): Promise<void> {
  const { run } = state();
  if (run === undefined) {
    place.replaceChildren(said("There is no network yet: there is nothing to export."));
    return;
  }
  const forDrawings = html("div", { class: "export-kind" });
  const onnx = html("div", { class: "export-kind" });
  place.replaceChildren(forDrawings, onnx);
  offer(
    onnx,
    `ONNX, about ${bytesWords(4 * run.parameters)}: the network as other programs run it.`,
    "Download ONNX",
    () => exportToOnnx(actions),
  );
  await offerPage(forDrawings, state, actions);
}

const said = (words: string) => html("p", { class: "quiet" }, words);

/** Words and a button; where its work fails, that is said in their place. */
function offer(place: HTMLElement, words: string, name: string, work: () => Promise<void>): void {
  const button = html("button", { type: "button", class: "button" }, name);
  place.replaceChildren(said(words), button);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await work();
      button.disabled = false;
    } catch (error) {
      place.replaceChildren(said(`It could not be exported: ${error instanceof Error ? error.message : error}`));
    }
  });
}

/** The page that answers drawings. */
async function offerPage(place: HTMLElement, state: () => PageState, actions: Actions): Promise<void> {
  const run = state().run!;
  if (run.input.join() !== drawn.join()) {
    place.replaceChildren(
      said(
        `One HTML file with a pad to draw on there is for networks that read pictures of 28 × 28 pixels; this one reads ${run.input.join(" × ")}.`,
      ),
    );
    return;
  }
  place.replaceChildren(said("Fetching the page that it becomes."));
  let page: string;
  try {
    const response = await fetch(new URL("export.html", document.baseURI));
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    page = await response.text();
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    const words = `The page that it becomes did not come (${why}). What is trained is safe. Is the server of this page still there? Then press Export twice.`;
    place.replaceChildren(said(words));
    return;
  }
  // In base64 three bytes are four.
  const bytes = page.length + (4 / 3) * 4 * run.parameters;
  offer(
    place,
    `One HTML file of about ${bytesWords(bytes)}: the network as it is now and a pad to draw on. It opens anywhere and needs no network connection.`,
    "Download the file",
    () => exportRun(page, state, actions),
  );
}

async function exportToOnnx(actions: Actions): Promise<void> {
  const { filename, bytes } = await actions.weightsFile();
  const { bytes: file } = await convert({ to: "onnx", bytes });
  download(filename.replace(/safetensors$/, "onnx"), file);
}

async function exportRun(page: string, state: () => PageState, actions: Actions): Promise<void> {
  const { filename, bytes, weightsSha256 } = await actions.weightsFile();
  const now = state();
  const { run, evaluation } = now;
  const test = evaluation && {
    accuracy: evaluation.testAccuracy,
    step: evaluation.step,
    count: run!.tests,
  };
  const exported: ExportedRun = {
    file: toBase64(bytes),
    weightsSha256,
    test,
    device: deviceName(run!.device),
    link: linkOf(now).link,
    date: new Date().toISOString().slice(0, 10),
  };
  download(filename.replace(/safetensors$/, "html"), new TextEncoder().encode(withRun(page, exported)));
}
