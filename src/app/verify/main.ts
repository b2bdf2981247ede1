/** The page on which anyone checks their adapter: a button, results as they come, a verdict, a report to keep. */
import { finiteJson } from "../../core/finiteJson.ts";
import { presets } from "../../model/presets.ts";
import { type Certificate, type Circumstances, certify, summarize } from "../../verify/certificate.ts";
import type { CheckResult } from "../../verify/check.ts";
import { reportHtml } from "../../verify/report/report.ts";
import { download } from "../look/download.ts";
import { byId, html } from "../look/elements.ts";
import { seldom } from "../look/seldom.ts";
import { keepCertificate } from "./kept.ts";
import type { Message, Request } from "./protocol.ts";
import { clearResults, showFacts, showRow, showVerdict } from "./resultsView.ts";

/** Milliseconds: the eye reads a line that changes eight times a second; an ear wants peace. */
const betweenLooks = 125;
const betweenWords = 5000;

const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
const send = (request: Request) => worker.postMessage(request);

const form = byId<HTMLFormElement>("form");
const preset = byId<HTMLSelectElement>("preset");
const onlyNetwork = byId<HTMLInputElement>("only-network");
const start = byId<HTMLButtonElement>("start");
const progress = byId<HTMLProgressElement>("progress");
/** The line that an eye follows and the one that an ear hears; in the end, the verdict. */
const outcome = byId("outcome");
const seen = html("p", { "aria-hidden": "true" });
const heard = html("p", { class: "visually-hidden" });

let circumstances: Circumstances | undefined;
let total = 0;
let results: CheckResult[] = [];
let certificate: Certificate | undefined;
let running = false;

const look = seldom(betweenLooks, (words: string) => {
  seen.textContent = words;
  progress.value = total === 0 ? 0 : results.length / total;
  showLatestRow();
});
const say = seldom(betweenWords, (words: string) => {
  heard.textContent = words;
});

preset.append(
  html("option", { value: "" }, "none: the kernels alone"),
  ...Object.keys(presets).map((name) => html("option", { value: name }, name)),
);
const asked = new URLSearchParams(location.search).get("preset");
preset.value = asked !== null && Object.hasOwn(presets, asked) ? asked : "";
const offerOnly = () => {
  onlyNetwork.disabled = running || preset.value === "";
  if (preset.value === "") onlyNetwork.checked = false;
  byId("only-words").textContent =
    preset.value === "" ? "one network alone: choose it first" : "this network alone: seconds, not minutes";
  // Back to the network that this one was asked about.
  byId<HTMLAnchorElement>("back").search = preset.value === "" ? "" : `?preset=${preset.value}`;
};
offerOnly();
preset.addEventListener("change", () => {
  offerOnly();
  history.replaceState(null, "", preset.value === "" ? location.pathname : `?preset=${preset.value}`);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (running) {
    send({ type: "stop" });
    tell("Stopping after the checks under way.");
  } else {
    begin();
  }
});

byId("save-html").addEventListener("click", () => keep("html", reportHtml(certificate!)));
byId("save-json").addEventListener("click", () => keep("json", finiteJson(certificate!)));

worker.onmessage = ({ data }: MessageEvent<Message>) => receive(data);
worker.onerror = ({ message }) => end(`The worker stopped: ${message || "no reason was given"}. Reload the page.`);
outcome.replaceChildren(seen, heard);
tell("Ready. Press Start.");

function begin(): void {
  [results, certificate, circumstances, total] = [[], undefined, undefined, 0];
  clearResults();
  outcome.replaceChildren(seen, heard);
  byId("keep").hidden = true;
  setRunning(true);
  tell("Looking for a device and preparing the checks.");
  send({ type: "start", preset: preset.value || undefined, onlyNetwork: onlyNetwork.checked });
}

function receive(message: Message): void {
  switch (message.type) {
    case "opened":
      ({ circumstances, total } = message);
      showFacts(circumstances);
      break;
    case "result":
      results.push(message.result);
      tell(`Checking: ${results.length} of ${total}, ${message.result.kernel}.`, false);
      break;
    case "done":
      certificate = certify(circumstances!, results);
      end("");
      showVerdict(certificate, outcome);
      byId("keep").hidden = false;
      keepCertificate(certificate, reportHtml(certificate));
      break;
    case "stopped":
      end(`Stopped after ${results.length} of ${total} checks: no verdict. Press Start to begin anew.`);
      break;
    case "failed":
      end(message.message);
  }
}

/** Rows fill in as their results come: the last is the only one that can have changed since its kernel began. */
function showLatestRow(): void {
  if (circumstances === undefined) return;
  for (const row of summarize(results)) showRow(row, circumstances);
}

function tell(words: string, atOnce = true): void {
  look(words, atOnce);
  say(words, atOnce);
}

function end(words: string): void {
  setRunning(false);
  tell(words);
}

function setRunning(now: boolean): void {
  running = now;
  document.body.classList.toggle("running", now);
  start.textContent = now ? "Stop" : "Start";
  preset.disabled = now;
  offerOnly();
}

function keep(kind: "html" | "json", text: string): void {
  const day = certificate!.date.slice(0, 10);
  download(`circledast-verify-${day}.${kind}`, new TextEncoder().encode(text));
}
