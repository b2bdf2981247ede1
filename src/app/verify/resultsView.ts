/** Results as they come, in the markup of the report. */
import type { Certificate, Circumstances, KernelSummary } from "../../verify/certificate.ts";
import type { Markup } from "../../verify/report/markup.ts";
import { factsMarkup, failuresMarkup, headMarkup, rowMarkup, verdictMarkup } from "../../verify/report/report.ts";
import { style } from "../../verify/report/style.ts";
import { byId, html } from "../look/elements.ts";

// Not as an element: the page's policy takes styles from its own files alone.
const sheet = new CSSStyleSheet();
sheet.replaceSync(style);
document.adoptedStyleSheets.push(sheet);

/** Markup that the report makes: whatever was put into it is escaped there. */
function fill(place: Element, { text }: Markup): void {
  place.innerHTML = text;
}

/** The places of kernels, and how many checks each shows. */
const shown = new Map<string, { readonly place: HTMLElement; checks: number }>();

/** Empties the page for new results. */
export function clearResults(): void {
  for (const id of ["facts", "failures", "parts"]) byId(id).replaceChildren();
  shown.clear();
}

export function showFacts(circumstances: Circumstances): void {
  fill(byId("facts"), factsMarkup(circumstances));
}

/** Brings a kernel's row up to date; the first of a part comes with its title. */
export function showRow(row: KernelSummary, circumstances: Circumstances): void {
  const key = `${row.part}\n${row.title}`;
  let own = shown.get(key);
  if (own?.checks === row.cases.length) return;
  if (own === undefined) {
    own = { place: html("div"), checks: 0 };
    shown.set(key, own);
    partOf(row.part, circumstances).append(own.place);
  }
  own.checks = row.cases.length;
  // What one has opened stays open.
  const open = own.place.querySelector("details")?.open ?? false;
  fill(own.place, rowMarkup(row));
  own.place.querySelector("details")!.open = open;
}

function partOf(part: string, circumstances: Circumstances): HTMLElement {
  const parts = byId("parts");
  const found = [...parts.children].find((section) => (section as HTMLElement).dataset.part === part);
  if (found !== undefined) return found as HTMLElement;
  const section = html("section", { "data-part": part });
  fill(section, headMarkup(part, circumstances));
  parts.append(section);
  return section;
}

/** The verdict takes the place of the words that told how far it was. */
export function showVerdict(certificate: Certificate, place: HTMLElement): void {
  fill(place, verdictMarkup(certificate));
  fill(byId("failures"), failuresMarkup(certificate.cases));
}
