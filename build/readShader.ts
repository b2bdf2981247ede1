/**
 * Reads a kernel's interface from its WGSL: constants, bindings, entry points. Runs when the project is built, never in the page.
 */
import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import {
  type Attribute,
  type Function as FunctionNode,
  type Var,
  WgslParser,
} from "wgsl_reflect/wgsl_reflect.module.js";
import type { ShaderBinding, ShaderConstant, ShaderEntry, ShaderFeature, ShaderModule } from "../src/kernels/shader.ts";

/** A shader as read, with the files it came from: the kernel first, then what it uses. */
export interface ReadShader {
  readonly shader: ShaderModule;
  readonly files: readonly string[];
}

/** One file's share of the code: its lines begin after line `offset` of the whole. */
interface Part {
  readonly file: string;
  readonly text: string;
  readonly offset: number;
}

/** What was read last of each file. Parsing takes a second for all of them, and every test project and worker reads all. */
const lastRead = new Map<string, ReadShader>();

/** @throws Error naming file and line where the shader cannot be read */
export function readShader(file: string): ReadShader {
  const parts = withUsed(file);
  const code = parts.map((part) => part.text).join("");
  const known = lastRead.get(file);
  if (known?.shader.code === code) return known;
  const read = { shader: shaderOf(file, code, parts), files: parts.map((part) => part.file) };
  lastRead.set(file, read);
  return read;
}

function shaderOf(file: string, code: string, parts: readonly Part[]): ShaderModule {
  const constants: Record<string, ShaderConstant> = {};
  const bindings: Record<string, ShaderBinding> = {};
  const entries: Record<string, ShaderEntry> = {};
  const features = [...code.matchAll(/^enable\s+(\w+);/gm)].map(([, name]) => featureOf(name));

  const fail = (line: number, problem: string): never => {
    const part = parts.findLast((candidate) => candidate.offset < line) ?? parts[0];
    throw new Error(`${relative(".", part.file)}:${line - part.offset}: ${problem}`);
  };
  const source = (node: { start: number; end: number }) => code.slice(node.start, node.end);

  for (const node of parse(code, fail)) {
    if (node.astNodeType === "const") {
      const constant = literalConstant(source(node));
      if (constant) constants[constant.name] = { type: constant.type, value: constant.value };
    } else if (node.astNodeType === "var") {
      const variable = node as Var;
      const binding = readBinding(variable, source(variable), (problem) => fail(variable.line, problem));
      if (binding) bindings[variable.name] = binding;
    } else if (node.astNodeType === "function") {
      const fn = node as FunctionNode;
      if (!attribute(fn.attributes, "compute")) continue;
      entries[fn.name] = { workgroupSize: workgroupSize(fn, constants, fail) };
    }
  }
  if (Object.keys(entries).length === 0)
    fail(1, "no entry point found; a kernel has at least one. Add a @compute function.");
  return { name: basename(file, ".wgsl"), code, features, constants, bindings, entries };
}

/** The device's name of an extension: WGSL has its own for one of them. */
function featureOf(extension: string): ShaderFeature {
  if (extension === "subgroups") return "subgroups";
  if (extension === "f16") return "shader-f16";
  throw new Error(
    `enable ${extension}: no kernel is chosen by it; subgroups or f16 was expected. Add it to featureOf.`,
  );
}

type Fail = (line: number, problem: string) => never;

function parse(code: string, fail: Fail) {
  try {
    return new WgslParser().parse(code);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const line = Number(/Line: (\d+)/.exec(message)?.[1] ?? 1);
    return fail(line, message.replace(/\.*\s*Line: \d+.*$/s, "."));
  }
}

/** The file, then every file of `lib/` that it or those name in a `// uses:` line, each once. */
function withUsed(file: string): Part[] {
  const parts: Part[] = [];
  let offset = 0;
  const add = (path: string) => {
    let text = readFileSync(path, "utf8");
    if (!text.endsWith("\n")) text += "\n";
    const lines = text.split("\n");
    parts.push({ file: path, text, offset });
    offset += lines.length - 1;
    for (const [index, line] of lines.entries()) {
      for (const used of /^\/\/\s*uses:\s*(.*)$/.exec(line)?.[1].split(",") ?? []) {
        const usedPath = join(dirname(file), used.trim());
        if (parts.some((part) => part.file === usedPath)) continue;
        if (!existsSync(usedPath)) {
          const here = `${relative(".", path)}:${index + 1}`;
          throw new Error(`${here}: uses ${used.trim()}, which is not there. Add the file or mend its name.`);
        }
        add(usedPath);
      }
    }
  };
  add(file);
  return parts;
}

const literal =
  /^const\s+(\w+)\s*(?::\s*(u32|i32|f32)\s*)?=\s*(-?(?:0[xX][\da-fA-F]+|[\d.]+(?:[eE][+-]?\d+)?))([uif]?)\s*;$/;

/** A constant whose value is one literal; undefined for one derived from others, which the host cannot set. */
function literalConstant(declaration: string): ({ name: string } & ShaderConstant) | undefined {
  const match = literal.exec(declaration);
  if (!match) return undefined;
  const [, name, declared, digits, suffix] = match;
  const value = digits.startsWith("-") ? -Number(digits.slice(1)) : Number(digits);
  const bare = /^-?(0[xX][\da-fA-F]+|\d+)$/.test(digits) ? "i32" : "f32";
  const type = declared ?? ({ u: "u32", i: "i32", f: "f32" } as const)[suffix] ?? bare;
  return { name, type: type as ShaderConstant["type"], value };
}

/** undefined for a variable without @binding: private or workgroup memory. */
function readBinding(variable: Var, declaration: string, fail: (problem: string) => never): ShaderBinding | undefined {
  const binding = attribute(variable.attributes, "binding");
  if (!binding) return undefined;
  const group = attribute(variable.attributes, "group");
  if (!group) return fail(`binding ${variable.name} has no group. Write @group(0) before it.`);
  const type = /:\s*([^;]+);$/.exec(declaration)?.[1].replace(/\s+/g, "");
  if (!type) return fail(`binding ${variable.name} has no type. Write one after its name.`);
  return { group: Number(group.value), binding: Number(binding.value), access: access(variable, fail), type };
}

function access(variable: Var, fail: (problem: string) => never): ShaderBinding["access"] {
  if (variable.storage === "uniform") return "uniform";
  if (variable.storage !== "storage")
    return fail(`binding ${variable.name} is no buffer. Use var<storage> or var<uniform>.`);
  const mode = variable.access || "read";
  if (mode === "read" || mode === "read_write") return mode;
  return fail(`binding ${variable.name} has access ${mode}; read or read_write expected. Change it.`);
}

function workgroupSize(fn: FunctionNode, constants: Record<string, ShaderConstant>, fail: Fail): (number | string)[] {
  const size = attribute(fn.attributes, "workgroup_size");
  if (!size?.value) return fail(fn.line, `entry point ${fn.name} has no @workgroup_size. Add one.`);
  return [size.value].flat().map((length) => {
    if (/^\d+[ui]?$/.test(length)) return Number.parseInt(length, 10);
    if (length in constants) return length;
    return fail(
      size.line,
      `workgroup size ${length} is neither a number nor a constant set to a literal above. Use one of these.`,
    );
  });
}

function attribute(attributes: Attribute[] | null, name: string): Attribute | undefined {
  return attributes?.find((candidate) => candidate.name === name);
}
