/** `npm run mutants`: builds tests/mutation and runs it in Node. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, mergeConfig } from "vite";
import { load, root, run } from "./bootstrap.js";

await run(async () => {
  mkdirSync(join(root, "dist"), { recursive: true });
  // A folder of its own: it may run while others build, and what it was built from may be edited meanwhile.
  const outDir = mkdtempSync(join(root, "dist", ".mutants-"));
  try {
    const { nodeBuild } = await load("/build/node.ts");
    const common = { root, logLevel: "warn", build: { outDir, emptyOutDir: true } };
    await build(mergeConfig(nodeBuild("tests/mutation/main.ts", "mutants.js"), common));
    const { status } = spawnSync(process.execPath, [join(outDir, "mutants.js"), ...process.argv.slice(2)], {
      stdio: "inherit",
    });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
});
