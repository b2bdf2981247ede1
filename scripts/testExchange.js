/** `npm run test:exchange`: our files in other programs, and theirs here. Installs ONNX Runtime and Python's safetensors beside the tests;
 * Python is the system's. */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { startVitest } from "vitest/node";
import { root } from "./bootstrap.js";

const place = join(root, "tests/exchange");
const [installed, wanted] = ["node_modules/.package-lock.json", "package-lock.json"].map((name) => join(place, name));
if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
  console.error("Installing ONNX Runtime in tests/exchange.");
  const options = { cwd: place, stdio: "inherit", shell: process.platform === "win32" };
  if (spawnSync("npm", ["ci", "--no-audit", "--no-fund"], options).status !== 0) process.exit(1);
}
// Debian has no package of the safetensors library: it is put beside the tests too.
const python = join(place, "site-packages");
if (!existsSync(join(python, "safetensors"))) {
  console.error("Installing safetensors for Python in tests/exchange.");
  const pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", python, "safetensors"];
  if (spawnSync("/usr/bin/python3", pip, { stdio: "inherit" }).status !== 0) process.exit(1);
}
process.env.CIRCLEDAST_EXCHANGE = "1";
const vitest = await startVitest("test", [], { root, watch: false, allowOnly: false, project: ["exchange"] });
await vitest.close();
