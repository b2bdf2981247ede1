/** Runs the built command line as a user does: as a process of its own. */
import { execFile, spawnSync } from "node:child_process";

export const binary = "bin/circledast.js";

const { VK_ICD_FILENAMES, VK_DRIVER_FILES, CIRCLEDAST_ADAPTER, ...inherited } = process.env;

/** Everywhere the same adapter, and so the same numbers. */
export const software = { ...inherited, CIRCLEDAST_ADAPTER: "swiftshader" };

/** As on a machine that has no driver at all. */
export const withoutAdapter = { ...inherited, VK_ICD_FILENAMES: "/nonexistent" };

export function circledast(args: readonly string[], env: NodeJS.ProcessEnv = software) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [binary, ...args], { encoding: "utf8", env });
  return { status, stdout, stderr, events: () => parseEvents(stdout) };
}

/** The same beside others, for tests that are concurrent. */
export function besideOthers(args: readonly string[]): Promise<{ status: unknown; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [binary, ...args], { encoding: "utf8", env: software }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}

/** Lines of JSON, each with whatever fields it has. */
export function parseEvents(stdout: string): Record<string, unknown>[] {
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}
