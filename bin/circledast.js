#!/usr/bin/env node
/** The command line. In a clone it is built first where its sources are newer; an installed package carries it built. */
import { existsSync } from "node:fs";

const here = (path) => new URL(path, import.meta.url);

if (existsSync(here("../src/cli/main.ts"))) {
  const { build } = await import("../scripts/build.js");
  await build("cli.js");
}
const { main } = await import("../dist/cli.js");
const status = await main(process.argv.slice(2));
// Dawn keeps Node alive as long as a device lives: end when the last output is written.
process.stdout.write("", () => process.exit(status));
