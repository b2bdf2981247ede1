import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { keepFreedMemory } from "../../src/cli/keepFreedMemory.ts";

/** Pages that the system has to give a process which fills and frees 16 MiB in small pieces, over and over: of its last round. */
const faults = `
const round = async () => {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  const before = process.resourceUsage().minorPageFault;
  const pieces = Array.from({ length: 256 }, () => new Uint8Array(65536).fill(1).buffer);
  const taken = process.resourceUsage().minorPageFault - before;
  port1.postMessage(undefined, pieces);
  port1.close();
  await new Promise((resolve) => setTimeout(resolve, 20));
  return taken;
};
const rounds = [await round(), await round(), await round()];
console.log(rounds[2]);`;

// A process of its own: in this one others have freed large blocks.
const measure = (before: string) =>
  Number(execFileSync(process.execPath, ["--input-type=module", "-e", `${before}\n${faults}`], { encoding: "utf8" }));

/** Of an array buffer's 16 MiB: 4 KiB each. */
const PAGES = 4096;

const header = process.report.getReport() as { header: { glibcVersionRuntime?: string } };

test.skipIf(header.header.glibcVersionRuntime === undefined)("memory that was freed is not asked for again", () => {
  expect(measure("")).toBeGreaterThan(PAGES / 2);
  expect(measure(`(${keepFreedMemory})(); await new Promise((resolve) => setTimeout(resolve, 20));`)).toBeLessThan(
    PAGES / 4,
  );
});
