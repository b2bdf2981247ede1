/**
 * Writes a declaration beside nothing else for every shader, so that `import shader from "#shaders/name.wgsl"` knows the names of
 * its constants, bindings and entry points. They go to generated/shaders/, which tsconfig maps `#shaders/` to.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import type { ShaderModule } from "../src/kernels/shader.ts";
import { readShader } from "./readShader.ts";

/** @throws Error listing every shader that cannot be read, after the others have been written */
export function writeShaderTypes(root: string): void {
  const shaders = join(root, "shaders");
  const generated = join(root, "generated", "shaders");
  mkdirSync(generated, { recursive: true });

  // Shared functions are no shaders by themselves.
  const files = filesIn(shaders, ".wgsl").filter((file) => dirname(file) !== "lib");
  const problems: string[] = [];
  for (const file of files) {
    try {
      const target = join(generated, declarationName(file));
      mkdirSync(dirname(target), { recursive: true });
      writeIfChanged(target, declaration(readShader(join(shaders, file)).shader, file.split(sep).length + 1));
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  }

  const wanted = new Set(files.map(declarationName));
  for (const file of filesIn(generated, ".ts")) if (!wanted.has(file)) rmSync(join(generated, file));
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

const declarationName = (file: string) => file.replace(/[.]wgsl$/, ".d.wgsl.ts");

/** Names of the files in a folder and in those that it holds, from the folder on. */
function filesIn(folder: string, ending: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(ending));
}

/** @param depth how many folders the declaration stands below the project's own */
export function declaration({ constants, bindings, entries }: ShaderModule, depth = 2): string {
  return `// Generated from the shader of the same name. Do not edit.
import type { ShaderModule } from "${"../".repeat(depth)}src/kernels/shader.ts";

declare const shader: ShaderModule<
  ${object(constants, ({ type }) => `{ readonly type: "${type}"; readonly value: number }`)},
  ${object(bindings, (binding) => literalType(binding))},
  ${object(entries, ({ workgroupSize }) => `{ readonly workgroupSize: readonly ${JSON.stringify(workgroupSize)} }`)}
>;
export default shader;
`;
}

function object<T>(record: Readonly<Record<string, T>>, type: (value: T) => string): string {
  const members = Object.entries(record).map(([name, value]) => `\n    readonly ${name}: ${type(value)};`);
  return members.length === 0 ? "{}" : `{${members.join("")}\n  }`;
}

function literalType(record: object): string {
  const members = Object.entries(record).map(([name, value]) => `readonly ${name}: ${JSON.stringify(value)}`);
  return `{ ${members.join("; ")} }`;
}

/** An unchanged file keeps its date, so that editors and watchers stay quiet. */
function writeIfChanged(file: string, text: string): void {
  if (existsSync(file) && readFileSync(file, "utf8") === text) return;
  writeFileSync(file, text);
}
