/**
 * What `npm start` and `npm test` need before anything else: Node, the npm packages, a browser. Plain JavaScript without packages,
 * since it runs before there are any. Everything it shows goes to standard error.
 */
import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = resolve(fileURLToPath(import.meta.url), "../..");

/** Checks Node, and installs the npm packages where they are missing or older than package-lock.json. */
export function installPackages() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new Error(`node: ${process.version} found; 20.19 or newer expected. Install it from nodejs.org.`);
  }
  // npm writes this file last.
  const installed = modified(join(root, "node_modules", ".package-lock.json"));
  if (installed >= modified(join(root, "package-lock.json"))) return;
  console.error("Installing npm packages.");
  execute("npm", ["ci", "--no-audit", "--no-fund"], { shell: process.platform === "win32" });
}

/** Installs Chromium and the Vulkan loader where they are missing, if this is Debian or Ubuntu and we may. */
export async function installChromium() {
  if ((await hasChromium()) && hasVulkan()) return;
  const install = "apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium libvulkan1";
  if (existsSync("/etc/debian_version") && process.getuid?.() === 0) {
    console.error("Installing Chromium.");
    execute("sh", ["-c", install], { env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
  }
  if (await hasChromium()) return;
  const command = { linux: `sudo sh -c '${install}'`, darwin: "brew install --cask chromium" }[process.platform];
  throw new Error(
    `Chromium: none found; Chromium or Chrome expected. Run: ${command ?? "winget install Google.Chrome"}`,
  );
}

async function hasChromium() {
  const { findChromium } = await load("/src/cli/chromium.ts");
  return findChromium() !== undefined;
}

/** Dawn loads Vulkan from the system on Linux; elsewhere it uses Metal and Direct3D. */
function hasVulkan() {
  if (process.platform !== "linux") return true;
  const { stdout } = spawnSync("/sbin/ldconfig", ["-p"], { encoding: "utf8" });
  // Without ldconfig (not glibc) nothing can be said: the proof of an adapter will tell.
  return !stdout || stdout.includes("libvulkan.so.1");
}

/** Runs a command, its output on standard error, with no input. */
export function execute(command, args, options = {}) {
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], ...options });
  if (error) throw error;
  if (status !== 0)
    throw new Error(`${command} ${args.join(" ")}: exit status ${status}; 0 expected. See its output above.`);
}

function modified(file) {
  return existsSync(file) ? statSync(file).mtimeMs : 0;
}

/** What a module in TypeScript exports, by its path from the root. */
export async function load(file) {
  const { runnerImport } = await import("vite");
  return (await runnerImport(file, { root, configFile: false, logLevel: "warn" })).module;
}

/** Runs what a command line script does, and says in one line what keeps it from it. */
export async function run(main) {
  try {
    await main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
