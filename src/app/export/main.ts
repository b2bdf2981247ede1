/**
 * The exported page: one file with a trained network in it, which answers drawings by the reference, in float64, and asks nothing of any
 * network. The build makes one script of it, and puts that into the page (build/exportedPage.ts).
 */

import { type ExportedRun, fromBase64 } from "../../exchange/page/exportedRun.ts";
import { parameterCount } from "../../layers/network.ts";
import { lossType } from "../../losses/index.ts";
import { compilePrediction } from "../../plan/compile.ts";
import { flattenParameters, trainedOf, weightsSha256 } from "../../train/parameters.ts";
import { Predictor } from "../../train/predictor.ts";
import { decodeWeights } from "../../train/weightsFile.ts";
import { outputsList } from "../evidence/outputsList.ts";
import { createPad } from "../evidence/pad.ts";
import { download } from "../look/download.ts";
import { byId, html } from "../look/elements.ts";
import { count, percent } from "../look/format.ts";
import { readable } from "../worker/readable.ts";
import "./export.css";

/** Says what is wrong, in the page's place. */
function refuse(words: string): void {
  byId("page").replaceChildren(html("p", {}, words));
}

function start(text: string): void {
  // As built, before a network is put in.
  if (!text.startsWith("{")) return refuse("This page holds no network: press Export on the page that trains.");
  const run: ExportedRun = JSON.parse(text);
  const bytes = fromBase64(run.file);
  const { recipe, tensors, step = 0, seed } = decodeWeights(bytes);
  if (recipe === undefined) return refuse("This page holds weights and no recipe: export it again.");
  const { network } = compilePrediction(recipe, 1);
  const parameters = flattenParameters(network, tensors);
  const predictor = new Predictor(recipe);

  const pad = html("div", { class: "pad" });
  const bars = outputsList();
  bars.build(Array.from({ length: network.features }, (_, label) => `${label}`));
  const areShares = lossType(recipe.loss) !== "squaredError";
  const answer = (outputs: readonly number[] | undefined) => {
    const best = outputs?.indexOf(Math.max(...outputs));
    const words = best === undefined ? `Draw: the ${network.features} outputs answer here.` : `It says ${best}.`;
    // Shares of one are per cent, as the test accuracy is; other outputs are plain numbers.
    bars.show(outputs, words, (output) => (areShares ? percent(output) : output.toFixed(3)));
  };
  answer(undefined);
  const hash = html("dd", {}, run.weightsSha256);
  const save = html("button", { type: "button", class: "link" }, "Save weights");
  save.addEventListener("click", () => download(`${recipe.name}-step${step}.safetensors`, bytes));
  const facts: [string, string | HTMLElement][] = [
    ["Network", `${recipe.name}, ${count(parameterCount(network))} parameters`],
    ["Trained", trainedWords(step, run.device, seed)],
    ["Test", testWords(run, step)],
    ["SHA-256", hash],
    ...(run.link === undefined ? [] : [["Recipe", linkTo(run.link)] as [string, HTMLElement]]),
    ["Exported", run.date],
  ];
  document.title = `${recipe.name}: a network that reads digits`;
  byId("page").replaceChildren(
    html("h1", {}, "A network that reads digits"),
    html(
      "div",
      { class: "drawing" },
      pad,
      html("section", { class: "prediction", "aria-label": "Prediction" }, ...bars.parts),
    ),
    html(
      "dl",
      { class: "facts" },
      ...facts.map(([name, what]) =>
        html(
          "div",
          {},
          html("dt", {}, name),
          what instanceof HTMLElement && what.tagName === "DD" ? what : html("dd", {}, what),
        ),
      ),
    ),
    html("p", { class: "quiet" }, "It computes in this page, on your processor, and connects to nothing. ", save),
  );
  createPad(pad, (picture) => {
    answer(picture === null ? undefined : readable(recipe, predictor.predict(parameters, picture)));
  });
  void check(hash, run, () => weightsSha256(trainedOf(network, tensors)));
}

/** Says whether the weights are those that were exported. */
async function check(place: HTMLElement, { weightsSha256: told }: ExportedRun, compute: () => Promise<string>) {
  try {
    const isSame = (await compute()) === told;
    place.append(isSame ? " (checked)" : ": these weights are others. The file is damaged: export it again.");
  } catch {
    // A browser that computes no hash of a file's page.
    place.append(" (not checked: this browser does not)");
  }
}

function trainedWords(step: number, device: string | undefined, seed: number | undefined): string {
  const [where, by] = [device && ` on ${device}`, seed !== undefined && `, seed ${seed}`];
  return `${count(step)} steps${where || ""}${by || ""}`;
}

function testWords({ test }: ExportedRun, step: number): string {
  if (test === undefined) return "not tested";
  const when = test.step === step ? "" : `, after step ${count(test.step)}`;
  return `${percent(test.accuracy)} of ${count(test.count)} digits right${when}`;
}

function linkTo(link: string): HTMLElement {
  if (!/^https?:/.test(link)) return html("span", {}, link);
  return html("a", { class: "link", href: link }, "Open it, and train it anew");
}

start(byId("run").textContent);
