/** What a file of results says of itself, in the form that `--out` of `circledast bench` has: date, machine, versions, command. */
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

const versionOf = (file) => JSON.parse(readFileSync(new URL(`../${file}`, import.meta.url), "utf8")).version;

/**
 * @param command as anyone would type it
 * @param versions of what took part beside ourselves
 */
export function provenance(command, versions = {}) {
  const adapter = process.env.CIRCLEDAST_ADAPTER;
  return {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0].model}, ${process.platform} ${process.arch}`,
    versions: { circledast: versionOf("package.json"), node: process.versions.node, ...versions },
    command: adapter ? `CIRCLEDAST_ADAPTER=${adapter} ${command}` : command,
  };
}

/** Dawn's, of the npm package that is installed. */
export const dawnVersion = () => versionOf("node_modules/webgpu/package.json");
