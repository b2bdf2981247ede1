import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { fastKernels } from "../../src/kernels/index.ts";
import { definitionOf, type OperationName, operations } from "../../src/operations/index.ts";

const page = readFileSync("docs/operations.md", "utf8");
const rows = page.split("\n").filter((line) => line.startsWith("| ["));

test.each(Object.keys(operations))("docs/operations.md has formula, reference, kernel and cases of %s", (op) => {
  const row = rows.find((line) => line.startsWith(`| [${op}](../src/operations/${op}.ts)`));
  const [, , formula] = row!.split("|");
  expect(formula.trim().length).toBeGreaterThan(4);
  expect(row).toContain(`(../src/reference/${op}.ts)`);
  expect(row).toContain(`(../tests/cases/${op}.ts)`);
  if (!definitionOf(op as OperationName).view) expect(row).toContain(`(../shaders/${op}.wgsl)`);
});

test.each(fastKernels)("docs/operations.md says what $name covers", (kernel) => {
  expect(rows.some((line) => line.startsWith(`| [${kernel.name}](../shaders/${kernel.name}.wgsl)`))).toBe(true);
});

const documents = [
  "README.md",
  ...readdirSync("docs").flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
];

test.each(documents)("every picture and file that %s names is there", (document) => {
  const text = readFileSync(document, "utf8");
  const named = [...text.matchAll(/(?:\]\(|src="|srcset=")([^)"#]+)/g)].map(([, place]) => place);
  const missing = named.filter((place) => !place.includes(":") && !existsSync(join(dirname(document), place)));
  expect(missing).toEqual([]);
});
