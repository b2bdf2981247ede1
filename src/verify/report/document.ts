/** What stands around a report that people keep as a file. */
import { type Markup, markup } from "./markup.ts";
import { alone } from "./style.ts";

export interface Document {
  readonly title: string;
  /** Beside the name of the project. */
  readonly heading: string;
  /** Of its main element, for its style. */
  readonly name: string;
  readonly style: string;
  readonly main: Markup;
}

/** One self-contained file: no script, nothing to fetch, which its policy holds it to. */
export function documentOf({ title, heading, name, style, main }: Document): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${markup`${title}`.text}</title>
<style>${alone}${style}</style>
</head>
<body>
<h1 class="masthead"><b>⊛ circledast</b> · ${markup`${heading}`.text}</h1>
<main class="${name}">
${main.text}
</main>
</body>
</html>
`;
}
