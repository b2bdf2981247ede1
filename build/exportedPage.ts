/**
 * Vite plugin: `export.html`, the page that a trained network is exported in. Script and style stand inside it, and its policy lets nothing else
 * run and nothing be fetched. The page that trains puts a network where the marker stands (src/exchange/page/exportedRun.ts).
 */
import { createHash } from "node:crypto";
import { join } from "node:path";
import { build, type Plugin, type Rolldown } from "vite";
import { runMarker } from "../src/exchange/page/exportedRun.ts";

const name = "export.html";

export function exportedPage(): Plugin {
  let root = "";
  return {
    name: "exported-page",
    configResolved(config) {
      root = config.root;
    },
    configureServer({ middlewares }) {
      middlewares.use(async (request, response, next) => {
        if (request.url?.split("?", 1)[0] !== `/${name}`) return next();
        try {
          response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" });
          response.end(await exportedHtml(root));
        } catch (error) {
          next(error);
        }
      });
    },
    async generateBundle() {
      this.emitFile({ type: "asset", fileName: name, source: await exportedHtml(root) });
    },
  };
}

async function exportedHtml(root: string): Promise<string> {
  const { output } = (await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: "warn",
    build: {
      write: false,
      // Else the script would bring the style along, and its policy does not let it.
      cssCodeSplit: false,
      target: "es2023",
      rolldownOptions: {
        input: join(root, "src/app/export/main.ts"),
        output: { format: "iife", codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput;
  const script = output.find((file) => file.type === "chunk")!.code;
  const style = output.flatMap((file) =>
    file.type === "asset" && file.fileName.endsWith(".css") ? [file.source] : [],
  );
  return pageOf(script.trim(), style.join("\n").trim());
}

function pageOf(script: string, style: string): string {
  // What would end the element early, or change how the rest of it is read.
  if (/<\/script|<!--/i.test(script))
    throw new Error(`${name}: its script has </script or <!-- in it; neither was expected.`);
  if (script.includes(runMarker))
    throw new Error(`${name}: its script has the marker of the run; it was expected once in the page.`);
  if (style === "")
    throw new Error(`${name}: it has no style; one was expected. See what the build made of export.css.`);
  const hashOf = (text: string) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join("; ")}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>A network that reads digits</title>
<style>${style}</style>
</head>
<body>
<main id="page"><noscript>This page computes in your browser: switch JavaScript on and reload.</noscript></main>
<script type="application/json" id="run">${runMarker}</script>
<script>${script}</script>
</body>
</html>
`;
}
