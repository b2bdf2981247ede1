/**
 * Runs the commands that README shows, and keeps what they print: `node bench/examples.js`, with CIRCLEDAST_ADAPTER on the adapter of one's
 * choice. The results go to bench/results/examples.json.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load, root, run } from "../scripts/bootstrap.js";
import { build } from "../scripts/build.js";

/** What stands behind the name of the command; of `explain` the last lines are shown. */
const commands = [
  { args: "train --preset lenet --epochs 1 --save lenet.safetensors" },
  { args: "explain --preset lenet --adapter-profile lavapipe", lines: 2 },
];

await run(async () => {
  await build("cli.js");
  const { provenance } = await load("/src/cli/bench/provenance.ts");
  const folder = mkdtempSync(join(tmpdir(), "circledast-examples-"));
  try {
    const examples = commands.map(({ args, lines }) => {
      const { stdout, stderr, status } = spawnSync(
        process.execPath,
        [join(root, "bin", "circledast.js"), ...args.split(" ")],
        {
          cwd: folder,
          encoding: "utf8",
          maxBuffer: 2 ** 28,
        },
      );
      if (status !== 0) throw new Error(`circledast ${args}: exit status ${status}; 0 expected. ${stderr}`);
      const output = stdout.trimEnd().split("\n");
      const typed = `npm run -s circledast -- ${args}`;
      return lines === undefined
        ? { command: typed, output }
        : { command: `${typed} | tail -${lines}`, output: output.slice(-lines) };
    });
    const result = { ...provenance("node bench/examples.js"), examples };
    writeFileSync(join(root, "bench", "results", "examples.json"), `${JSON.stringify(result, null, 2)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
