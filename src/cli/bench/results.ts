/** Files of results: the figures, and all that one has to know to judge or repeat them. */
import { createRequire } from "node:module";
import { version } from "../../../package.json";
import { writeWhole } from "../writeFile.ts";
import { processorName } from "./peers/system.ts";

/** Ours, and those of what we run in. */
export function ownVersions(): Readonly<Record<string, string>> {
  const dawn = createRequire(import.meta.url)("webgpu/package.json") as { version: string };
  return { circledast: version, node: process.versions.node, webgpu: dawn.version };
}

/** As anyone would type it. */
function calledAs(): string {
  const adapter = process.env.CIRCLEDAST_ADAPTER;
  return [...(adapter ? [`CIRCLEDAST_ADAPTER=${adapter}`] : []), "circledast", ...process.argv.slice(2)].join(" ");
}

/**
 * Writes results as JSON, with date, machine, versions and command.
 *
 * @throws CircledastError where that fails
 */
export async function writeResults(path: string, results: object, versions = ownVersions()): Promise<void> {
  const machine = `${processorName()}, ${process.platform} ${process.arch}`;
  const all = { date: new Date().toISOString(), machine, versions, command: calledAs(), ...results };
  await writeWhole(path, new TextEncoder().encode(`${JSON.stringify(all, null, 2)}\n`));
}
