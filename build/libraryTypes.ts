/** The library's types: declarations of what its entries lead to, and of nothing else. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Where a declaration names another of ours. */
const ours = /(\bfrom |\bimport\()"(\.[^"]*)\.ts"/g;

/**
 * @param into the folder that the library is built in
 * @throws Error with the compiler's words where the sources do not check
 */
export function writeLibraryTypes(root: string, into: string, entries: readonly string[]): void {
  const all = mkdtempSync(join(into, ".types-"));
  try {
    const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
    const args = [compiler, "-p", join(root, "build", "tsconfig.library.json"), "--outDir", all];
    try {
      execFileSync(process.execPath, args, { encoding: "utf8", stdio: "pipe" });
    } catch (error) {
      throw new Error(`types of the library: ${(error as { stdout?: string }).stdout || error}`);
    }
    const written = new Set<string>();
    /** @param file path of a source from src/ on, without its ending */
    const write = (file: string) => {
      if (written.has(file)) return;
      written.add(file);
      const text = readFileSync(join(all, "src", `${file}.d.ts`), "utf8");
      mkdirSync(join(into, dirname(file)), { recursive: true });
      // As the modules beside them are named: sources are named by their own ending.
      writeFileSync(join(into, `${file}.d.ts`), text.replace(ours, '$1"$2.js"'));
      for (const [, , other] of text.matchAll(ours)) write(join(dirname(file), other));
    };
    for (const entry of entries) write(entry);
  } finally {
    rmSync(all, { recursive: true, force: true });
  }
}
