/** A certificate as people read it: the same markup in a file to keep and on the page. */
import {
  type Certificate,
  type Circumstances,
  type KernelSummary,
  mistakeWords,
  partTitle,
  shareWords,
  summarize,
  verdictOf,
} from "../certificate.ts";
import { CASES, type CheckResult, isFailure, type Mistake, USER_CASES } from "../check.ts";
import { documentOf } from "./document.ts";
import { type Markup, markup } from "./markup.ts";
import { style } from "./style.ts";

const nothing = markup``;

/** How a certificate is headed. */
const outcomes = {
  right: { title: "Passed", sign: "✓" },
  wrong: { title: "Failed", sign: "✗" },
  idle: { title: "Nothing checked", sign: "–" },
};

/** Where no case of a file could be run, nothing failed, but nothing is proved either. */
function outcomeOf({ passed, failed }: Certificate): keyof typeof outcomes {
  if (failed > 0) return "wrong";
  return passed > 0 ? "right" : "idle";
}

/** What stands under the title of a part. */
const parts: Readonly<Record<string, string>> = {
  [CASES]:
    "Small shapes on both sides of every boundary of a kernel: one control, and what differs from it in one thing.",
  [USER_CASES]:
    "Each on the reference and on the adapter, there with fast and with plain kernels, within its own tolerance.",
};

/** One self-contained file: no script, nothing to fetch. */
export function reportHtml(certificate: Certificate): string {
  const { adapter, date } = certificate;
  const title = `${outcomes[outcomeOf(certificate)].title}: ${adapter.description}, ${date.slice(0, 10)} · circledast verify`;
  const main = certificateMarkup(certificate);
  return documentOf({ title, heading: "certificate of an adapter", name: "certificate", style, main });
}

/** Everything of a certificate, without what stands around it. */
function certificateMarkup(certificate: Certificate): Markup {
  const rows = summarize(certificate.cases);
  const sections = [...new Set(rows.map(({ part }) => part))];
  return markup`${verdictMarkup(certificate)}
${factsMarkup(certificate)}
${failuresMarkup(certificate.cases)}
${sections.map((part) => partMarkup(part, rows, certificate))}
${certificate.file === undefined ? readingMarkup() : nothing}`;
}

export function verdictMarkup(certificate: Certificate): Markup {
  const outcome = outcomeOf(certificate);
  return markup`<div class="verdict is-${outcome}">
<span class="sign" aria-hidden="true">${outcomes[outcome].sign}</span>
<p class="words">${verdictOf(certificate)}</p>
<p class="quiet">${evidenceWords(certificate)}</p>
</div>`;
}

function evidenceWords({ cases, failed, file }: Certificate): string {
  const compared = cases.reduce((sum, { elements }) => sum + elements, 0).toLocaleString("en-US");
  if (compared === "0") return "No number was compared.";
  const held = failed === 0 ? "within" : "held against";
  if (file !== undefined) {
    return `${compared} numbers compared with the file's, each ${held} the tolerance of its case.`;
  }
  const right = cases.filter(({ pass }) => pass).map(({ worst }) => worst);
  const worst =
    right.length === 0 ? "" : ` The worst of those that passed took ${shareWords(Math.max(...right))} of what it may.`;
  return `${compared} numbers compared with float64, each ${held} a bound of its own, and computed twice to see that every bit stays the same.${worst}`;
}

export function factsMarkup({ adapter, runtime, version, date, network, file }: Circumstances): Markup {
  const facts = [
    ["Adapter", `${adapter.description}${adapter.software ? " (software)" : ""}`],
    ["Vendor and architecture", [adapter.vendor, adapter.architecture].filter(Boolean).join(" ")],
    ["Driver", adapter.driver === adapter.description ? "" : adapter.driver],
    ["Runs in", runtime],
    ["circledast", version],
    ["Date", date.replace("T", " ").replace(/[.]\d+Z$/, " UTC")],
    ["Cases", file ?? ""],
    ["Network", network === undefined ? "" : `${network.name}, batch ${network.batch}`],
  ].filter(([, words]) => words !== "");
  return markup`<dl class="facts-of-run">
${facts.map(([name, words]) => markup`<div><dt>${name}</dt><dd>${words}</dd></div>`)}
</dl>`;
}

/** What failed, with numbers; nothing where all passed. */
export function failuresMarkup(cases: readonly CheckResult[]): Markup {
  const failed = cases.filter(isFailure);
  if (failed.length === 0) return nothing;
  const shown = failed.slice(0, 24);
  const left = failed.length - shown.length;
  return markup`<section>
<h2>What failed</h2>
${shown.map(failureMarkup)}
${left === 0 ? nothing : markup`<p class="quiet failure">${left} more: they stand with their kernels below.</p>`}
</section>`;
}

function failureMarkup({ part, kernel, name, op, problem, mistakes }: CheckResult): Markup {
  const [title, beneath] = part === USER_CASES ? [name, kernel] : [`${kernel}: ${name}`, op];
  return markup`<div class="failure"><b>${title}</b> <span class="quiet">${chain(beneath)}</span>
${problem === undefined ? nothing : markup`<p>${problem}</p>`}
${mistakes.length === 0 ? nothing : mistakesMarkup(mistakes)}
</div>`;
}

/** A row for each tensor: its worst element, and how many are wrong. */
function mistakesMarkup(mistakes: readonly Mistake[]): Markup {
  const rows = mistakes.map(({ tensor, element, expected, found, allowed, wrong, unstable, elements }) => {
    const changed = unstable === 0 ? "" : `, ${unstable} unstable`;
    const counted = `${wrong} of ${elements}${changed}`;
    const cells = [`${tensor}${element}`, String(expected), String(found), allowed.toPrecision(3), counted];
    return markup`<tr>${cells.map((words) => markup`<td>${words}</td>`)}</tr>`;
  });
  const heads = ["worst element", "expected", "found", "allowed difference", "wrong"];
  return markup`<div class="wide"><table><tr>${heads.map((words) => markup`<th scope="col">${words}</th>`)}</tr>
${rows}</table></div>`;
}

/** What is done one after the other: `conv2d · addBias`. */
const chain = (joined: string) => joined.replaceAll("+", " · ");

function partMarkup(part: string, rows: readonly KernelSummary[], certificate: Certificate): Markup {
  return markup`<section>
${headMarkup(part, certificate)}
${rows.filter((row) => row.part === part).map(rowMarkup)}
</section>`;
}

/** Title of a part, and the heads of its columns. */
export function headMarkup(part: string, certificate: Circumstances): Markup {
  const [first, last] =
    part === USER_CASES
      ? ["operation, and the kernels it ran on", "worst error as a share of its tolerance"]
      : ["kernel, and what it computes", "worst error as a share of its bound"];
  const what = parts[part] ?? "Each dispatch by itself, at the shapes that it has there.";
  return markup`<h2>${partTitle(part, certificate)}</h2>
<p class="quiet">${what}</p>
<div class="row head"><span>${first}</span><span>checks</span><span>${last}</span></div>`;
}

/** A kernel with its checks, which open at a click. */
export function rowMarkup({ title, beneath, cases, failed, worst }: KernelSummary): Markup {
  const isRun = cases.some(({ unsupported }) => unsupported === undefined);
  return markup`<details class="kernel ${failed === 0 ? "" : "is-wrong"}">
<summary class="row"><span><span class="name">${chain(title)}</span><span class="ops quiet">${beneath.map((words) => markup`<span>${chain(words)}</span>`)}</span></span><span class="number">${cases.length}</span>${
    isRun ? shareMarkup(worst, failed === 0) : markup`<span class="quiet">not supported</span>`
  }</summary>
${cases.map(caseMarkup)}
</details>`;
}

function caseMarkup(result: CheckResult): Markup {
  const { name, pass, worst, elements, unsupported } = result;
  if (unsupported !== undefined) {
    return markup`<div class="row case"><span>${name}</span><span></span><span class="quiet">not supported: ${unsupported}</span></div>`;
  }
  const words = mistakeWords(result);
  return markup`<div class="row case ${pass ? "" : "is-wrong"}"><span>${name} <span class="quiet">${elements} ${elements === 1 ? "number" : "numbers"}</span>${words.map(
    (line) => markup`<br>${line}`,
  )}</span><span></span>${shareMarkup(worst, pass)}</div>`;
}

function shareMarkup(worst: number, pass: boolean): Markup {
  const width = (100 * Math.min(worst, 1)).toFixed(1);
  const words = pass || worst > 1 ? shareWords(worst) : "unstable";
  return markup`<span class="share"><svg class="bar" aria-hidden="true"><rect width="${width}%" height="100%" /></svg><span>${words}</span></span>`;
}

function readingMarkup(): Markup {
  return markup`<section>
<h2>How to read this</h2>
<p>A graphics card computes with 24 binary digits, so its results differ a little from the exact ones, and how far they may follows from the formula: every number has a bound of its own, derived from the rounding errors of the sums and products that make it, and from what the WGSL specification grants functions and divisions. 100 % is just allowed. The expected values come from plain loops in float64. Nothing here was tuned to pass.</p>
</section>`;
}
