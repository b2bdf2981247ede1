/** Installs the peers where they are missing or other than the lock file says, and builds the library that they are compared with. */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "../../scripts/build.js";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const installed = path("node_modules/.package-lock.json");
const wanted = path("package-lock.json");

if (!existsSync(installed) || statSync(installed).mtimeMs < statSync(wanted).mtimeMs) {
  console.error("Installing tfjs and jax-js in bench/peers.");
  // What npm tells goes beside the results.
  const options = { cwd: path("."), stdio: ["ignore", 2, 2], shell: process.platform === "win32" };
  if (spawnSync("npm", ["ci", "--no-audit", "--no-fund"], options).status !== 0) {
    console.error("bench peers: the peers could not be installed. Run `npm ci` in bench/peers and see what it says.");
    process.exit(1);
  }
}
try {
  await build("library", "pollSeldom.js");
} catch (error) {
  console.error(`bench peers: the library does not build. ${error.message}`);
  process.exit(1);
}
