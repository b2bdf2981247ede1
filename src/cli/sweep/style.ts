/** How a sweep's report looks; what it shares with certificates stands with those. Colours differ in lightness too, for who sees few of them. */
export const style = `
.sweep { max-width: 900px; margin-inline: auto; }
.sweep p { margin: 0; }
.sweep .quiet { color: var(--quiet); font-size: 12px; line-height: 16px; }
.sweep h2 { margin-block: 32px 4px; font-size: inherit; font-weight: 600; }
.verdict-words { font-size: 26px; line-height: 34px; text-wrap: balance; }
.verdict-words + .quiet { margin-block: 8px 0; max-width: 70ch; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 380px), 1fr)); gap: 24px; padding-block-start: 24px; }
figure { margin: 0; }
figcaption { font-weight: 600; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
.grid { stroke: var(--hairline); fill: none; }
.tick, .axis { fill: var(--quiet); font-size: 11px; }
.line { fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linejoin: round; stroke-linecap: round; }
.point { fill: currentColor; stroke: var(--ground); stroke-width: 1; }
.label { fill: currentColor; font-size: 11px; font-weight: 600; }
.rest { color: light-dark(#c3c8cd, #4a5158); }
.c0 { color: light-dark(#0b7285, #35bdd0); }
.c1 { color: light-dark(#c2255c, #f06595); }
.c2 { color: light-dark(#b35900, #f5a742); }
.c3 { color: light-dark(#3b5bdb, #91a7ff); }
.c4 { color: light-dark(#2b8a3e, #69db7c); }
.c5 { color: light-dark(#862e9c, #da77f2); }
.c6 { color: light-dark(#5c5f00, #d8d12c); }
.c7 { color: light-dark(#111417, #ffffff); }
.wide { overflow-x: auto; }
.sweep table { width: 100%; border-collapse: collapse; font-size: 13px; line-height: 18px; }
.sweep th { color: var(--quiet); font-size: 12px; font-weight: 400; }
.sweep th, .sweep td { padding: 6px 0 2px 16px; text-align: end; vertical-align: baseline; white-space: nowrap; }
.sweep th:first-child, .sweep td:first-child { padding-inline-start: 0; }
.sweep tr:not(.beneath) { border-block-start: 1px solid var(--hairline); }
.sweep .beneath td { padding-block: 0 6px; text-align: start; white-space: normal; overflow-wrap: anywhere; }
.sweep code { color: var(--quiet); font-size: 12px; }
.swatch { display: inline-block; width: 10px; height: 10px; border-radius: 50%; background: currentColor; }
.swatch.none { visibility: hidden; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (max-width: 599px) { .verdict-words { font-size: 20px; line-height: 28px; } }
@media print { figure { break-inside: avoid; } .line, .point, .swatch { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
`;
