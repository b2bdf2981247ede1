/** What a file of results says of itself: all that one has to know to judge the figures or to repeat them. */
import { createRequire } from "node:module";
import { version } from "../../../package.json";
import { processorName } from "./peers/system.ts";

/** Ours, and those of what we run in. */
export function ownVersions(): Readonly<Record<string, string>> {
  const dawn = createRequire(import.meta.url)("webgpu/package.json") as { version: string };
  return { circledast: version, node: process.versions.node, webgpu: dawn.version };
}

/**
 * Date, machine, versions and command; with the latter the adapter, where one was asked for.
 *
 * @param command as anyone would type it
 * @param versions of all that took part
 */
export function provenance(command: string, versions = ownVersions()) {
  const adapter = process.env.CIRCLEDAST_ADAPTER;
  return {
    date: new Date().toISOString(),
    machine: `${processorName()}, ${process.platform} ${process.arch}`,
    versions,
    command: adapter ? `CIRCLEDAST_ADAPTER=${adapter} ${command}` : command,
  };
}
