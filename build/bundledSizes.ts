/** What a user of the library sends to browsers: a module that imports it, bundled and minified as Vite does by default. */
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Rolldown } from "vite";

export interface BundledSizes {
  /** Gzipped bytes of the module and what it imports. */
  readonly atOnce: number;
  /** Of all that it may fetch beside that. */
  readonly later: number;
  /** Of that what is fetched when these files are, which are named by the end of their paths, with all that they import. */
  readonly fetched: (...files: readonly string[]) => number;
  /** Files that are in it at once. */
  readonly modules: readonly string[];
}

/**
 * @param code of the module
 * @param library folder of the package, as installed or as built
 */
export async function bundledSizes(code: string, library: string): Promise<BundledSizes> {
  const entry = join(library, "..", "bundled.js");
  const plugin = {
    name: "entry",
    resolveId: (id: string) => (id === "entry" ? entry : null),
    load: (id: string) => (id === entry ? code : null),
  };
  const built = (await build({
    root: join(library, ".."),
    configFile: false,
    publicDir: false,
    logLevel: "error",
    plugins: [plugin],
    resolve: { alias: { circledast: library } },
    build: { write: false, rolldownOptions: { input: "entry", preserveEntrySignatures: "strict" } },
  })) as Rolldown.RolldownOutput;
  const chunks = built.output.filter((file) => file.type === "chunk");
  /** Names of files, and of all that they import. */
  const whole = (names: readonly string[], found = new Set<string>()) => {
    for (const name of names) {
      if (found.has(name)) continue;
      found.add(name);
      whole(chunks.find(({ fileName }) => fileName === name)!.imports, found);
    }
    return found;
  };
  const first = whole(chunks.filter(({ isEntry }) => isEntry).map(({ fileName }) => fileName));
  const total = (of: typeof chunks) => of.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
  const [atOnce, later] = [true, false].map((isFirst) =>
    chunks.filter(({ fileName }) => first.has(fileName) === isFirst),
  );
  return {
    atOnce: total(atOnce),
    later: total(later),
    fetched(...files) {
      const begun = files.flatMap((file) => later.filter(({ moduleIds }) => moduleIds.some((id) => id.endsWith(file))));
      const all = whole(begun.map(({ fileName }) => fileName));
      return total(later.filter(({ fileName }) => all.has(fileName)));
    },
    modules: atOnce.flatMap(({ moduleIds }) => moduleIds).filter((id) => id !== entry && !id.startsWith("\0")),
  };
}
