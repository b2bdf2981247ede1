/** Files of results. */
import { writeWhole } from "../writeFile.ts";
import { ownVersions, provenance } from "./provenance.ts";

/**
 * Writes results as JSON, with date, machine, versions and command.
 *
 * @throws CircledastError where that fails
 */
export async function writeResults(path: string, results: object, versions = ownVersions()): Promise<void> {
  const command = ["circledast", ...process.argv.slice(2)].join(" ");
  const all = { ...provenance(command, versions), ...results };
  await writeWhole(path, new TextEncoder().encode(`${JSON.stringify(all, null, 2)}\n`));
}
