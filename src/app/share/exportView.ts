/** Exports the network as one file that answers drawings by itself. Imported when it is first asked for. */
import type { Actions } from "../actions.ts";
import { type ExportedRun, toBase64, withRun } from "../export/exportedRun.ts";
import { download } from "../look/download.ts";
import { html } from "../look/elements.ts";
import { megabytes } from "../look/format.ts";
import { deviceName } from "../recipe/deviceName.ts";
import type { PageState } from "../state.ts";
import { linkOf } from "./link.ts";

/** Offers the file in a place of the page, and says how large it will be. */
export async function showExport(place: HTMLElement, state: () => PageState, actions: Actions): Promise<void> {
  const say = (words: string) => place.replaceChildren(html("p", { class: "quiet" }, words));
  const { run } = state();
  if (run === undefined || run.input.join() !== "1,28,28") {
    return say(
      "The file has a pad to draw digits on, and this network reads something else: there is nothing to export.",
    );
  }
  say("Fetching the page that it becomes.");
  let page: string;
  try {
    const response = await fetch(new URL("export.html", document.baseURI));
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
    page = await response.text();
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    return say(
      `The page that it becomes did not come (${why}). What is trained is safe. Is the server of this page still there? Then press Export twice.`,
    );
  }
  // In base64 three bytes are four.
  const bytes = page.length + (4 / 3) * 4 * run.parameters;
  const button = html("button", { type: "button", class: "button" }, "Download the file");
  const words = html(
    "p",
    { class: "quiet" },
    `One HTML file of about ${megabytes(bytes)}\u202fMB: the network as it is now and a pad to draw on. It opens anywhere and needs no network connection.`,
  );
  place.replaceChildren(words, button);
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await exportRun(page, state, actions);
      button.disabled = false;
    } catch (error) {
      say(`It could not be exported: ${error instanceof Error ? error.message : error}`);
    }
  });
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
