/** Vite plugin: the built page gets a service worker, `sw.js`, that knows the build's files and the data set's by name and hash. */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Plugin, transformWithOxc } from "vite";

const source = "src/app/offline/serviceWorker.ts";

interface Built {
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** What stands in front of the script. Another build has another version, and so other bytes: by these the browser sees that it is new. */
export function buildOf(built: readonly Built[]) {
  // headless.html is the command line's, which brings its own.
  const wanted = built
    .filter(({ name }) => !/\.map$|^headless/.test(name))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const part = (isData: boolean) => {
    const own = wanted.filter(({ name }) => name.startsWith("data/") === isData);
    const hash = createHash("sha256");
    for (const { name, content } of own) hash.update(`${name}\n`).update(content);
    return { names: own.map(({ name }) => name), version: hash.digest("hex").slice(0, 12) };
  };
  const [page, data] = [part(false), part(true)];
  return { version: page.version, files: page.names, dataVersion: data.version, data: data.names };
}

export function serviceWorker(): Plugin {
  let root = "";
  let publicDir = "";
  return {
    name: "service-worker",
    apply: "build",
    configResolved(config) {
      ({ root, publicDir } = config);
    },
    generateBundle: {
      order: "post",
      async handler(_, bundle) {
        const made = Object.values(bundle).map((file) => ({
          name: file.fileName,
          content: file.type === "chunk" ? file.code : file.source,
        }));
        const copied = (existsSync(publicDir) ? await readdir(publicDir) : []).map(async (name) => ({
          name,
          content: await readFile(join(publicDir, name)),
        }));
        const script = await readFile(join(root, source), "utf8");
        const { code } = await transformWithOxc(script, source);
        const build = JSON.stringify(buildOf([...made, ...(await Promise.all(copied))]));
        this.emitFile({ type: "asset", fileName: "sw.js", source: `const BUILD = ${build};\n${code}` });
      },
    },
  };
}
