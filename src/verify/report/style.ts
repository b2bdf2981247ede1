/** How a certificate looks, in a file of its own, on the page and on paper. */
export const style = `
.certificate {
  --right: light-dark(#0f7789, #5fe0ec);
  --wrong: light-dark(#a3161a, #f7635a);
  max-width: 900px;
  margin-inline: auto;
}
.certificate h2 { margin-block: 40px 4px; font-size: inherit; font-weight: 600; }
.certificate h2 + p { margin-block: 0 12px; }
.certificate p { margin: 0; }
.certificate .quiet, .certificate .head { color: var(--quiet); font-size: 12px; line-height: 16px; }
.verdict {
  display: grid;
  grid-template-columns: auto minmax(0, 1fr);
  gap: 0 20px;
  align-items: start;
  padding-block: 0 24px;
}
.verdict .sign { color: var(--right); font-size: 40px; line-height: 40px; }
.verdict.is-wrong .sign { color: var(--wrong); }
.verdict.is-idle .sign { color: var(--quiet); }
.verdict .words { font-size: 26px; line-height: 34px; text-wrap: balance; }
.verdict .quiet { grid-column: 2; margin-block-start: 8px; }
.facts-of-run {
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(240px, 1fr));
  gap: 12px 32px;
  margin: 0;
  padding-block: 16px;
  border-block: 1px solid var(--hairline);
}
.facts-of-run dt { color: var(--quiet); font-size: 12px; line-height: 16px; }
.facts-of-run dd { margin: 0; overflow-wrap: anywhere; }
.row {
  display: grid;
  grid-template-columns: minmax(0, 5fr) 44px minmax(120px, 3fr);
  gap: 0 20px;
  align-items: baseline;
}
.head { padding-block: 8px; border-block-end: 1px solid var(--hairline); }
.head > :nth-child(2), .row > .number { text-align: end; }
.kernel { border-block-end: 1px solid var(--hairline); }
.kernel > summary { padding-block: 6px; cursor: pointer; list-style: none; }
.kernel > summary::-webkit-details-marker { display: none; }
.kernel > summary:hover .name, .kernel[open] > summary .name { color: var(--right); }
.kernel > summary .name::before { content: "▸"; display: inline-block; width: 16px; color: var(--quiet); font-size: 10px; }
.kernel[open] > summary .name::before { content: "▾"; }
.kernel .name { font-weight: 600; overflow-wrap: anywhere; }
.kernel .ops > span { display: block; padding-inline-start: 16px; }
.kernel.is-wrong .name, .kernel.is-wrong .share { color: var(--wrong); }
.share { display: grid; grid-template-columns: minmax(0, 1fr) 72px; gap: 10px; align-items: baseline; }
.share > span:last-child { text-align: end; }
.bar { display: block; align-self: center; width: 100%; height: 4px; background: var(--hairline); }
.bar > rect { fill: var(--right); }
.is-wrong .bar > rect { fill: var(--wrong); }
.case { padding-block: 2px; font-size: 12px; line-height: 16px; }
.case > :first-child { padding-inline-start: 16px; overflow-wrap: anywhere; }
.case .bar { height: 2px; }
.case:last-child { padding-block-end: 12px; }
.case.is-wrong { color: var(--wrong); }
.failure { padding-block: 10px; border-block-end: 1px solid var(--hairline); }
.failure b { color: var(--wrong); font-weight: 600; }
.failure .wide { overflow-x: auto; }
.failure table { width: 100%; margin-block-start: 4px; border-collapse: collapse; font-size: 12px; line-height: 16px; }
.failure th { color: var(--quiet); font-size: 12px; font-weight: 400; }
.failure th, .failure td { padding: 2px 0 2px 16px; text-align: end; vertical-align: baseline; white-space: nowrap; }
.failure th:first-child, .failure td:first-child { padding-inline-start: 0; text-align: start; white-space: normal; }
@media (max-width: 599px) {
  .verdict { grid-template-columns: minmax(0, 1fr); row-gap: 8px; }
  .facts-of-run { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px 16px; }
  .verdict .quiet { grid-column: 1; }
  .verdict .words { font-size: 20px; line-height: 28px; }
  .row { grid-template-columns: minmax(0, 1fr) 36px 96px; gap: 0 12px; }
  .share { grid-template-columns: minmax(0, 1fr); }
  .share > .bar { display: none; }
}
@media print {
  .kernel, .failure, .verdict { break-inside: avoid; }
  .kernel > summary .name::before { content: none; }
  .kernel .ops > span, .case > :first-child { padding-inline-start: 0; }
  .bar { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;

/** What the page has in its own style sheets, and a file of its own needs. */
export const alone = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#fbfbf9, #111315);
  --ink: light-dark(#1a1d21, #e9ebed);
  --quiet: light-dark(#5c636b, #9ba3ab);
  --hairline: light-dark(#dddfe1, #2b3036);
}
*, *::before, *::after { box-sizing: border-box; }
body {
  margin: 0;
  padding: 32px 24px 64px;
  background: var(--ground);
  color: var(--ink);
  font: 14px / 20px -apple-system, "Segoe UI", Roboto, Ubuntu, Cantarell, "Noto Sans", "Liberation Sans", system-ui, sans-serif;
  font-variant-numeric: tabular-nums;
}
.masthead { max-width: 900px; margin: 0 auto 24px; color: var(--quiet); font-size: inherit; font-weight: 400; }
.masthead b { color: var(--ink); font-weight: 600; }
@media (max-width: 599px) { body { padding: 20px 16px 48px; } }
@media print {
  :root { color-scheme: light; --ground: #ffffff; }
  body { padding: 0; }
  @page { margin: 16mm; }
}
`;
